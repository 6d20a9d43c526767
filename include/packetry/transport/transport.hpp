// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/async_job.hpp>
#include <packetry/transport/async_sniff.hpp>
#include <packetry/transport/interface_name.hpp>
#include <packetry/transport/options.hpp>
#include <packetry/transport/sendable.hpp>
#include <packetry/transport/sniff_options.hpp>

#include <boost/asio/async_result.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

namespace packetry {

/// What a transport does where an operation does not say it.
struct transport_options {
  interface_name interface {};  ///< by name; empty: as the kernel routes the destination
};

/// What has happened on a transport, since it was made.
struct transport_statistics {
  std::uint64_t sent = 0;      ///< packets given to the kernel, repetitions included
  std::uint64_t received = 0;  ///< frames that the kernel's filter let pass to it, those that answer nothing included
  std::uint64_t dropped = 0;   ///< of them those that the kernel dropped, because they were not read fast enough
};

namespace detail {

/// Starts jobs, for `async_initiate`.
template <class Catalog, class Collected>
struct initiate_job {
  std::shared_ptr<async_driver<Catalog>> driver;

  using executor_type = boost::asio::any_io_executor;
  [[nodiscard]] executor_type get_executor() const noexcept { return driver->get_executor(); }

  template <class Handler, class Range, class Options>
  void operator()(Handler&& handler, Range packets, Options options) const {
    using job_type = async_job<Catalog, Range, Collected, std::decay_t<Handler>>;
    std::decay_t<Handler> h(std::forward<Handler>(handler));
    auto* const j = make_operation<job_type>(h, *driver, packet_source<Range>{std::move(packets), options.interface});
    set_up(*j, options);
    driver->start(*j);
  }

 private:
  static void set_up(auto& j, const send_options&) { j.only_send(); }
  static void set_up(auto& j, const sr1_options& options) { j.ask_once(options); }
  static void set_up(auto& j, const sr_options& options) { j.ask_all(options); }
};

template <class Catalog>
struct initiate_sniff {
  std::shared_ptr<async_driver<Catalog>> driver;

  using executor_type = boost::asio::any_io_executor;
  [[nodiscard]] executor_type get_executor() const noexcept { return driver->get_executor(); }

  template <class Handler>
  void operator()(Handler&& handler, basic_sniff_options<Catalog> options) const {
    using operation_type = async_sniffing<Catalog, std::decay_t<Handler>>;
    std::decay_t<Handler> h(std::forward<Handler>(handler));
    make_operation<operation_type>(h, driver)->start(std::move(options));
  }
};

}  // namespace detail

/// Sends packets and waits for answers, any number at the same time, as asynchronous operations of Boost.Asio.
///
/// It has one socket to receive for each interface that is asked on, opened when that is first needed and kept, and
/// finds interfaces, routes and neighbours of the network namespace that the thread is in that makes it. How a packet
/// travels and what is filled in is the same as for `send` and `sr1`; a hardware address that the kernel does not know
/// is asked for meanwhile, once for all operations that wait for it.
///
/// What is common to all operations:
///
/// Ownership:    packets and options are copied or moved in; nothing need be kept. A transport that ends, or is moved
///               onto, completes what is under way with `operation_aborted`; the executor must outlive the transport.
/// Completion:   once, never from within the initiating function, on the handler's associated executor, else the
///               transport's; what it starts, cancels or destroys there may be anything, the transport included.
/// Errors:       as those of `send`, in the `error_code`: EPERM without CAP_NET_RAW or where a firewall rule refuses the
///               packet, ENETUNREACH, EHOSTUNREACH, ENODEV, EPROTONOSUPPORT, ENETDOWN (also when the interface goes down while it is
///               waited on), EMSGSIZE, EDESTADDRREQ; EINVAL where a value does not fit its field; ENOBUFS where the
///               interface's queue stays full for a second. And `operation_aborted`.
/// Cancellation: terminal and partial at any time, total until something was sent. Others are not disturbed; answers
///               that come late are dropped.
/// Threads:      as any Asio object: distinct ones are independent; one is for a single thread at a time, or a strand,
///               which is its executor then.
/// Ranges:       are read in the middle of the transport's work: what makes their packets must not use the transport, nor
///               end it. A completion handler may do both.
/// Allocation:   the operation by the handler's associated allocator, given back before the handler is called; the
///               packets by the default one.
///
/// \code
/// // GCC before 13 destroys what is written within a co_await expression twice: harmless for what allocates nothing; name
/// // a packet with a long payload, or a capture's options, in a line of its own.
/// transport net{io};
/// packet reply = co_await net.async_sr1(ip{.dst = "192.168.2.254"} / icmp{}, {.timeout = 1s}, use_awaitable);
/// \endcode
template <class Catalog>
class basic_transport {
 public:
  using executor_type = boost::asio::any_io_executor;
  using packet_type = basic_packet<Catalog>;
  using result_type = basic_sr_result<Catalog>;

