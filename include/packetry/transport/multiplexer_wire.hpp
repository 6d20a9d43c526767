// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/multiplexer.hpp>

// The half of the multiplexer that meets the sockets.

namespace packetry::detail {

// --- sending --------------------------------------------------------------------------------------------------------

template <class Catalog>
void multiplexer<Catalog>::send_some(int most) {
  if (stalled_until_ && clock::now() < *stalled_until_) return;
  stalled_until_.reset();
  bool blocked = false;
  for (int i = 0; i != most && !closed_; ++i) {
    if (questions_.send_one(senders_, blocked)) continue;
    if (blocked) {
      (void)stall(nullptr, {});
      return;
    }
    if (!send_plain() && !send_asking()) return;
  }
}

/// The queue has no room. False: it had none for so long that the packet is given up.
template <class Catalog>
bool multiplexer<Catalog>::stall(errand_type* e, error_code ec) {
  if (!patience_) patience_.emplace();
  const bool over = e != nullptr && (!is(ec, ENOBUFS) || patience_->is_over());
  if (!over) stalled_until_ = clock::now() + patience_->next();
  return !over;
}

/// One of those that want no answer. False: there is none that can be sent now.
template <class Catalog>
bool multiplexer<Catalog>::send_plain() {
  if (plain_begin_ == plain_.size()) return false;
  errand_type* const e = plain_[plain_begin_];
  if (e->owner == nullptr) {
    e->in = errand_type::state::made;
    delete e;
  } else {
    job_type& j = *e->owner;
    try {
      const error_code ec = senders_.send(e->out);
      if (ec && stall(e, ec)) return false;
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
  if (++plain_begin_ == plain_.size()) {
    plain_.clear();
    plain_begin_ = 0;
  }
  return true;
}

/// One of those that ask. False: there is none that can be sent now.
template <class Catalog>
bool multiplexer<Catalog>::send_asking() {
  if (!engine_.has_queued()) return false;
  const time_point now = clock::now();
  const auto o = engine_.next(now);
  if (!o) return false;
  errand_type& e = *reinterpret_cast<errand_type*>(engine_.tag(*o));
  job_type& j = *e.owner;
  try {
    const error_code ec = senders_.send(e.out);
    if (ec && stall(&e, ec)) {
      engine_.unsent(*o);
      return false;
    }
    if (ec) sending_failed(ec, e.out, map_);
    engine_.sent(*o, now);
    patience_.reset();
    ++sent_;
    j.begun_ = true;
    advance(j);
  } catch (...) {
    end(j, std::current_exception());
  }
  return true;
}

// --- receiving ------------------------------------------------------------------------------------------------------

/// Read from all that are listened to. True: there was more than is read at a time.
template <class Catalog>
bool multiplexer<Catalog>::read_all() {
  bool more = false;
  for (std::size_t i = 0; i != ears_.all().size() && !closed_; ++i) {  // jobs that are called may open others
    if (listener& ear = *ears_.all()[i]; ear.awake) more = read(ear) || more;
  }
  if (!more) unfinished_ = 0;
  return more;
}

template <class Catalog>
bool multiplexer<Catalog>::read(listener& ear) {
  const holder held{ear};
  for (int i = 0; i != at_a_time; ++i) {
    if (closed_ || ear.users == 0) return false;
    received_frame frame;
    const error_code ec = ear.socket.receive(buffer_, frame);
    if (is(ec, EAGAIN)) return false;
    if (ec) {
      lose(ear, ec);
      return false;
    }
    if (frame.direction == PACKET_OUTGOING) continue;
    if (ear.since.is_after(frame.time)) {
      ++ear.stale;
      continue;
    }
    on_frame(frame, ear);
    finish_all(true);
  }
  return true;
}

template <class Catalog>
void multiplexer<Catalog>::on_frame(const received_frame& frame, const listener& ear) {
  if (const auto known = questions_.on_frame(frame, map_)) {
    settle(*known);
    send_some(at_a_time);
  }
  if (ear.framed != 0 && give(frame, true)) return;
  if (ear.users != ear.framed) (void)give(frame, false);
}

/// Show the frame to those that ask with, or without, a link layer. False: it answers none of them.
template <class Catalog>
bool multiplexer<Catalog>::give(const received_frame& frame, bool with_link) {
  const bytes part = answering_part(frame, with_link);
  if (part.empty()) return false;
  const link_type link = with_link ? link_type::ethernet : link_type::raw_ip;
  auto outcome = engine_.on_frame(dissect<Catalog>(part, link), frame.interface);
  if (!outcome) return false;
  errand_type& e = *reinterpret_cast<errand_type*>(outcome->tag);
  job_type& j = *e.owner;
  if (outcome->last) drop(e);
  const auto took = j.many ? round_trip(outcome->sent, frame.time) : std::chrono::nanoseconds::zero();
  j.on_answer(std::move(outcome->request), packet_of<Catalog>(frame, part, link), took);
  if (j.first) {
    end(j, nullptr);
  } else {
    advance(j);
    send_some(1);  // for the one that was answered: where the window is wide, what is queued is read first
  }
  return true;
}

/// A listener has failed: its interface went down, or away.
template <class Catalog>
void multiplexer<Catalog>::lose(listener& ear, error_code ec) {
  ear.gone = true;
  ear.awake = false;
  ear.watched.reset();
  while (auto lost = questions_.give_up(&ear, map_)) settle(*lost);
  std::exception_ptr why;
  try {
    listeners::failed(ec, ear.socket.interface(), map_);
  } catch (...) {
    why = std::current_exception();
  }
  for (job_type* j = jobs_.empty() ? nullptr : &jobs_.front(); j != nullptr;) {
    job_type& here = *j;
    j = here.after_;
    for (errand_type* e = here.errands_; e != nullptr; e = e->after) {
      if (e->ear != &ear) continue;
      end(here, why);
      break;
    }
  }
  finish_all(true);
}

// --- time -----------------------------------------------------------------------------------------------------------

template <class Catalog>
void multiplexer<Catalog>::expire(time_point now) {
  unfinished_ = 0;
  while (auto lost = questions_.expire(now, map_)) settle(*lost);
  while (auto outcome = engine_.expire(now)) {
    errand_type& e = *reinterpret_cast<errand_type*>(outcome->tag);
    job_type& j = *e.owner;
    const std::size_t number = e.number;
    drop(e);
    if (!outcome->answered) j.on_silence(std::move(outcome->request), number);
    advance(j);
  }
}

/// Those that nobody listens to need not be woken.
template <class Catalog>
void multiplexer<Catalog>::rest() {
  if (idle()) {
    while (auto unneeded = questions_.give_up(nullptr, map_)) settle(*unneeded);
  }
  for (const auto& ear : ears_.all()) {
    if (ear->users == 0) ear->end();
  }
}

}  // namespace packetry::detail
