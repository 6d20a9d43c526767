// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/job.hpp>
#include <packetry/transport/next_hop_questions.hpp>
#include <packetry/transport/shape_of_answers.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

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
    if (closed_) return end(j, closed_), finish_all(false);
    if (!polling_) learn();  // else that has just been done
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
    if (plain_begin_ != plain_.size()) first = time_point::min();  // more than were sent at a time
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

  // --- jobs and their packets ----------------------------------------------------------------------------------------

  /// Make packets as long as one more could be sent.
  void advance(job_type& j) {
    while (!j.over_ && !j.exhausted_ && has_room(j)) {
      errand_type* e = make(j);
      try {
        j.exhausted_ = !j.next(map_, e->out);
        if (j.exhausted_) {
          drop(*e);
        } else if (e->out.is_complete()) {
          file(*e);
        } else {
          resolve(*e);
        }
      } catch (...) {
        return end(j, std::current_exception());
      }
    }
    if (!j.over_ && j.exhausted_ && j.under_way_ == 0) end(j, nullptr);
  }

  [[nodiscard]] bool has_room(const job_type& j) const noexcept {
    if (!j.many) return true;
    if (!engine_.wants_more(j.batch_)) return false;
    constexpr std::size_t enough = 1000;  // an endless range to silent neighbours
    return j.resolving_ < (j.limits.window == 0 ? enough : j.limits.window);
  }

  [[nodiscard]] errand_type* make(job_type& j) {
    auto* const e = new errand_type{.owner = &j, .number = j.made_};
    ++j.made_;
    ++j.under_way_;
    e->after = j.errands_;
    if (e->after != nullptr) e->after->before = e;
    j.errands_ = e;
    return e;
  }

  void drop(errand_type& e) noexcept {
    job_type& j = *e.owner;
    --j.under_way_;
    if (e.ear != nullptr) e.ear->leave(e.out.begins_with_link);
    (e.before == nullptr ? j.errands_ : e.before->after) = e.after;
    if (e.after != nullptr) e.after->before = e.before;
    e.owner = nullptr;
    if (e.in != errand_type::state::resolving && e.in != errand_type::state::queued) delete &e;
  }

  void resolve(errand_type& e) {
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
  void file(errand_type& e) {
    job_type& j = *e.owner;
    if (!j.wants_answers) {
      e.in = errand_type::state::queued;
      plain_.push_back(&e);
      return;
    }
    packet_type request{bytes{e.out.octets}, {.link = e.out.link}};
    listener& ear = ears_.listen(e.out.interface, shape_of_answers(request.view()), map_);
    ear.begin();
    ear.join(e.out.begins_with_link);
    e.ear = &ear;
    request_terms terms = j.terms;
    terms.interface = e.out.interface;
    terms.tag = reinterpret_cast<std::uintptr_t>(&e);
    e.asked = engine_.submit(std::move(request), terms, j.batch_);
    e.in = errand_type::state::asked;
  }

  /// What has become of a next hop: go on with all who waited for it.
  void settle(const next_hop_questions::settled& s) {
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
          file(e);
        }
        advance(j);
      } catch (...) {
        end(j, std::current_exception());
      }
    }
  }

  void silent(errand_type& e) {
    job_type& j = *e.owner;
    const std::size_t number = e.number;
    packet_type request{bytes{e.out.octets}, {.link = e.out.link}};
    drop(e);
    j.on_silence(std::move(request), number);
  }

  /// Whatever of it is under way is given up.
  void end(job_type& j, std::exception_ptr why) {
    if (j.over_) return;
    j.over_ = true;
    j.problem = std::move(why);
    while (j.errands_ != nullptr) {
      errand_type& e = *j.errands_;
      const auto outcome = engine_.cancel(e.asked);
      if (e.in != errand_type::state::made && !(outcome && outcome->answered)) {
        silent(e);
      } else {
        drop(e);
      }
    }
    if (j.many) engine_.close(j.batch_);
    jobs_.take_out(j);
    over_.push_back(j);
  }

  [[nodiscard]] job_type& take_over() noexcept {
    job_type& j = over_.front();
    over_.take_out(j);
    return j;
  }
  void finish_all(bool may_dispatch) {
    while (!over_.empty()) take_over().finish(may_dispatch);
  }

  // --- the wire: multiplexer_wire.hpp --------------------------------------------------------------------------------

  void send_some(int most);
  [[nodiscard]] bool send_plain();
  [[nodiscard]] bool send_asking();
  [[nodiscard]] bool stall(errand_type* e, error_code ec);
  [[nodiscard]] bool read_all();
  [[nodiscard]] bool read(listener& ear);
  void on_frame(const received_frame& frame, const listener& ear);
  [[nodiscard]] bool give(const received_frame& frame, bool with_link);
  void lose(listener& ear, error_code ec);
  void expire(time_point now);
  void rest();

  network_map map_;
  senders senders_;
  listeners ears_;
  frame_buffer buffer_;
  basic_engine<Catalog> engine_;
  next_hop_questions questions_;
  job_list<Catalog> jobs_, over_;
  std::vector<errand_type*> plain_;  // to be sent, and no more
  std::size_t plain_begin_ = 0;
  std::optional<patience> patience_{};
  std::optional<time_point> stalled_until_{};
  std::exception_ptr closed_{};
  std::uint64_t sent_ = 0;
  unsigned unfinished_ = 0;
  bool polling_ = false;
};

}  // namespace packetry::detail

#include <packetry/transport/multiplexer_wire.hpp>
