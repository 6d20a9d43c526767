// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/multiplexer.hpp>

// The part of the multiplexer that reads from its sockets, and what follows from time.

namespace packetry::detail {

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
  const auto asked = [this](std::uintptr_t tag, std::uint32_t number) { return request_seen(tag, number); };
  const auto outcome = engine_.on_frame(dissect<Catalog>(part, link), frame.interface, asked);
  if (!outcome) return false;
  errand_type& e = request_of(outcome->tag, outcome->number);
  job_type& j = *e.owner;
  const auto took = j.many ? round_trip(outcome->sent, frame.time) : std::chrono::nanoseconds::zero();
  j.on_answer(e.out, packet_of<Catalog>(frame, part, link), took);
  if (outcome->last) drop(e);
  if (j.first) {
    end(j, nullptr);
  } else {
    advance(j);  // what that queues is sent when all that has come is read
  }
  return true;
}

/// The request again, for a closer look; none where there is no way for it any more.
template <class Catalog>
auto multiplexer<Catalog>::request_seen(std::uintptr_t tag, std::uint32_t number) -> view_type {
  try {
    return view_of(request_of(tag, number).out);
  } catch (const system_error&) {
    return {};
  }
}

template <class Catalog>
bool multiplexer<Catalog>::listens(const job_type& j, const listener& ear) noexcept {
  for (const errand_type* e = j.errands_; e != nullptr; e = e->after)
    if (e->ear == &ear) return true;
  return std::ranges::any_of(j.ears_, [&](const auto& as) { return as.ear == &ear; });
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
    if (listens(here, ear)) end(here, why);
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
    outcome->answered ? drop(e) : silent(*outcome);
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
