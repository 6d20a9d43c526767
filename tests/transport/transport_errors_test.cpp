// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/sr.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/layers/udp.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <linux/capability.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace packetry {
namespace transport_errors_test {

using namespace std::chrono_literals;

const auto echo = icmp{.id = 7};

/// What a call that must fail says.
struct complaint {
  int code = 0;
  std::string sentence;
};

complaint complaint_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const system_error& e) {
    EXPECT_EQ(e.code().category(), boost::system::system_category());
    return {e.code().value(), e.what()};
  }
  return {0, "(it did not fail)"};
}

class NetworkErrors : public test::two_machines {
 protected:
  /// At left.
  complaint of(const std::function<void()>& call) {
    return left->run([&] { return complaint_of(call); });
  }
  void expect(const std::function<void()>& call, int code, const std::string& sentence) {
    const complaint c = of(call);
    EXPECT_EQ(c.code, code);
    EXPECT_EQ(c.sentence, sentence);
  }
};

TEST_F(NetworkErrors, NoRoute) {
  const std::string sentence = "no route leads to 10.99.0.1 (Network is unreachable)";
  expect([] { send(ip{.dst = "10.99.0.1"} / echo); }, ENETUNREACH, sentence);
  expect([] { (void)sr1(ip{.dst = "10.99.0.1"} / echo); }, ENETUNREACH, sentence);
  expect([] { sendp(ether{} / ip{.dst = "10.99.0.1"} / echo); }, ENETUNREACH, sentence);
  expect([] { (void)srp1(ether{} / arp{.pdst = "10.99.0.1"}); }, ENETUNREACH, sentence);
}

TEST_F(NetworkErrors, RouteThatSaysUnreachable) {
  left->command("ip route add unreachable 10.90.0.0/24");
  expect([] { send(ip{.dst = "10.90.0.1"} / echo); }, EHOSTUNREACH,
         "the routing table says that 10.90.0.1 is unreachable (No route to host)");
}

TEST_F(NetworkErrors, InterfaceThatIsNotThere) {
  const std::string sentence = "there is no interface \"eth77\"; there are lo, left";
  expect([] { send(ip{.dst = "10.77.0.2"} / echo, {.interface = "eth77"}); }, ENODEV, sentence);
  expect([] { sendp(ether{} / arp{.pdst = "10.77.0.2"}, {.interface = "eth77"}); }, ENODEV, sentence);
  expect([] { (void)sr1(ip{.dst = "10.77.0.2"} / echo, {.interface = "eth77"}); }, ENODEV, sentence);
}

TEST_F(NetworkErrors, InterfaceThatIsDown) {
  left->command("ip link set left down");
  const auto frame = ether{.dst = "02:00:00:00:77:02"} / ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / echo;
  const std::string sentence = "interface left is down (Network is down)";
  expect([&] { sendp(frame, {.interface = "left"}); }, ENETDOWN, sentence);
  expect([&] { (void)srp1(frame, {.interface = "left"}); }, ENETDOWN, sentence);
}

TEST_F(NetworkErrors, InterfaceThatGoesDownBetweenTwoCalls) {
  left->run([this] {
    const auto frame = ether{.dst = "02:00:00:00:77:02"} / ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / echo;
    ASSERT_TRUE(srp1(frame, {.interface = "left"}));
    left->command("ip link set left down");
    for (int i = 0; i != 2; ++i) {
      const complaint c = complaint_of([&] { (void)srp1(frame, {.interface = "left"}); });
      EXPECT_EQ(c.code, ENETDOWN);
      EXPECT_EQ(c.sentence, "interface left is down (Network is down)");
    }
  });
}

TEST_F(NetworkErrors, NothingTellsTheInterface) {
  expect([] { sendp(ether{.type = ether_type{0x88b5}} / "hello"); }, EDESTADDRREQ,
         "nothing in this frame tells which interface it is for: name one, {.interface = \"eth0\"} (Destination "
         "address required)");
}

