// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/job.hpp>
#include <packetry/transport/next_hop_questions.hpp>
#include <packetry/transport/shape_of_answers.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace packetry::detail {

/// Any number of jobs at the same time, over one set of sockets: it makes their packets, finds next hops, sends, and
/// gives every frame to the request that it answers. It never waits and has no event loop: its driver calls `poll` when
/// one of the `ears` that are awake can be read, or when `next_deadline` has come. For one thread at a time.
///
/// Jobs are called back only with everything in order, so that they may start others, or end this. What they throw goes
/// through; the next `poll` goes on with the rest.
template <class Catalog>
class multiplexer {
 public:
  using clock = std::chrono::steady_clock;
  using time_point = clock::time_point;
  using job_type = job<Catalog>;
  using errand_type = errand<Catalog>;
  using packet_type = basic_packet<Catalog>;
  using view_type = basic_packet_view<Catalog>;

  multiplexer() = default;
  multiplexer(const multiplexer&) = delete;
  multiplexer& operator=(const multiplexer&) = delete;
  ~multiplexer() { close(nullptr); }

  /// Whether there is nothing to wait for.
  [[nodiscard]] bool idle() const noexcept { return jobs_.empty() && over_.empty(); }
  [[nodiscard]] const listeners& ears() const noexcept { return ears_; }
  [[nodiscard]] packet_counts counts() noexcept { return ears_.counts(); }
  [[nodiscard]] std::uint64_t sent() const noexcept { return sent_; }
  [[nodiscard]] network_map& map() noexcept { return map_; }

  /// Begin. From now on the job is this object's, until it calls back; not before this returns, unless `poll` is told to.
  void start(job_type& j) {
    jobs_.push_back(j);
    if (j.many) j.batch_ = engine_.open(j.limits);
    if (j.many) engine_.reserve(j.limits.window == 0 ? j.expected : std::min(j.expected, j.limits.window));
    if (closed_) return end(j, closed_), finish_all(false);
    if (!polling_) {
      rest();  // where a poll ended by an exception
      learn();
    }
    advance(j);
    send_some(at_a_time);
    finish_all(false);
    rest();
  }

  /// Give a job up. Precondition: it has not been called back.
  void cancel(job_type& j, std::exception_ptr why) {
    end(j, std::move(why));
    finish_all(false);
    rest();
  }

  /// Give all up, with a reason, or without a word where there is none. Nothing can be started any more.
  void close(std::exception_ptr why) {
    const bool silently = !why;
    closed_ = why ? why : std::make_exception_ptr(system_error{os_error(ECANCELED)});
    while (!jobs_.empty()) end(jobs_.front(), closed_);
    while (auto lost = questions_.give_up(nullptr, map_)) settle(*lost);
    for (const errand_type* e : plain_) delete e;  // their jobs are gone, and they will not be sent any more
    plain_.clear();
    if (!silently) return finish_all(false);
    while (!over_.empty()) take_over().destroy();
  }

  /// Read, expire, send: all that can be done now.
  void poll() {
    const time_point now = clock::now();  // before reading: what has arrived by the deadline counts
    const in_poll here{polling_};
    learn();
    const bool more = read_all();
    if (!more || ++unfinished_ > most_unfinished) {  // what is sent draws more to be read
      if (!closed_) expire(now);
      if (!closed_) send_some(at_a_time);
    }
    finish_all(true);
    rest();
  }

  /// When to poll at the latest; none: only when there is something to be read.
  [[nodiscard]] std::optional<time_point> next_deadline() const noexcept {
    if (!over_.empty()) return time_point::min();
    std::optional<time_point> first = engine_.next_deadline();
    if (const auto other = questions_.next_deadline(); other && (!first || *other < *first)) first = other;
    if (!plain_.empty()) first = time_point::min();  // more than were sent at a time
    if (!stalled_until_) return first;
    return first ? std::max(*first, *stalled_until_) : *stalled_until_;  // what is due now cannot be sent now
  }

 private:
  static constexpr int at_a_time = 64;  // frames sent without reading, or read without sending: queues are finite
  static constexpr unsigned most_unfinished = 512;  // times that more is left to read: no queue holds so much

  struct in_poll {
    bool& flag;
    explicit in_poll(bool& f) noexcept : flag(f) { flag = true; }
    in_poll(const in_poll&) = delete;
    in_poll& operator=(const in_poll&) = delete;
    ~in_poll() { flag = false; }
  };

