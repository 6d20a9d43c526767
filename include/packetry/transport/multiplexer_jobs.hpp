// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/multiplexer.hpp>

// The part of the multiplexer that makes the packets of its jobs, and ends them.

namespace packetry::detail {

/// Make packets as long as one more could be sent. Where one cannot be made, those that were made before it and ask nothing
/// are sent first.
template <class Catalog>
void multiplexer<Catalog>::advance(job_type& j) {
  while (!j.over_ && !j.exhausted_ && has_room(j)) {
    try {
      outbound& made = j.shared_.out;
      j.shared_.number = errand_type::nothing;
      j.exhausted_ = !j.next(map_, made);
      if (!j.exhausted_) take(j, made);
    } catch (...) {
      if (j.wants_answers) return end(j, std::current_exception());
      j.problem = std::current_exception();
      j.exhausted_ = true;
    }
  }
  if (!j.over_ && j.exhausted_ && j.under_way_ == 0) end(j, std::exchange(j.problem, nullptr));
}

/// What is to become of a packet that was made.
template <class Catalog>
void multiplexer<Catalog>::take(job_type& j, outbound& made) {
  const std::size_t number = j.made_++;
  constexpr std::size_t countable = std::numeric_limits<std::uint32_t>::max();
  if (j.many && j.remakes && made.is_complete() && number <= countable) {
    j.shared_.number = number;
    ask(j.shared_);
    ++j.under_way_;
    return;
  }
  errand_type& e = keep(j, std::move(made), number);
  try {
    e.out.is_complete() ? go_on(e) : resolve(e);
  } catch (...) {
    drop(e);
    throw;
  }
}

template <class Catalog>
auto multiplexer<Catalog>::keep(job_type& j, outbound&& made, std::size_t number) -> errand_type& {
  auto* const e = new errand_type{.out = std::move(made), .owner = &j, .number = number};
  ++j.under_way_;
  e->after = j.errands_;
  if (e->after != nullptr) e->after->before = e;
  j.errands_ = e;
  return *e;
}

/// It is done.
template <class Catalog>
void multiplexer<Catalog>::drop(errand_type& e) noexcept {
  job_type& j = *e.owner;
  --j.under_way_;
  if (&e == &j.shared_) return;
  if (e.ear != nullptr) e.ear->leave(e.out.begins_with_link);
  (e.before == nullptr ? j.errands_ : e.before->after) = e.after;
  if (e.after != nullptr) e.after->before = e.before;
  e.owner = nullptr;
  if (e.in != errand_type::state::resolving && e.in != errand_type::state::queued) delete &e;
}

template <class Catalog>
void multiplexer<Catalog>::resolve(errand_type& e) {
  e.in = errand_type::state::resolving;
  ++e.owner->resolving_;
  try {
    questions_.ask(e.out.unresolved, reinterpret_cast<std::uintptr_t>(&e), map_, ears_);
  } catch (...) {
    --e.owner->resolving_;
    e.in = errand_type::state::made;
    throw;
  }
}

/// Listen, then queue it to be sent.
template <class Catalog>
void multiplexer<Catalog>::ask(errand_type& e) {
  const job_type& j = *e.owner;
  const view_type request = view_of(e.out);
  listener& ear = ears_.listen(e.out.interface, shape_of_answers(request), map_);
  ear.begin();
  join(e, ear);
  request_terms terms = j.terms;
  terms.interface = e.out.interface;
  terms.number = static_cast<std::uint32_t>(e.number);
  terms.tag = reinterpret_cast<std::uintptr_t>(&e);
  e.asked = engine_.submit(request, terms, j.batch_);
  e.in = errand_type::state::asked;
}

template <class Catalog>
void multiplexer<Catalog>::join(errand_type& e, listener& ear) {
  job_type& j = *e.owner;
  const typename job_type::listening as{&ear, e.out.begins_with_link};
  if (&e != &j.shared_) {
    e.ear = &ear;
  } else if (std::ranges::find(j.ears_, as) == j.ears_.end()) {
    j.ears_.push_back(as);
  } else {
    return;
  }
  ear.join(as.with_link);
}

/// A next hop that has been forgotten since the request was sent.
template <class Catalog>
void multiplexer<Catalog>::resolve_as_before(outbound& out) {
  if (const auto mac = map_.neighbours().find_forgotten(out.unresolved)) out.resolve(*mac);
}

/// The request that an operation of the engine names, made again where it is not kept.
template <class Catalog>
auto multiplexer<Catalog>::request_of(std::uintptr_t tag, std::uint32_t number) -> errand_type& {
  errand_type& e = *reinterpret_cast<errand_type*>(tag);
  if (&e == &e.owner->shared_ && e.number != number) {
    e.number = errand_type::nothing;
    e.owner->make_again(number, map_, e.out);
    if (!e.out.is_complete()) resolve_as_before(e.out);
    e.number = number;
  }
  return e;
}

/// What has become of a next hop: go on with all who waited for it.
template <class Catalog>
void multiplexer<Catalog>::settle(const next_hop_questions::settled& s) {
  for (const std::uintptr_t tag : s.who) {
    errand_type& e = *reinterpret_cast<errand_type*>(tag);
    e.in = errand_type::state::made;
    if (e.owner == nullptr) {
      delete &e;
      continue;
    }
    job_type& j = *e.owner;
    --j.resolving_;
    try {
      if (!s.mac && j.many) {  // of many, one that cannot be reached is one that does not answer
        silent(e);
      } else if (!s.mac) {
        nobody_answers_for(s.hop, e.out.to, map_);
      } else {
        e.out.resolve(*s.mac);
        go_on(e);
      }
      advance(j);
    } catch (...) {
      end(j, std::current_exception());
    }
  }
}

template <class Catalog>
void multiplexer<Catalog>::silent(errand_type& e) {
  e.owner->on_silence(e.out, e.number);
  drop(e);
}

/// A request has ended without an answer.
template <class Catalog>
void multiplexer<Catalog>::silent(const outcome& o) {
  errand_type& e = *reinterpret_cast<errand_type*>(o.tag);
  try {
    (void)request_of(o.tag, o.number);
  } catch (const system_error&) {  // there is no way there any more
    e.owner->make_alone(o.number, e.out);
    e.number = o.number;
  }
  silent(e);
}

/// Whatever of it is under way is given up.
template <class Catalog>
void multiplexer<Catalog>::end(job_type& j, std::exception_ptr why) {
  if (j.over_) return;
  j.over_ = true;
  j.problem = std::move(why);
  while (j.errands_ != nullptr) {
    errand_type& e = *j.errands_;
    const auto o = engine_.cancel(e.asked);
    e.in != errand_type::state::made && !(o && o->answered) ? silent(e) : drop(e);
  }
  if (j.many) {
    engine_.cancel_all(j.batch_, [&](const outcome& o) {
      if (!o.answered) silent(o);  // only those that share an errand are left
    });
    engine_.close(j.batch_);
  }
  for (const auto& as : j.ears_) as.ear->leave(as.with_link);
  jobs_.take_out(j);
  over_.push_back(j);
}

}  // namespace packetry::detail
