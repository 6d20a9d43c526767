// SPDX-License-Identifier: BSL-1.0
#pragma once

// What the programs on the wire have in common: options, a record of the conversation, and how they end.

#include <packetry/packetry.hpp>
#include <packetry/transport.hpp>

#include <CLI/CLI.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

namespace example {

using namespace packetry;
namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;

/// What is wrong with a time in seconds; nothing where it is one. CLI::Range would take "nan".
[[nodiscard]] inline std::string not_seconds(const std::string& text) {
  double s = 0;
  return CLI::detail::lexical_cast(text, s) && s > 0 && s <= 86400 ? "" : "seconds: more than 0, at most a day";
}

[[nodiscard]] inline std::chrono::nanoseconds nanoseconds_of(double seconds) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}

struct wire_options {
  std::string interface {}, file{};
  double timeout = 2;
  bool fields = false;

  [[nodiscard]] std::chrono::nanoseconds patience() const { return nanoseconds_of(timeout); }
};

inline void add_options(CLI::App& app, wire_options& o) {
  app.add_option("--interface", o.interface, "Send and receive there; else as the kernel routes");
  app.add_option("--timeout", o.timeout, "Seconds to wait for an answer")->capture_default_str()->check(not_seconds);
  app.add_option("--write", o.file, "Keep the packets in this capture file, as they are seen on the interface");
  app.add_flag("--show", o.fields, "Print all fields of each packet");
  app.footer("Exit status: 0 for an answer, 1 for none, 2 for wrong use.");
}

/// What is left to do when the command line was read: nothing, or to end with this status.
inline std::optional<int> read_command_line(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
}

/// What an argument says, of a type that is made from text. Wrong text is wrong use, and ends the program.
template <class T>
[[nodiscard]] T argument(const std::string& program, const std::string& text) {
  try {
    return T{text};
  } catch (const std::invalid_argument& e) {
    std::cerr << program << ": " << e.what() << '\n';
    std::exit(2);
  }
}

/// The packets of a conversation as they are seen on the interface, our own included: printed, and kept in a file.
class recorder {
 public:
  using filter = std::function<bool(const packet_view&)>;

  /// `lines`: a line for each packet, where not all fields are asked for. `listener` is given each packet first.
  recorder(const wire_options& o, std::ostream& out, bool lines, std::function<void(const packet&)> listener = {})
      : out_(out), fields_(o.fields), lines_(lines), listener_(std::move(listener)) {
    if (!o.file.empty()) file_.emplace(o.file, capture_options{.nanoseconds = true});
  }

  void start(transport& net, filter which) {
    if (!fields_ && !lines_ && !file_ && !listener_) return;
    net.async_sniff({.filter = std::move(which), .prn = [this](const packet& p) { add(p); }, .store = false},
                    asio::bind_cancellation_slot(stop_.slot(), [this](error_code ec, const std::vector<packet>&) {
                      if (ec != asio::error::operation_aborted) failure_ = ec;
                      if (file_) file_->close();
                    }));
  }
  void stop() { stop_.emit(asio::cancellation_type::partial); }
  /// Why nothing more was recorded, where something went wrong.
  [[nodiscard]] error_code failure() const noexcept { return failure_; }

 private:
  void add(const packet& p) {
    if (listener_) listener_(p);
    if (file_) file_->write(p);
    if (fields_) {
      out_ << show_text(p) << '\n';
    } else if (lines_) {
      out_ << summary_text(p) << std::endl;  // whoever reads a pipe sees it now
    }
  }

  std::ostream& out_;
  bool fields_, lines_;
  std::function<void(const packet&)> listener_;
  std::optional<capture_writer> file_{};
  asio::cancellation_signal stop_{};
  error_code failure_{};
};

/// Give `upper`, above the network layer that `peer` needs, to `f`, which makes the same of both.
template <class Upper, class F>
auto with_network(const inet_address& peer, const Upper& upper, F f) {
  if (peer.is_v6()) return f(ipv6{.dst = peer.v6()} / upper);
  return f(ip{.dst = peer.v4()} / upper);
}

/// Who sent a packet; nobody where it has no network layer.
[[nodiscard]] inline inet_address sender_of(const packet_view& p) {
  if (const auto i = p.view<ip>()) return i->get<&ip::src>();
  if (const auto i = p.view<ipv6>()) return i->get<&ipv6::src>();
  return {};
}

template <class Network>
[[nodiscard]] bool has_end(const packet_view& p, const inet_address& peer) {
  const auto i = p.view<Network>();
  return i && (inet_address{i->template get<&Network::src>()} == peer || inet_address{i->template get<&Network::dst>()} == peer);
}