  /// What the kernel says has changed. A system call: not for every packet.
  void learn() {
    if (!map_.refresh().routes) return;
    for (const auto& ear : ears_.all()) ear->suspect = true;
  }

  // --- jobs and their packets: multiplexer_jobs.hpp ------------------------------------------------------------------

  void advance(job_type& j);
  void take(job_type& j, outbound& made);
  [[nodiscard]] errand_type& keep(job_type& j, outbound&& made, std::size_t number);
  void drop(errand_type& e) noexcept;
  void resolve(errand_type& e);
  void resolve_as_before(outbound& out);
  void ask(errand_type& e);
  static void join(errand_type& e, listener& ear);
  [[nodiscard]] errand_type& request_of(std::uintptr_t tag, std::uint32_t number);
  void settle(const next_hop_questions::settled& s);
  void silent(errand_type& e);
  void silent(const outcome& o);
  void end(job_type& j, std::exception_ptr why);

  [[nodiscard]] static view_type view_of(const outbound& out) { return dissect<Catalog>(bytes{out.octets}, out.link); }

  [[nodiscard]] bool has_room(const job_type& j) const noexcept {
    if (!j.wants_answers) return j.under_way_ < send_batch::room;
    if (!j.many) return true;
    if (!engine_.wants_more(j.batch_)) return false;
    constexpr std::size_t enough = 1000;  // an endless range to silent neighbours
    return j.resolving_ < (j.limits.window == 0 ? enough : j.limits.window);
  }

  void go_on(errand_type& e) {
    if (e.owner->wants_answers) return ask(e);
    e.in = errand_type::state::queued;
    plain_.push_back(&e);
  }

  [[nodiscard]] job_type& take_over() noexcept {
    job_type& j = over_.front();
    over_.take_out(j);
    return j;
  }
  void finish_all(bool may_dispatch) {
    while (!over_.empty()) take_over().finish(may_dispatch);
  }

  // --- sending: multiplexer_send.hpp ---------------------------------------------------------------------------------

  /// A request that is about to leave.
  struct leaving {
    operation what;
    errand_type* of;
    const outbound* out;
  };

  void send_some(int most);
  [[nodiscard]] bool send_plain();
  [[nodiscard]] int send_asking(int most);
  void gather(time_point now, std::size_t most);
  [[nodiscard]] outbound& made_to_leave(errand_type& e, std::uint32_t number);
  void begin_anew(operation o, errand_type& shared, outbound& made);
  void note_sent(time_point begin, std::size_t count);
  [[nodiscard]] bool not_sent(std::size_t at, error_code ec);
  void queue_again(std::size_t from);
  [[nodiscard]] bool stall(bool gives_up, error_code ec);

  // --- receiving, and time: multiplexer_receive.hpp ------------------------------------------------------------------

  [[nodiscard]] bool read_all();
  [[nodiscard]] bool read(listener& ear);
  void on_frame(const received_frame& frame, const listener& ear);
  [[nodiscard]] bool give(const received_frame& frame, bool with_link);
  [[nodiscard]] view_type request_seen(std::uintptr_t tag, std::uint32_t number);
  [[nodiscard]] static bool listens(const job_type& j, const listener& ear) noexcept;
  void lose(listener& ear, error_code ec);
  void expire(time_point now);
  void rest();

  network_map map_;
  senders senders_{senders::when_full::tell};  // an event loop waits for nothing
  listeners ears_;
  frame_buffer buffer_;
  basic_engine<Catalog> engine_;
  next_hop_questions questions_;
  job_list<Catalog> jobs_, over_;
  std::deque<errand_type*> plain_;   // to be sent, and no more
  std::vector<leaving> leaving_;     // with one call
  std::array<const outbound*, send_batch::room> outs_{};
  std::vector<outbound> made_;  // those that share an errand, while they leave
  std::optional<patience> patience_{};
  std::optional<time_point> stalled_until_{};
  std::exception_ptr closed_{};
  std::uint64_t sent_ = 0;
  unsigned unfinished_ = 0;
  bool polling_ = false;
};

}  // namespace packetry::detail

#include <packetry/transport/multiplexer_jobs.hpp>
#include <packetry/transport/multiplexer_receive.hpp>
#include <packetry/transport/multiplexer_send.hpp>
