// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/filter_program.hpp>

#include <packetry/layers/icmpv6.hpp>
#include <packetry/packet/packet.hpp>
#include <packetry/transport/shape_of_answers.hpp>

#include "../support/bpf.hpp"
#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <vector>

#include <sys/socket.h>

namespace packetry::detail {
namespace filter_program_test {

using namespace packetry::test;

constexpr answer_shape one_shape(std::uint16_t protocol, std::initializer_list<field_test> tests) {
  answer_shape s{.protocol = protocol};
  for (const field_test& t : tests) s.add(t);
  return s;
}
constexpr field_test octet(unsigned level, std::uint16_t offset, std::uint8_t value, test_role role = test_role::answer) {
  return {.level = static_cast<std::uint8_t>(level), .role = role, .size = 1, .offset = offset, .mask = 0xff, .value = value};
}
constexpr bool lets_pass(std::initializer_list<answer_shape> shapes, bytes octets, std::uint16_t protocol, std::uint32_t link_size = 0) {
  return passes(filter_program({shapes.begin(), shapes.size()}, link_size), {.octets = {octets.begin(), octets.end()}, .protocol = protocol});
}

constexpr auto frame = "0102 0304 0506"_hex;
static_assert(!lets_pass({}, frame, 0x0806));
static_assert(lets_pass({answer_shape{}}, frame, 0x0806));
static_assert(lets_pass({one_shape(0x0806, {})}, frame, 0x0806) && !lets_pass({one_shape(0x0806, {})}, frame, 0x0800));
static_assert(lets_pass({one_shape(0x0806, {octet(0, 1, 2)})}, frame, 0x0806) && !lets_pass({one_shape(0x0806, {octet(0, 1, 3)})}, frame, 0x0806));
static_assert(lets_pass({one_shape(0x0806, {octet(0, 1, 4)})}, frame, 0x0806, 2));  // behind a link header
static_assert(lets_pass({one_shape(0x0806, {octet(0, 1, 3)}), one_shape(0x0806, {octet(0, 1, 2)})}, frame, 0x0806));  // any of them
static_assert(lets_pass({one_shape(0x0806, {octet(0, 0, 9, test_role::guard), octet(0, 1, 9)})}, frame, 0x0806));  // may be something else

// A datagram of 4 octets above 24 of IPv4, and the same with a rest that the header does not grant.
constexpr auto options = "4600 001c 0001 0000 4011 0000 0a4d 0002 0a4d 0001 9404 0000  1234 5678"_hex;
constexpr auto fragment = "4600 001c 0001 0001 4011 0000 0a4d 0002 0a4d 0001 9404 0000  1234 5678"_hex;
constexpr auto granted_less = "4600 001a 0001 0000 4011 0000 0a4d 0002 0a4d 0001 9404 0000  1234 5678"_hex;
constexpr answer_shape above(std::uint8_t value) {
  answer_shape s = one_shape(0x0800, {octet(1, 2, value)});
  s.least[1] = 4;
  return s;
}
static_assert(lets_pass({above(0x56)}, options, 0x0800) && !lets_pass({above(0x55)}, options, 0x0800));
static_assert(lets_pass({above(0x55)}, fragment, 0x0800));      // what is not there may answer
static_assert(lets_pass({above(0x55)}, granted_less, 0x0800));  // so may what is too short to be read
static_assert(lets_pass({above(0x55)}, bytes{options}.first(26), 0x0800));

TEST(FilterProgram, IsTakenByTheKernelAndShort) {
  std::vector<answer_shape> shapes;
  for (std::uint16_t i = 0; i != 8; ++i) {
    const packet request{ether{} / ipv6{.src = "fd77::1", .dst = "ff02::1:ff00:2"} / icmpv6{.type = icmpv6_type::neighbor_solicitation, .tgt = "fd77::2"}};
    shapes.push_back(shape_of_answers(request.view()));
    const packet other{ether{} / ipv6{.src = "fd77::1", .dst = "fd77::2"} / icmpv6{.id = i}};
    shapes.push_back(shape_of_answers(other.view()));
  }
  // A jump spans 255 instructions at the most, and one shape's lead no further than behind it.
  for (const answer_shape& s : shapes) EXPECT_LT(filter_program({&s, 1}, 14).size(), 100u);
  EXPECT_LT(answer_shape::most_tests * 3 + 60, 255u);
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), 0);
  const descriptor one{ends[0]}, two{ends[1]};
  EXPECT_FALSE(attach_filter(one, filter_program(shapes, 14)));
}

}  // namespace filter_program_test
}  // namespace packetry::detail