  /// \param catalog  which layers answers are dissected into
  /// \throws system_error where the kernel cannot be asked for its routes. The privilege is missed later: when something
  ///         is sent.
  explicit basic_transport(const executor_type& executor, const transport_options& options = {},
                           const Catalog& catalog = {})
      : driver_(std::make_shared<driver>(executor)), options_(options) {
    (void)catalog;
  }
  template <std::derived_from<boost::asio::execution_context> Context>
  explicit basic_transport(Context& context, const transport_options& options = {}, const Catalog& catalog = {})
      : basic_transport(executor_type{context.get_executor()}, options, catalog) {}

  basic_transport(basic_transport&&) noexcept = default;
  basic_transport& operator=(basic_transport&& other) {
    if (this == &other) return *this;
    if (driver_) driver_->stop();
    driver_ = std::move(other.driver_);
    options_ = std::move(other.options_);
    return *this;
  }
  ~basic_transport() {
    if (driver_) driver_->stop();
  }

  [[nodiscard]] executor_type get_executor() const noexcept { return driver_->get_executor(); }

  [[nodiscard]] transport_statistics statistics() const {
    const detail::packet_counts counts = driver_->counts();
    return {.sent = driver_->jobs().sent(), .received = counts.received, .dropped = counts.dropped};
  }

  /// Send a packet, or many: as frames where they begin with a link layer, else routed. It completes when the kernel has
  /// taken the last, which it may lose after all. A range is copied or moved in, whatever it refers to (`std::views::all` of
  /// a vector) must be kept; it is read as its packets leave, and requests take turns with it. The first that cannot be sent
  /// ends it: those before it have left, but for those whose next hop is still asked for.
  ///
  /// Completion signature: `void(error_code)`. The rest: see above.
  ///
  /// \code
  /// co_await net.async_send(ip{.dst = "192.168.2.254"} / icmp{}, use_awaitable);
  /// co_await net.async_send(ip{.dst = "192.168.2.254"} / udp{} | vary<&udp::dport>(33434, 33524), use_awaitable);
  /// \endcode
  template <class R, boost::asio::completion_token_for<void(error_code)> Token>
    requires sendable<std::remove_cvref_t<R>> || sendable_range<R>
  auto async_send(R&& packets, send_options options, Token&& token) {
    return initiate<detail::no_answer<Catalog>, void(error_code)>(range_of(std::forward<R>(packets)), std::move(options), token);
  }
  template <class R, boost::asio::completion_token_for<void(error_code)> Token>
    requires sendable<std::remove_cvref_t<R>> || sendable_range<R>
  auto async_send(R&& packets, Token&& token) {
    return async_send(std::forward<R>(packets), {}, std::forward<Token>(token));
  }

  /// Send frames: the same as `async_send`, but what does not begin with a link layer does not compile.
  template <class R, boost::asio::completion_token_for<void(error_code)> Token>
    requires sendable<std::remove_cvref_t<R>> || sendable_range<R>
  auto async_sendp(R&& packets, send_options options, Token&& token) {
    static_assert(detail::gives_frames<R>, "async_sendp needs a link layer: put ether{} below, or use async_send");
    return initiate<detail::no_answer<Catalog>, void(error_code)>(detail::frames_only(range_of(std::forward<R>(packets))),
                                                                  std::move(options), token);
  }
  template <class R, boost::asio::completion_token_for<void(error_code)> Token>
    requires sendable<std::remove_cvref_t<R>> || sendable_range<R>
  auto async_sendp(R&& packets, Token&& token) {
    return async_sendp(std::forward<R>(packets), {}, std::forward<Token>(token));
  }

  /// Send a packet and wait for the first answer to it, as `sr1` does.
  ///
  /// Completion signature: `void(error_code, packet)`; the packet is empty where there is an error.
  /// Errors: `timed_out` when nobody answered in time. The rest: see above.
  ///
  /// \code
  /// net.async_sr1(ip{.dst = "192.168.2.254"} / icmp{}, {.timeout = 1s, .retry = 2}, [](error_code ec, packet reply) { … });
  /// \endcode
  template <sendable P, boost::asio::completion_token_for<void(error_code, packet_type)> Token>
  auto async_sr1(const P& p, sr1_options options, Token&& token) {
    return initiate<detail::one_answer<Catalog>, void(error_code, packet_type)>(std::views::single(p),
                                                                                std::move(options), token);
  }
  template <sendable P, boost::asio::completion_token_for<void(error_code, packet_type)> Token>
  auto async_sr1(const P& p, Token&& token) {
    return async_sr1(p, {}, std::forward<Token>(token));
  }

