// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/answers.hpp>
#include <packetry/transport/deadline_queue.hpp>
#include <packetry/transport/operation.hpp>
#include <packetry/transport/request_index.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

namespace packetry::detail {

/// All requests of a transport: which is to be sent next, which one a frame answers, which has waited too long.
///
/// A plain table: it has no socket, no clock and no thread, and keeps no packets. A driver sends what `next` names, shows
/// every frame to `on_frame`, and calls `expire` when `next_deadline` has come. Times are what it says they are. Requests
/// are found by the keys of `answers.hpp`; of several that a frame answers the one that was sent first gets it, whatever
/// answers none is nobody's: late, twice, or a stranger's. One thread at a time; throws only std::bad_alloc.
template <class Catalog>
class basic_engine {
 public:
  using view_type = basic_packet_view<Catalog>;
  using time_point = std::chrono::steady_clock::time_point;
  using batch = std::uint32_t;

  /// The batch of those who want none: no window, no spacing.
  static constexpr batch unbounded = 0;

  /// Requests under way, those not sent yet included.
  [[nodiscard]] std::size_t size() const noexcept { return under_way_; }
  [[nodiscard]] bool empty() const noexcept { return under_way_ == 0; }
  [[nodiscard]] bool contains(operation o) const noexcept {
    return o.place < slots_.size() && slots_[o.place].generation == o.generation && o.generation % 2 == 1;
  }

  [[nodiscard]] batch open(const batch_limits& limits) {
    batch b = 1;
    while (b < batches_.size() && batches_[b].open) ++b;
    if (b == batches_.size()) batches_.emplace_back();
    batches_[b] = {.limits = limits, .open = true};
    return b;
  }
  /// Precondition: none of its requests is under way.
  void close(batch b) noexcept { batches_[b].open = false; }

  /// Whether another request of the batch could be sent before one of those submitted has ended: an endless range of
  /// requests is read only so far.
  [[nodiscard]] bool wants_more(batch b) const noexcept {
    const batch_state& s = batches_[b];
    return s.fresh.empty() && s.again.empty() && s.has_room();
  }

  /// Whether any request waits to be sent, for time or room perhaps: without one `next` need not be told the time.
  [[nodiscard]] bool has_queued() const noexcept { return queued_ != 0; }

  /// Room for so many more, of which most will come.
  void reserve(std::size_t more) {
    constexpr std::size_t enough = 1 << 16;
    const std::size_t count = under_way_ + std::min(more, enough);
    slots_.reserve(count);
    free_.reserve(count);
    filed_.reserve(count);
    deadlines_.reserve(count);
  }

  /// The request itself is asked for when a frame may answer it: see `on_frame`.
  operation submit(const view_type& request, const request_terms& terms, batch b = unbounded) {
    const std::uint32_t place = take_slot();
    slot& s = slots_[place];
    filed_.prepare(place, request);
    s.terms = terms;
    s.of = b;
    s.sent = {};
    ++s.generation;
    ++under_way_;
    enqueue(batches_[b].fresh, state::fresh, place);
    return {place, s.generation};
  }

  // --- sending -------------------------------------------------------------------------------------------------------

  /// The request to be sent now; none where all that are left must wait for time or room. From here on answers are
  /// accepted. `sent`, `unsent` or `cancel` must follow, when others have been asked for perhaps.
  [[nodiscard]] std::optional<operation> next(time_point now) {
    if (queued_ == 0) return std::nullopt;
    for (std::size_t i = 0; i != batches_.size(); ++i) {
      turn_ = turn_ + 1 < batches_.size() ? turn_ + 1 : 0;
      batch_state& b = batches_[turn_];
      if (!b.can_send() || now < b.not_before) continue;
      const std::uint32_t place = b.again.empty() ? b.fresh.first : b.again.first;
      file(place);
      b.not_before = later(now, b.limits.inter);
      return operation{place, slots_[place].generation};
    }
    return std::nullopt;
  }

