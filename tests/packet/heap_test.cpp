// SPDX-License-Identifier: BSL-1.0
//
// What asks for memory, and how often: dissecting never does, making a vector of octets once.

#include <packetry/packet/dissect_all.hpp>
#include <packetry/packet/packet_template.hpp>
#include <packetry/packet/serialize.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/packet/vary.hpp>
#include <packetry/packet/visit.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <new>
#include <vector>

namespace heap_test {

thread_local std::size_t asked = 0;

void* given(std::size_t size, std::size_t alignment = __STDCPP_DEFAULT_NEW_ALIGNMENT__) {
  ++asked;
  const std::size_t whole = (size + alignment - 1) / alignment * alignment;  // as aligned_alloc wants it
  if (void* const p = std::aligned_alloc(alignment, whole == 0 ? alignment : whole)) return p;
  throw std::bad_alloc{};
}

}  // namespace heap_test

// All other forms call one of these.
void* operator new(std::size_t size) { return heap_test::given(size); }
void* operator new(std::size_t size, std::align_val_t alignment) { return heap_test::given(size, static_cast<std::size_t>(alignment)); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

namespace packetry {
namespace heap_test {

/// How often memory is asked for while `work` is done.
template <class Work>
std::size_t allocations(Work work) {
  const std::size_t before = ::heap_test::asked;
  work();
  return ::heap_test::asked - before;
}

TEST(Heap, IsCounted) {
  EXPECT_EQ(allocations([] { std::vector<int> one(1); }), 1u);
  EXPECT_EQ(allocations([] { std::vector<std::vector<int>> two(1, std::vector<int>(1)); }), 3u) << "the one that is copied";
  struct alignas(64) line {
    char octets[64];
  };
  EXPECT_EQ(allocations([] { delete new line; }), 1u);
}

// --- dissecting -------------------------------------------------------------------------------------------------------

const auto lower = ether{} / ip{.src = "192.0.2.1", .dst = "192.0.2.2"};

/// More of everything than a small object keeps within itself.
dns long_answer(std::uint32_t records = 40) {
  dns message{.id = 7, .qr = 1, .qd = {{.qname = "a-long-label.of-a-long-name.of-a-host.somewhere.in.example.com"}}};
  for (std::uint32_t i = 0; i != records; ++i)
    message.an.push_back({.rrname = "another-long-label.of-a-long-name.of-a-host.somewhere.in.example.com", .rdata = ipv4_address{i}});
  return message;
}

struct Dissecting : testing::Test {
  std::vector<std::vector<std::uint8_t>> frames{
      to_bytes(lower / tcp{.options = {tcp_opt::mss(1460), tcp_opt::sack_ok(), tcp_opt::timestamp(1, 0), tcp_opt::nop(), tcp_opt::wscale(7)}} /
               std::string(900, 'x')),
      to_bytes(lower / udp{.sport = 53} / long_answer()),
      to_bytes(ether{} / dot1q{.vlan = 1} / dot1q{.vlan = 2} / ipv6{.src = "2001:db8::1", .dst = "2001:db8::2"} / ipv6_fragment{} / udp{} /
               dns{.qd = {{.qname = "example.com"}}}),
      to_bytes(lower / icmp{.type = icmp_type::dest_unreach} / ip_error{.src = "192.0.2.1", .dst = "192.0.2.2"} / tcp_error{}),
      to_bytes(ether{} / arp{.psrc = "192.0.2.1", .pdst = "192.0.2.2"}),
      to_bytes(lower / tcp{.sport = 1024, .dport = 80} / http_request{.headers = {{"Host", "a-long-name.of-a-host.somewhere.in.example.com"}}}),
  };

  /// The same cut short: what goes wrong costs no memory either.
  void SetUp() override {
    for (std::size_t i = 0; i != 6; ++i)
      for (const std::size_t size : {std::size_t{15}, std::size_t{37}, frames[i].size() - 3}) frames.emplace_back(frames[i].begin(), frames[i].begin() + static_cast<std::ptrdiff_t>(size));
  }
};

TEST_F(Dissecting, ByContentAsksForNone) {
  std::size_t layers = 0, faults = 0;
  EXPECT_EQ(allocations([&] {
              for (const auto& frame : frames) {
                const packet_view p = dissect(frame);
                for (const auto layer : p.layers()) layers += layer.octets().size() != 0;
                faults += p.fault().has_value();
                if (const auto t = p.view<tcp>()) layers += t->get<&tcp::dport>() != 0;
                if (const auto d = p.view<dns>()) {
                  const auto answers = d->an();
                  for (const auto& record : answers) layers += record.rrname_size() > 2;
                }
              }
            }),
            0u);
  EXPECT_GT(layers, 80u);
  EXPECT_GT(faults, 6u);
}

TEST_F(Dissecting, EachLayerVisitedAsksForNone) {
  std::size_t layers = 0;
  EXPECT_EQ(allocations([&] {
              for (const auto& frame : frames) (void)for_each_layer(frame, link_type::ethernet, [&](const auto& l) { layers += l.header_end() != l.begin(); });
            }),
            0u);
  EXPECT_GT(layers, 40u);
}

TEST_F(Dissecting, ManyAsksForNone) {
  std::size_t layers = 0;
  EXPECT_EQ(allocations([&] {
              for (const packet_view& p : dissect(frames)) layers += p.count();
            }),
            0u);
  EXPECT_GT(layers, 40u);
}

TEST_F(Dissecting, ByTypeAsksForNone) {
  std::size_t records = 0, refused = 0;
  EXPECT_EQ(allocations([&] {
              for (const auto& frame : frames) {
                const auto p = dissect<ether, ip, udp, dns>(frame);
                refused += !p;
                if (!p) continue;
                const auto answers = p->view<dns>().an();
                for (const auto& record : answers) records += record.rrname_size() != 0 && record.type() == dns_type::a;
              }
            }),
            0u);
  EXPECT_EQ(records, 40u);
  EXPECT_EQ(refused, frames.size() - 1);
}

// --- crafting ---------------------------------------------------------------------------------------------------------

const tcp syn{.dport = 80, .flags = "S", .options = {tcp_opt::mss(1460), tcp_opt::sack_ok(), tcp_opt::timestamp(1, 0)}};

TEST(Crafting, IntoABufferAsksForNone) {
  std::array<std::uint8_t, 128> room;
  std::size_t octets = 0;
  EXPECT_EQ(allocations([&] { octets += serialize_to(lower / syn, room).value(); }), 0u);
  EXPECT_EQ(allocations([&] { octets += serialize_to(lower / udp{} / dns{.qd = {{.qname = "www.example.com"}}}, room).value(); }), 0u);
  EXPECT_GT(octets, 120u);
}

TEST(Crafting, OctetsAsksOnce) {
  EXPECT_EQ(allocations([&] { (void)to_bytes(lower / syn); }), 1u);
  EXPECT_EQ(allocations([&] { (void)to_bytes(lower / udp{} / dns{.qd = {{.qname = "www.example.com"}}}); }), 1u);
  const auto large = lower / tcp{.options = syn.options} / std::string(1400, 'x');
  EXPECT_EQ(allocations([&] { (void)to_bytes(large); }), 1u);
  const auto answer = lower / udp{.sport = 53} / long_answer(15);
  EXPECT_EQ(allocations([&] { (void)to_bytes(answer); }), 1u) << "names that are compressed";
}

TEST(Crafting, ByTemplateAsksForNone) {
  packet_template t{lower / syn};
  std::size_t octets = 0;
  EXPECT_EQ(allocations([&] {
              for (std::uint32_t i = 0; i != 100; ++i) octets += t.set<&ip::dst, &tcp::dport>(ipv4_address{i}, static_cast<std::uint16_t>(i)).bytes().size();
            }),
            0u);
  EXPECT_GT(octets, 5000u);
}

}  // namespace heap_test
}  // namespace packetry
