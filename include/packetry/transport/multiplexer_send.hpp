// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/multiplexer.hpp>

// The part of the multiplexer that sends.

namespace packetry::detail {

template <class Catalog>
void multiplexer<Catalog>::send_some(int most) {
  if (stalled_until_ && clock::now() < *stalled_until_) return;
  stalled_until_.reset();
  bool blocked = false;
  while (most > 0 && !closed_ && !stalled_until_) {
    const bool gives_up = patience_ && patience_->is_over();
    int sent = questions_.send_one(senders_, gives_up, blocked) ? 1 : 0;
    if (gives_up && sent != 0) patience_.reset();
    if (blocked) {
      (void)stall(false, {});
      return;
    }
    if (sent == 0) sent = send_plain() ? 1 : 0;  // in turn with those that ask: it may be one of a range without an end
    if (!stalled_until_) sent += send_asking(most - sent);
    if (sent == 0) return;
    most -= sent;
  }
}

/// The queue has no room. False: it had none for so long that the packet is given up.
template <class Catalog>
bool multiplexer<Catalog>::stall(bool gives_up, error_code ec) {
  if (!patience_) patience_.emplace();
  const bool over = gives_up && (!is(ec, ENOBUFS) || patience_->is_over());
  if (over) {
    patience_.reset();
  } else {
    stalled_until_ = clock::now() + patience_->next();
  }
  return !over;
}

/// One of those that want no answer. False: there is none that can be sent now.
template <class Catalog>
bool multiplexer<Catalog>::send_plain() {
  if (plain_.empty()) return false;
  errand_type* const e = plain_.front();
  plain_.pop_front();
  if (e->owner == nullptr) {
    e->in = errand_type::state::made;
    delete e;
  } else {
    job_type& j = *e->owner;
    try {
      const error_code ec = senders_.send(e->out);
      if (ec && stall(true, ec)) {
        plain_.push_front(e);
        return false;
      }
      e->in = errand_type::state::made;
      if (ec) sending_failed(ec, e->out, map_);
      patience_.reset();
      ++sent_;
      j.begun_ = true;
      drop(*e);
      advance(j);
    } catch (...) {
      e->in = errand_type::state::made;
      end(j, std::current_exception());
    }
  }
  return true;
}

/// Those that ask, as many as go the same way with one call to the kernel. Returns how many were dealt with; 0: there is
/// none that can be sent now.
template <class Catalog>
int multiplexer<Catalog>::send_asking(int most) {
  if (!engine_.has_queued()) return 0;
  const time_point begin = clock::now();
  gather(begin, std::min(static_cast<std::size_t>(most), send_batch::room));
  if (leaving_.empty()) return 0;
  error_code ec;
  std::size_t count = 0;
  try {
    count = senders_.send(same_way{outs_.data(), leaving_.size()}, ec);
  } catch (...) {
    end(*leaving_.front().of->owner, std::current_exception());
    queue_again(1);
    return 1;
  }
  note_sent(begin, count);
  if (count != leaving_.size() && !not_sent(count, ec)) return static_cast<int>(count);
  return static_cast<int>(std::max<std::size_t>(count, 1));
}

/// Name requests that can be sent now and go the same way, and make them.
template <class Catalog>
void multiplexer<Catalog>::gather(time_point now, std::size_t most) {
  leaving_.clear();
  bool ended = false;  // a job: what it had among them is gone
  while (leaving_.size() != most && !ended) {
    const auto o = engine_.next(now);
    if (!o) break;
    errand_type& e = *reinterpret_cast<errand_type*>(engine_.tag(*o));
    job_type& j = *e.owner;
    try {
      outbound& out = made_to_leave(e, engine_.number(*o));
      if (!out.is_complete()) {
        begin_anew(*o, e, out);
        continue;
      }
      if (!leaving_.empty() && !out.goes_with(*leaving_.front().out)) {
        engine_.unsent(*o);
        break;
      }
      leaving_.push_back({*o, &e, &out});
      advance(j);  // the next one of its job may go with it
    } catch (...) {
      end(j, std::current_exception());
    }
    ended = j.over_;
  }
  if (ended) std::erase_if(leaving_, [&](const leaving& l) { return !engine_.contains(l.what); });
  for (std::size_t i = 0; i != leaving_.size(); ++i) outs_[i] = leaving_[i].out;
}

/// The request in a place of its own: what shares an errand may be made over before it leaves.
template <class Catalog>
outbound& multiplexer<Catalog>::made_to_leave(errand_type& e, std::uint32_t number) {
  if (&e != &e.owner->shared_) return e.out;
  if (made_.empty()) made_.resize(send_batch::room);
  outbound& out = made_[leaving_.size()];
  if (e.number == number) {
    std::swap(out, e.out);
    e.number = errand_type::nothing;
  } else {
    e.owner->make_again(number, map_, out);
  }
  return out;
}

/// Its next hop has been forgotten since it was made first: ask for it, and begin again when it is known.
template <class Catalog>
void multiplexer<Catalog>::begin_anew(operation o, errand_type& shared, outbound& made) {
  const std::size_t number = engine_.number(o);
  (void)engine_.cancel(o);
  errand_type& e = keep(*shared.owner, std::move(made), number);
  drop(shared);
  resolve(e);
}

/// The first `count` of those that were to leave have left, one after another, since `begin`.
template <class Catalog>
void multiplexer<Catalog>::note_sent(time_point begin, std::size_t count) {
  const auto each = count < 2 ? clock::duration::zero() : (clock::now() - begin) / static_cast<clock::duration::rep>(count);
  time_point when = begin;
  for (std::size_t i = 0; i != count; ++i, when += each) {
    engine_.sent(leaving_[i].what, when);
    leaving_[i].of->owner->begun_ = true;
  }
  sent_ += count;
  if (count != 0) patience_.reset();
}

/// The request `at` that place did not leave, and none behind it was tried. False: there is no room for any now.
template <class Catalog>
bool multiplexer<Catalog>::not_sent(std::size_t at, error_code ec) {
  const bool stalled = ec && stall(true, ec);
  const leaving failed = leaving_[at];
  if (stalled || !ec) engine_.unsent(failed.what);
  queue_again(at + 1);
  if (stalled || !ec) return !stalled;
  try {
    sending_failed(ec, *failed.out, map_);
  } catch (...) {
    end(*failed.of->owner, std::current_exception());
  }
  return true;
}

template <class Catalog>
void multiplexer<Catalog>::queue_again(std::size_t from) {
  for (; from < leaving_.size(); ++from) engine_.unsent(leaving_[from].what);
}

}  // namespace packetry::detail