  /// Precondition for both: the operation is under way.
  [[nodiscard]] std::uintptr_t tag(operation o) const noexcept { return slots_[o.place].terms.tag; }
  [[nodiscard]] std::uint32_t number(operation o) const noexcept { return slots_[o.place].terms.number; }

  /// It was sent at this time: its timeout begins.
  void sent(operation o, time_point now) {
    if (!contains(o)) return;
    slot& s = slots_[o.place];
    s.sent = now;
    batches_[s.of].not_before = later(now, batches_[s.of].limits.inter);
    deadlines_.set(o.place, later(now, s.terms.timeout));
  }
  /// It could not be sent now: `next` will name it again, before those of its batch that were never tried. Nothing ends
  /// it by itself meanwhile.
  void unsent(operation o) {
    if (contains(o) && slots_[o.place].in == state::waiting)
      enqueue(batches_[slots_[o.place].of].again, state::again, o.place);
  }

  // --- what happens to requests --------------------------------------------------------------------------------------

  /// The request that a frame answers. It must begin with the same kind of layer as the requests that it may answer;
  /// others are passed over. `request_of(tag, number)` gives a view of one that has the frame's keys, for the close look.
  template <class RequestOf>
  [[nodiscard]] std::optional<outcome> on_frame(const view_type& frame, unsigned interface, RequestOf request_of) {
    if (under_way_ == 0) return std::nullopt;
    const std::uint32_t place = filed_.oldest(frame, [&](std::uint32_t p) {
      const request_terms& t = slots_[p].terms;
      if (t.interface != 0 && interface != 0 && t.interface != interface) return false;
      return accepts(request_of(t.tag, t.number), frame);
    });
    if (place == none) return std::nullopt;
    slot& s = slots_[place];
    if (!s.answered) --batches_[s.of].unanswered;
    s.answered = true;
    if (!s.terms.multi || s.in == state::again) return finish(place);
    return named(place);
  }

  /// A request that ended because its time is over and it has no retries left. Call it until there is none: the others
  /// that are due have been queued to be sent again.
  [[nodiscard]] std::optional<outcome> expire(time_point now) {
    while (!deadlines_.empty() && deadlines_.first_time() <= now) {
      const std::uint32_t place = deadlines_.first();
      slot& s = slots_[place];
      if (s.answered || s.terms.retry == 0) return finish(place);
      --s.terms.retry;
      deadlines_.erase(place);
      enqueue(batches_[s.of].again, state::again, place);
    }
    return std::nullopt;
  }

  /// When there is something to be sent or something expires; none where nothing will without a frame or a submission.
  [[nodiscard]] std::optional<time_point> next_deadline() const noexcept {
    std::optional<time_point> first;
    if (!deadlines_.empty()) first = deadlines_.first_time();
    if (queued_ == 0) return first;
    for (const batch_state& b : batches_) {
      if (b.can_send() && (!first || b.not_before < *first)) first = b.not_before;
    }
    return first;
  }

  /// Give a request up. None where it has ended already.
  std::optional<outcome> cancel(operation o) {
    if (!contains(o)) return std::nullopt;
    return finish(o.place);
  }

  /// Give up all requests of a batch, or all there are, and call `each` with every outcome.
  template <class Each>
  void cancel_all(batch b, Each each) {
    for (std::uint32_t place = 0; place != slots_.size(); ++place) {
      if (slots_[place].generation % 2 == 1 && slots_[place].of == b) each(finish(place));
    }
  }
  template <class Each>
  void cancel_all(Each each) {
    for (batch b = 0; b != batches_.size(); ++b) cancel_all(b, each);
  }

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  /// For ever is a time too.
  [[nodiscard]] static time_point later(time_point now, std::chrono::nanoseconds by) noexcept {
    return by < time_point::max() - now ? now + by : time_point::max();
  }

  enum class state : std::uint8_t { fresh, waiting, again };