/// Whether a packet is part of what this machine and `peer` say to one another; what others say about it included.
[[nodiscard]] inline bool is_about(const packet_view& p, const inet_address& peer) {
  if (const auto a = p.find<arp>()) {
    return peer.is_v4() && (a->pdst == peer.v4() || (a->psrc.has_value() && a->psrc.value() == peer.v4()));
  }
  if (const auto m = p.find<icmpv6>(); m && m->type == icmpv6_type::neighbor_solicitation && m->tgt == peer.v6()) return true;
  if (p.has<ip_error>() || p.has<ipv6_error>()) return has_end<ip_error>(p, peer) || has_end<ipv6_error>(p, peer);
  return has_end<ip>(p, peer) || has_end<ipv6>(p, peer);
}

/// On a terminal: how many of `all` packets have left, until the work ends.
inline awaitable<void> show_progress(transport& net, std::size_t all) {
  asio::steady_timer pause{net.get_executor()};
  for (;;) {
    std::cerr << '\r' << std::min<std::size_t>(net.statistics().sent, all) << " of " << all << std::flush;
    pause.expires_after(std::chrono::milliseconds{200});
    if (const auto [over] = co_await pause.async_wait(asio::as_tuple(use_awaitable)); over) break;
  }
  std::cerr << '\r';
}

/// Do what takes long; whoever waits for it at a terminal sees how far it is.
inline awaitable<void> with_progress(awaitable<void> work, transport& net, std::size_t all) {
  using namespace asio::experimental::awaitable_operators;
  if (!::isatty(STDERR_FILENO)) co_return co_await std::move(work);
  co_await (std::move(work) || show_progress(net, all));
}

/// "1024 sent, 1025 received, 0 dropped by the kernel"
[[nodiscard]] inline std::string traffic_of(transport& net) {
  const transport_statistics t = net.statistics();
  return std::to_string(t.sent) + " sent, " + std::to_string(t.received) + " received, " + std::to_string(t.dropped) + " dropped by the kernel";
}

/// What went wrong with packets to `peer`, and what to do about it.
[[nodiscard]] inline std::string sentence_of(const boost::system::system_error& e, const std::string& peer) {
  namespace errc = boost::system::errc;
  const auto says = [&](const std::string& text) { return text + " (" + e.code().message() + ')'; };
  if (dynamic_cast<const transport_error*>(&e)) return e.what();
  if (e.code() == errc::operation_not_permitted)
    return says("packets by hand need a privilege: run as root, or: sudo setcap cap_net_raw+ep " + detail::program_path());
  if (e.code() == errc::network_unreachable) return says("no route leads to " + peer);
  if (e.code() == errc::host_unreachable) return says("the routing table says that " + peer + " is unreachable");
  if (e.code() == errc::no_such_device) return says("there is no such interface; ip link shows those there are");
  if (e.code() == errc::network_down) return says("the interface is down: ip link set INTERFACE up");
  return e.code().message();
}

/// Run `work(net)`, a coroutine that gives the exit status, until it ends or somebody presses Ctrl-C. 1, and a sentence,
/// where it throws. With a recorder: what `which` accepts is recorded meanwhile. `peer`: whom it talks to, in words.
template <class Work>
int run(const std::string& name, const std::string& peer, const wire_options& o, Work work, recorder* record = nullptr, recorder::filter which = {}) {
  try {
    asio::io_context io;
    transport net{io, {.interface = o.interface}};
    asio::signal_set interrupts{io, SIGINT, SIGTERM};
    asio::cancellation_signal stop;
    int status = 1;
    std::exception_ptr thrown;

    if (record) record->start(net, std::move(which));
    interrupts.async_wait([&](error_code ec, int) {
      if (ec) return;
      interrupts.clear();  // a second one ends the program at once
      stop.emit(asio::cancellation_type::terminal);
    });
    asio::co_spawn(io, work(net), asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e, int s) {
                     thrown = e;
                     status = s;
                     interrupts.cancel();
                     if (record) record->stop();
                   }));
    io.run();
    if (thrown) std::rethrow_exception(thrown);
    if (record && record->failure()) throw boost::system::system_error{record->failure()};
    return status;
  } catch (const boost::system::system_error& e) {
    if (e.code() != asio::error::operation_aborted) std::cerr << name << ": " << sentence_of(e, peer) << '\n';
  } catch (const std::exception& e) {
    std::cerr << name << ": " << e.what() << '\n';
  }
  return 1;
}

}  // namespace example