  /// Send a frame and wait for the first answer: the same as `async_sr1`, but what does not begin with a link layer does
  /// not compile.
  template <sendable P, boost::asio::completion_token_for<void(error_code, packet_type)> Token>
  auto async_srp1(const P& p, sr1_options options, Token&& token) {
    static_assert(detail::may_begin_with_link<P>, "async_srp1 needs a link layer: put ether{} below, or use async_sr1");
    return initiate<detail::one_answer<Catalog>, void(error_code, packet_type)>(
        detail::frames_only(std::views::single(p)), std::move(options), token);
  }
  template <sendable P, boost::asio::completion_token_for<void(error_code, packet_type)> Token>
  auto async_srp1(const P& p, Token&& token) {
    return async_srp1(p, {}, std::forward<Token>(token));
  }

  /// Send many packets, or one, and collect the answers, as `sr` does. The range is copied or moved in, whatever it
  /// refers to (`std::views::all` of a vector) must be kept; it is read while the operation goes on.
  ///
  /// Completion signature: `void(error_code, sr_result)`; with an error, or cancelled, what was collected until then.
  /// Errors: see above. Nobody answering is none, nor is a silent next hop.
  ///
  /// \code
  /// auto [answered, unanswered] = co_await net.async_sr(probes, {.timeout = 2s, .window = 500}, use_awaitable);
  /// \endcode
  template <class R, boost::asio::completion_token_for<void(error_code, result_type)> Token>
    requires sendable<std::remove_cvref_t<R>> || sendable_range<R>
  auto async_sr(R&& packets, sr_options options, Token&& token) {
    return initiate<detail::all_answers<Catalog>, void(error_code, result_type)>(range_of(std::forward<R>(packets)),
                                                                                 std::move(options), token);
  }
  template <class R, boost::asio::completion_token_for<void(error_code, result_type)> Token>
    requires sendable<std::remove_cvref_t<R>> || sendable_range<R>
  auto async_sr(R&& packets, Token&& token) {
    return async_sr(std::forward<R>(packets), {}, std::forward<Token>(token));
  }

  /// Send many frames and collect the answers: the same as `async_sr`, but what does not begin with a link layer does
  /// not compile.
  template <class R, boost::asio::completion_token_for<void(error_code, result_type)> Token>
    requires sendable<std::remove_cvref_t<R>> || sendable_range<R>
  auto async_srp(R&& packets, sr_options options, Token&& token) {
    static_assert(detail::gives_frames<R>, "async_srp needs a link layer: put ether{} below, or use async_sr");
    return initiate<detail::all_answers<Catalog>, void(error_code, result_type)>(
        detail::frames_only(range_of(std::forward<R>(packets))), std::move(options), token);
  }
  template <class R, boost::asio::completion_token_for<void(error_code, result_type)> Token>
    requires sendable<std::remove_cvref_t<R>> || sendable_range<R>
  auto async_srp(R&& packets, Token&& token) {
    return async_srp(std::forward<R>(packets), {}, std::forward<Token>(token));
  }

  /// Capture packets, as `sniff` does, on a socket of its own. The options' functions are called on the transport's
  /// executor; what they throw leaves through it, and the capture goes on.
  ///
  /// Completion signature: `void(error_code, std::vector<packet>)`; with an error, or cancelled, those seen until then.
  /// Errors: see above. The end of its timeout is none.
  ///
  /// \code
  /// auto seen = co_await net.async_sniff({.count = 10, .timeout = 5s}, use_awaitable);
  /// \endcode
  template <boost::asio::completion_token_for<void(error_code, std::vector<packet_type>)> Token>
  auto async_sniff(basic_sniff_options<Catalog> options, Token&& token) {
    if (options.interface.empty()) options.interface = options_.interface;
    return boost::asio::async_initiate<Token, void(error_code, std::vector<packet_type>)>(
        detail::initiate_sniff<Catalog>{driver_}, token, std::move(options));
  }

 private:
  using driver = detail::async_driver<Catalog>;

  /// The packets, in a range of its own.
  template <class R>
  [[nodiscard]] static auto range_of(R&& packets) {
    if constexpr (sendable<std::remove_cvref_t<R>>) {
      return std::views::single(packets);
    } else {
      return std::remove_cvref_t<R>(std::forward<R>(packets));
    }
  }

  template <class Collected, class Signature, class Range, class Options, class Token>
  auto initiate(Range&& packets, Options&& options, Token& token) {
    if (options.interface.empty()) options.interface = options_.interface;
    return boost::asio::async_initiate<Token, Signature>(detail::initiate_job<Catalog, Collected>{driver_}, token,
                                                  std::forward<Range>(packets), std::forward<Options>(options));
  }

  std::shared_ptr<driver> driver_;
  transport_options options_;
};

using transport = basic_transport<standard_catalog>;

}  // namespace packetry