  struct queue {
    std::uint32_t first = none, last = none;
    [[nodiscard]] bool empty() const noexcept { return first == none; }
  };

  struct slot {
    request_terms terms;
    time_point sent{};
    std::uint32_t generation = 0;
    std::uint32_t before = none, after = none;  // in a queue
    batch of = unbounded;
    state in = state::fresh;
    bool counted = false;  // among those that can be answered, and in its batch's window
    bool answered = false;
  };

  struct batch_state {
    batch_limits limits{};
    queue fresh{}, again{};
    std::size_t unanswered = 0;  // and sent: what the window bounds, those that wait to be sent again included
    time_point not_before{};
    bool open = true;

    [[nodiscard]] bool has_room() const noexcept { return limits.window == 0 || unanswered < limits.window; }
    [[nodiscard]] bool can_send() const noexcept { return !again.empty() || (!fresh.empty() && has_room()); }
  };

  [[nodiscard]] std::uint32_t take_slot() {
    if (free_.empty()) {
      slots_.emplace_back();
      free_.reserve(slots_.capacity());  // so that ending one never allocates
      return static_cast<std::uint32_t>(slots_.size() - 1);
    }
    const std::uint32_t place = free_.back();
    free_.pop_back();
    return place;
  }

  void enqueue(queue& q, state in, std::uint32_t place) noexcept {
    slot& s = slots_[place];
    s.in = in;
    s.before = q.last;
    s.after = none;
    (q.last == none ? q.first : slots_[q.last].after) = place;
    q.last = place;
    ++queued_;
  }

  void dequeue(std::uint32_t place) noexcept {
    slot& s = slots_[place];
    if (s.in == state::waiting) return;
    queue& q = s.in == state::fresh ? batches_[s.of].fresh : batches_[s.of].again;
    (s.before == none ? q.first : slots_[s.before].after) = s.after;
    (s.after == none ? q.last : slots_[s.after].before) = s.before;
    s.in = state::waiting;
    --queued_;
  }

  /// Out of the queue and, the first time, among those that can be answered and into the window.
  void file(std::uint32_t place) {
    slot& s = slots_[place];
    dequeue(place);
    if (s.counted) return;
    s.counted = true;
    ++batches_[s.of].unanswered;
    filed_.file(place);
  }

  [[nodiscard]] static bool accepts(const view_type& request, const view_type& frame) {
    if (request.count() == 0 || frame.count() == 0 || request.slot(0).id() != frame.slot(0).id()) return false;
    // On a loopback interface, or around a loop of cables, the request itself comes back: it answers nothing.
    const bool itself = frame.size() == request.size() &&
                        std::memcmp(frame.octets().data(), request.octets().data(), frame.size()) == 0;
    return !itself && answers(frame, request);
  }

  [[nodiscard]] outcome named(std::uint32_t place) const noexcept {
    const slot& s = slots_[place];
    return {.number = s.terms.number, .tag = s.terms.tag, .which = {place, s.generation}, .answered = s.answered, .sent = s.sent};
  }

  [[nodiscard]] outcome finish(std::uint32_t place) {
    slot& s = slots_[place];
    outcome result = named(place);
    result.last = true;
    dequeue(place);
    deadlines_.erase(place);
    if (s.counted) filed_.take_out(place);
    if (s.counted && !s.answered) --batches_[s.of].unanswered;
    s.counted = s.answered = false;
    ++s.generation;
    --under_way_;
    free_.push_back(place);
    return result;
  }

  std::vector<slot> slots_;
  std::vector<std::uint32_t> free_;
  std::vector<batch_state> batches_ = std::vector<batch_state>(1);
  request_index<Catalog> filed_;
  deadline_queue deadlines_;
  std::size_t under_way_ = 0, queued_ = 0;
  batch turn_ = 0;
};

using standard_engine = basic_engine<standard_catalog>;

}  // namespace packetry::detail