TEST_F(NetworkErrors, LongerThanTheMtu) {
  const std::string large(1473, 'x');  // 20 and 8 octets of headers: one more than fits
  const std::string sentence =
      "the packet has 1501 octets and does not fit through left, whose MTU is 1500 (Message too long)";
  expect([&] { send(ip{.dst = "10.77.0.2"} / echo / large); }, EMSGSIZE, sentence);
  expect([&] { send(ip{.id = 0, .dst = "10.77.0.2"} / echo / large); }, EMSGSIZE, sentence);
  expect([&] { sendp(ether{} / ip{.dst = "10.77.0.2"} / echo / large); }, EMSGSIZE, sentence);
  EXPECT_TRUE(left->run([] { return sr1(ip{.dst = "10.77.0.2"} / echo / std::string(1472, 'x')); })) << "this fits";
}

TEST_F(NetworkErrors, SilentNextHop) {  // takes the three seconds that the question is allowed
  left->command("ip route add 10.83.0.0/24 via 10.77.0.9");
  const auto right_end = at_right();
  expect([] { sendp(ether{} / ip{.dst = "10.83.0.1"} / echo); }, EHOSTUNREACH,
         "nobody on left answers for 10.77.0.9, the next hop to 10.83.0.1 (No route to host)");
  std::size_t questions = 0;
  for (const packet& p : right_end.all())
    questions += p.has<arp>() && p.get<arp>().pdst == protocol_octets{"10.77.0.9"} ? 1u : 0u;
  EXPECT_EQ(questions, 3u);
}

TEST_F(NetworkErrors, FirewallRule) {
  if (std::system("command -v nft >/dev/null") != 0) GTEST_SKIP() << "needs nft";
  left->command(
      "nft 'add table ip t; add chain ip t out { type filter hook output priority 0; }; add rule ip t out ip daddr "
      "10.77.0.2 drop'");
  expect([] { send(ip{.dst = "10.77.0.2"} / echo); }, EPERM,
         "a firewall rule in OUTPUT refuses packets to 10.77.0.2 (Operation not permitted)");
  EXPECT_TRUE(left->run([] { return srp1(ether{} / ip{.dst = "10.77.0.2"} / echo); })) << "frames pass no firewall";
}

TEST_F(NetworkErrors, QueueThatStaysFull) {
  // A shaper that never has room: its burst is smaller than the packet that waits at its head.
  left->command("tc qdisc add dev left root tbf rate 8bit burst 1600 limit 1600");
  const std::string kilobyte(1000, 'x');
  for (const bool framed : {false, true}) {
    const complaint c = of([&] {
      for (int i = 0; i != 10; ++i) {
        if (framed) send(ether{.dst = "02:00:00:00:77:02"} / ip{.dst = "10.77.0.2"} / echo / kilobyte);
        if (!framed) send(ip{.dst = "10.77.0.2"} / echo / kilobyte);
      }
    });
    EXPECT_EQ(c.code, ENOBUFS);
    EXPECT_EQ(c.sentence, "the queue of interface left stays full (No buffer space available)");
  }
}

TEST_F(NetworkErrors, PacketThatCannotBeSentAsItIs) {
  const packet routed{ip{.dst = "10.77.0.2"} / echo},
      cooked{std::vector<std::uint8_t>(60), {.link = link_type::linux_cooked}};
  const std::string needs_link =
      "sendp, srp and srp1 need a packet that begins with a link layer, or use send, sr and sr1 (Protocol not supported)";
  expect([&] { sendp(routed); }, EPROTONOSUPPORT, needs_link);
  expect([&] { (void)srp1(routed); }, EPROTONOSUPPORT, needs_link);
  expect([&] { (void)srp(routed); }, EPROTONOSUPPORT, needs_link);
  expect([&] { (void)srp(std::vector<packet>{routed, routed}); }, EPROTONOSUPPORT, needs_link);
  expect([&] { send(cooked); }, EPROTONOSUPPORT,
         "only packets that begin with Ethernet, IPv4 or IPv6 can be sent (Protocol not supported)");
  expect([&] { send(packet{}); }, EDESTADDRREQ,
         "nothing in this frame tells which interface it is for: name one, {.interface = \"eth0\"} (Destination "
         "address required)");
  expect([&] { send(packet{}, {.interface = "left"}); }, EINVAL, "cannot send through left (Invalid argument)");
}

