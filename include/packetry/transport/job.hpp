// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/packet.hpp>
#include <packetry/transport/engine.hpp>
#include <packetry/transport/listener.hpp>
#include <packetry/transport/outbound.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <new>
#include <vector>

namespace packetry::detail {

template <class Catalog>
class job;

/// One packet of a job, from when it is made until it was sent or answered, or nobody did. Those of a job that can make
/// them again share one errand, which holds the one that was made last: a sweep needs no memory for them.
template <class Catalog>
struct errand {
  enum class state : unsigned char { made, resolving, queued, asked };
  static constexpr std::size_t nothing = ~std::size_t{0};

  outbound out{};
  job<Catalog>* owner = nullptr;  // none: given up while others' questions still name it
  listener* ear = nullptr;        // that it listens to; of those that share this one, each has its job's
  operation asked{};
  std::size_t number = nothing;  // of the packet in `out`, in its job, from 0
  state in = state::made;
  errand* before = nullptr;
  errand* after = nullptr;
};

/// One operation: packets to be sent, answers wanted or not, and what is to be done with them. Made and freed by a
/// driver; a multiplexer works on it from `start` until it calls `finish` or `destroy`.
template <class Catalog>
class job {
 public:
  using packet_type = basic_packet<Catalog>;

  job() = default;
  job(const job&) = delete;
  job& operator=(const job&) = delete;

  request_terms terms{};
  batch_limits limits{};
  bool wants_answers = true;
  bool many = false;         ///< a window and a spacing of its own
  bool first = false;        ///< one answer ends all of it
  std::size_t expected = 0;  ///< how many packets, where that is known
  bool remakes = false;      ///< `make_again` can be called, for requests at any time

  /// Why it ended; none: all that was asked for was done.
  std::exception_ptr problem{};

  [[nodiscard]] bool has_begun() const noexcept { return begun_; }

 protected:
  ~job() = default;

 private:
  template <class C>
  friend class multiplexer;
  template <class C>
  friend class job_list;

  /// The next packet into `out`; false: there are no more. \throws what `prepare` throws.
  virtual bool next(network_map& map, outbound& out) = 0;
  /// The packet that `next` gave as number `number`, counted from 0. \throws what `prepare` throws.
  virtual void make_again(std::size_t number, network_map& map, outbound& out) = 0;
  /// The same as far as it tells itself, without what the network filled in.
  virtual void make_alone(std::size_t number, outbound& out) = 0;
  virtual void on_answer(const outbound& request, packet_type&& answer, std::chrono::nanoseconds round_trip) = 0;
  virtual void on_silence(const outbound& request, std::size_t number) = 0;

  /// It is over. Frees itself, then tells whoever waits; `may_dispatch`: at once, else later. The only one of these
  /// that may call back, and do so with anything.
  virtual void finish(bool may_dispatch) = 0;
  /// It is over and nobody is to hear of it: their executor is no more.
  virtual void destroy() noexcept = 0;

  job* before_ = nullptr;
  job* after_ = nullptr;
  errand<Catalog>* errands_ = nullptr;  // those that are its own
  errand<Catalog> shared_{.owner = this};
  struct listening {
    listener* ear;
    bool with_link;
    friend bool operator==(const listening&, const listening&) = default;
  };
  std::vector<listening> ears_;  // of those that share it
  std::size_t under_way_ = 0, resolving_ = 0, made_ = 0;
  std::uint32_t batch_ = 0;
  bool begun_ = false, exhausted_ = false, over_ = false;
};

/// Jobs in the order they came, linked through themselves.
template <class Catalog>
class job_list {
 public:
  [[nodiscard]] bool empty() const noexcept { return first_ == nullptr; }
  [[nodiscard]] job<Catalog>& front() const noexcept { return *first_; }

  void push_back(job<Catalog>& j) noexcept {
    j.before_ = last_;
    j.after_ = nullptr;
    (last_ == nullptr ? first_ : last_->after_) = &j;
    last_ = &j;
  }
  void take_out(job<Catalog>& j) noexcept {
    (j.before_ == nullptr ? first_ : j.before_->after_) = j.after_;
    (j.after_ == nullptr ? last_ : j.after_->before_) = j.before_;
  }

 private:
  job<Catalog>* first_ = nullptr;
  job<Catalog>* last_ = nullptr;
};

/// The code of what a job ended by: a value that does not fit its field is an invalid argument.
[[nodiscard]] inline error_code code_of(const std::exception_ptr& problem) {
  if (!problem) return {};
  try {
    std::rethrow_exception(problem);
  } catch (const system_error& e) {
    return e.code();
  } catch (const std::bad_alloc&) {
    return os_error(ENOMEM);
  } catch (...) {
    return os_error(EINVAL);
  }
}

}  // namespace packetry::detail
