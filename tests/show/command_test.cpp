// SPDX-License-Identifier: BSL-1.0
#include <packetry/show/command.hpp>  // first: proves the header stands alone

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

// That what is printed compiles, and gives the same octets, is shown with every vector: conformance/command_test.cpp.

namespace packetry {
namespace show_command_test {

using test::operator""_hex;

struct command_row {
  const char* name;
  std::string printed;
  std::string_view expected;
};
std::ostream& operator<<(std::ostream& out, const command_row& row) { return out << row.name; }

struct Commands : testing::TestWithParam<command_row> {};

TEST_P(Commands, AreWhatOneWouldWrite) { EXPECT_EQ(GetParam().printed, GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    Values, Commands,
    testing::Values(
        command_row{"nothing_set", command(ip{}), "ip{}"},
        command_row{"set_to_what_it_is_anyway", command(ip{.ttl = 64}), "ip{}"},
        command_row{"number", command(ip{.ttl = 7}), "ip{.ttl = 7}"},
        command_row{"computed", command(ip{.len = 0}), "ip{.len = 0}"},
        command_row{"enumeration", command(ip{.proto = ip_protocol::tcp}), "ip{.proto = ip_protocol{6}}"},
        command_row{"address", command(ip{.src = "192.0.2.1"}), "ip{.src = \"192.0.2.1\"}"},
        command_row{"flags", command(tcp{.flags = "SA"}), "tcp{.flags = \"SA\"}"},
        command_row{"no_flags", command(tcp{.flags = ""}), "tcp{.flags = 0}"},
        command_row{"text", command(raw{"a\"\r\n\\"}), R"(raw{.load = "a\"\r\n\\"})"},
        command_row{"trigraph", command(raw{"?\?="}), R"(raw{.load = "?\?="})"},
        command_row{"octets", command(raw{octets{0, 255}}), "raw{.load = {0x00, 0xff}}"},
        command_row{"tcp_options", command(tcp{.options = {tcp_opt::mss(1460), tcp_opt::sack_ok(), tcp_opt::timestamp(1, 2)}}),
                    "tcp{.options = {tcp_opt::mss(1460), tcp_opt::sack_ok(), tcp_opt::timestamp(1, 2)}}"},
        command_row{"another_option", command(tcp{.options = {tcp_opt::other(99, octets{7})}}),
                    "tcp{.options = {{.kind = tcp_option_kind{99}, .data = bytes{octets{0x07}}}}}"},
        command_row{"broken_option", command(tcp{.options = bytes{octets{2, 9, 1}}}), "tcp{.options = bytes{octets{0x02, 0x09, 0x01}}}"},
        command_row{"record", command(dns{.id = 1, .qd = {{.qname = "a.b"}}}), "dns{.id = 1, .qd = {dns_question{.qname = \"a.b.\"}}}"},
        command_row{"no_record", command(dns{.qd = {}}), "dns{.qd = {}}"},
        command_row{"typed_data", command(dns{.qd = {}, .an = {{.rdata = dns_mx{1, "m"}}}}),
                    "dns{.qd = {}, .an = {dns_record{.rdata = dns_mx{.preference = 1, .exchange = \"m.\"}}}}"},
        command_row{"not_compressed", command(dns{.compress = false}), "dns{.compress = false}"},
        command_row{"headers", command(http_request{.headers = {{"Host", "x"}, {"odd"}}}),
                    R"(http_request{.headers = {http_header{"Host", "x"}, http_header{"odd"}}})"},
        command_row{"typed_data_of_a_template", command(dns{.qd = {}, .an = {{.rdata = dns_https{.svc_params = {svc::port(443)}}}}}),
                    "dns{.qd = {}, .an = {dns_record{.rdata = dns_https{.svc_params = {{.kind = svc_param_key{3}, .data = bytes{octets{0x01, 0xbb}}}}}}}}"},
        command_row{"types", command(dns_nsec{.nextname = "b", .typebitmaps = {dns_type::a, dns_type::caa}}),
                    "dns_nsec{.nextname = \"b.\", .typebitmaps = {dns_type{1}, dns_type{257}}}"},
        command_row{"types_in_another_way", command(dns_nsec{.typebitmaps = dns_type_bitmap{bytes{octets{0, 1, 0}}}}),
                    "dns_nsec{.typebitmaps = dns_type_bitmap{bytes{octets{0x00, 0x01, 0x00}}}}"},
        command_row{"addresses", command(igmpv3{.srcaddrs = {"192.0.2.1", "192.0.2.2"}}), "igmpv3{.srcaddrs = {\"192.0.2.1\", \"192.0.2.2\"}}"},
        command_row{"addresses_and_more", command(igmp_record{.srcaddrs = ipv4_address_list{bytes{octets{192, 0, 2, 1, 9}}}}),
                    "igmp_record{.srcaddrs = ipv4_address_list{bytes{octets{0xc0, 0x00, 0x02, 0x01, 0x09}}}}"},
        command_row{"chunks", command(sctp{.chunks = {sctp_cookie_ack{}, sctp_abort{.TCB = 1}}}),
                    "sctp{.chunks = {sctp_cookie_ack{.len = 4}, sctp_abort{.TCB = 1, .len = 4}}}"},
        command_row{"chunk_of_any_type", command(sctp{.chunks = {sctp_other{.type = sctp_chunk_type{99}, .value = "ab"}}}),
                    "sctp{.chunks = {sctp_other{.type = sctp_chunk_type{99}, .len = 6, .value = \"ab\"}}}"},
        command_row{"chunks_that_are_cut", command(sctp{.chunks = sctp_chunks{bytes{octets{1, 0, 0, 9}}}}),
                    "sctp{.chunks = sctp_chunks{bytes{octets{0x01, 0x00, 0x00, 0x09}}}}"},
        command_row{"tags", command(pppoed{.tags = {pppoe_tags::service_name()}}), "pppoed{.tags = {{.kind = pppoe_tag_kind{257}}}}"},
        command_row{"texts", command(tftp{.filename = "x", .options = {{"blksize", "1428"}}}),
                    "tftp{.filename = \"x\", .options = {tftp_option{\"blksize\", \"1428\"}}}"},
        command_row{"texts_that_do_not_end", command(tftp{.options = tftp_options{bytes{octets{"blksize"}}}}),
                    "tftp{.options = tftp_options{bytes{octets{\"blksize\"}}}}"},
        command_row{"times", command(ntp{.delay = ntp_short{3}, .sent = ntp_timestamp{0xffff'ffff'ffff'ffff}}),
                    "ntp{.delay = ntp_short{3}, .sent = ntp_timestamp{18446744073709551615u}}"},
        command_row{"flags_by_name", command(vxlan{.flags = "OAM+Instance"}), "vxlan{.flags = \"OAM+Instance\"}"},
        command_row{"member_of_another_name", command(ipv6_routing{.type = routing_type::segment, .protected_ = 1}),
                    "ipv6_routing{.type = routing_type{4}, .protected_ = 1}"}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(Command, JoinsLayers) {
  EXPECT_EQ(command(ip{} / icmp{} / "x"), "ip{} / icmp{} / raw{.load = \"x\"}");
  EXPECT_EQ(command(arp{} / unbound / tcp{}), "arp{} / unbound / tcp{}");
}

TEST(Command, OfWhatWasReadSetsWhatIsThere) {
  EXPECT_EQ(command(packet{ip{.dst = "192.0.2.1"} / icmp{}}),
            "ip{.ihl = 5, .len = 28, .proto = ip_protocol{1}, .chksum = 47327, .src = \"0.0.0.0\", .dst = \"192.0.2.1\"} / "
            "icmp{.chksum = 63487}");
}

TEST(Command, KeepsHeadersThatWereWrittenInAnotherWay) {
  const packet p{ip{.dst = "192.0.2.1"} / tcp{} / "GET / HTTP/1.1\r\nA:b\r\n\r\nbody"};  // no blank behind the colon
  EXPECT_TRUE(command(p).ends_with(R"( / http_request{.headers = http_headers{bytes{octets{"A:b\r\n\r\n"}}}} / raw{.load = "body"})"))
      << command(p);
}

TEST(Command, WritesOctetsWhereAValueGivesOthers) {
  // Of two names that could point to the first, one does.
  const packet p{ip{.dst = "192.0.2.1"} / udp{.sport = 53} /
                 octets("0007 8180 0001 0001 0000 0000 0161016200 0001 0001 c00c 0002 0001 00000000 0005 0161016200"_hex)};
  ASSERT_TRUE(p.has<dns>());
  EXPECT_NE(command(p).find(" / raw{.load = {0x00, 0x07, 0x81,"), std::string::npos) << command(p);
}

struct knock {
  std::uint32_t code = 7;
  static constexpr std::string_view name = "Knock";
  static constexpr number ids[] = {udp_port{7777}};
  static constexpr auto wire = layout{field{"code", &knock::code, be<32>}};
};

TEST(Command, OfALayerOfOnesOwnUsesItsName) {
  EXPECT_EQ(command(udp{} / knock{.code = 8}), "udp{} / show_command_test::knock{.code = 8}") << "as it is called within packetry";
}

}  // namespace show_command_test
}  // namespace packetry