TEST_F(NetworkErrors, PacketWithoutLinkEndsARangeOfFrames) {
  left->run([] {
    const std::vector<packet> mixed{packet{ether{.dst = "02:00:00:00:77:02", .src = "02:00:00:00:77:01"} /
                                           ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / echo},
                                    packet{ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / echo}};
    error_code ec;
    const sr_result result = srp(mixed, {.window = 1}, ec);
    EXPECT_EQ(ec, boost::system::errc::protocol_not_supported);
    EXPECT_EQ(result.answered.size(), 1u) << "what came before it is kept";
    EXPECT_EQ(sr(mixed).answered.size(), 2u) << "sr takes both kinds";
  });
}

TEST_F(NetworkErrors, CodesInsteadOfExceptions) {
  left->run([] {
    error_code ec;
    send(ip{.dst = "10.99.0.1"} / echo, {}, ec);
    EXPECT_EQ(ec, boost::system::errc::network_unreachable);
    sendp(ether{} / arp{.pdst = "10.77.0.2"}, {}, ec);
    EXPECT_FALSE(ec) << "and it is cleared";
    EXPECT_FALSE(sr1(ip{.dst = "10.99.0.1"} / echo, {}, ec));
    EXPECT_EQ(ec, boost::system::errc::network_unreachable);
    EXPECT_FALSE(srp1(ether{} / arp{.pdst = "10.77.0.2"}, {.interface = "eth77"}, ec));
    EXPECT_EQ(ec, boost::system::errc::no_such_device);
    EXPECT_TRUE(srp1(ether{} / arp{.pdst = "10.77.0.2"}, {}, ec));
    EXPECT_FALSE(ec);
  });
}

// --- without privilege ----------------------------------------------------------------------------------------------

/// What a process without any privilege says.
complaint unprivileged(const std::function<void()>& call) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("pipe");
  const test::handle in{ends[0]};
  std::optional<test::handle> out{ends[1]};
  const pid_t child = ::fork();
  if (child == 0) {
    // Another user could perhaps not look into the folder that the program is in, nor so say its name.
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    const __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3]{};
    if (::syscall(SYS_capset, &header, none) != 0) ::_exit(2);
    const complaint c = complaint_of(call);
    const bool told = ::write(out->get(), c.sentence.data(), c.sentence.size()) >= 0;
    ::_exit(told && c.code == EPERM ? 0 : 1);
  }
  out.reset();
  std::string sentence;
  char text[512];
  for (ssize_t n; (n = ::read(in.get(), text, sizeof text)) > 0;) sentence.append(text, static_cast<std::size_t>(n));
  int status = -1;
  ::waitpid(child, &status, 0);
  return {status, sentence};
}

TEST(Privilege, IsAskedForInWordsThatSayWhatToDo) {
  for (const std::function<void()>& call :
       {std::function<void()>{[] { send(ip{.dst = "127.0.0.1"} / echo); }},
        std::function<void()>{[] { (void)srp1(ether{} / arp{.pdst = "10.77.0.2"}); }}}) {
    const complaint c = unprivileged(call);
    EXPECT_EQ(c.code, 0) << "the child's exit status: EPERM and nothing else";
    EXPECT_EQ(c.sentence, "packets by hand need a privilege: run as root, or: sudo setcap cap_net_raw+ep " +
                              detail::program_path() + " (Operation not permitted)");
  }
}

TEST(Privilege, IsNotNeededToAskTheKernel) {
  const complaint c = unprivileged([] {
    if (!interfaces().empty()) throw transport_error{detail::os_error(EPERM), "asked"};
  });
  EXPECT_EQ(c.sentence, "asked");
}

}  // namespace transport_errors_test
}  // namespace packetry
