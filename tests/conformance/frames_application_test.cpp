// SPDX-License-Identifier: BSL-1.0
//
// Frames of NTP, TFTP, DHCP and HTTP; tshark_fields_test.py and command_test.cpp read them.

#include "frames.hpp"

namespace packetry::test {

frames application_frames() {
  return {
      made("ntp",
           framed / here / udp{} / ntp{.poll = 6, .precision = 0xe9, .delay = ntp_short::seconds(0.5), .id = "192.0.2.5", .sent = timestamp{1515328200}},
           "udp.dstport=123 ntp.flags.li=0 ntp.flags.vn=4 ntp.flags.mode=3 ntp.stratum=2 ntp.ppoll=6 ntp.precision=233 "
           "ntp.rootdelay=32768 ntp.rootdispersion=0 ntp.refid=c0:00:02:05 ntp.reftime=NULL ntp.org=NULL ntp.rec=NULL "
           "ntp.xmt=Jan__7,_2018_12:30:00.000000000_UTC"),
      made("ntp of a reference clock",
           framed / here / udp{} /
               ntp{.leap = ntp_leap::unsynchronized, .mode = ntp_mode::server, .stratum = 1, .dispersion = ntp_short{3}, .ref_id = "GPS",
                   .ref = timestamp{1515328100}, .orig = timestamp{1515328200}, .recv = timestamp{1515328201}, .sent = timestamp{1515328202}},
           "ntp.flags.li=3 ntp.flags.vn=4 ntp.flags.mode=4 ntp.stratum=1 ntp.ppoll=10 ntp.precision=0 ntp.rootdelay=0 "
           "ntp.rootdispersion=3 ntp.refid=47:50:53:00 ntp.reftime=Jan__7,_2018_12:28:20.000000000_UTC "
           "ntp.org=Jan__7,_2018_12:30:00.000000000_UTC ntp.rec=Jan__7,_2018_12:30:01.000000000_UTC "
           "ntp.xmt=Jan__7,_2018_12:30:02.000000000_UTC"),
      made("tftp rrq", framed / here / udp{.sport = 3000} / tftp{.filename = "x.bin", .options = {{"blksize", "1428"}}},
           "tftp.opcode=1 tftp.source_file=x.bin tftp.type=octet tftp.option.name=blksize tftp.option.value=1428"),
      made("tftp wrq", framed / here / udp{.sport = 3002} / tftp{.op = tftp_op::wrq, .filename = "y.bin", .mode = "netascii"},
           "tftp.opcode=2 tftp.destination_file=y.bin tftp.type=netascii"),
      made("tftp data", framed / here / udp{.sport = 3003, .dport = 69} / tftp{.op = tftp_op::data, .block = 258} / "file",
           "tftp.opcode=3 tftp.block=258 data.data=66:69:6c:65"),
      made("tftp ack", framed / here / udp{.sport = 3004, .dport = 69} / tftp{.op = tftp_op::ack, .block = 258},
           "tftp.opcode=4 tftp.block=258"),
      made("tftp oack", framed / here / udp{.sport = 3005, .dport = 69} / tftp{.op = tftp_op::oack, .options = {{"tsize", "9"}}},
           "tftp.opcode=6 tftp.option.name=tsize tftp.option.value=9"),
      made("tftp error",
           framed / here / udp{.sport = 3001, .dport = 69} / tftp{.op = tftp_op::error, .errorcode = tftp_error_code::file_not_found, .errormsg = "no"},
           "tftp.opcode=5 tftp.error.code=1 tftp.error.message=no"),
      made("dhcp",
           framed / here / udp{.sport = 67, .dport = 68} /
               bootp{.op = bootp_op::reply, .hops = 1, .xid = 0x01020304, .secs = 5, .flags = "B", .ciaddr = "192.0.2.3", .yiaddr = "192.0.2.4", .siaddr = "192.0.2.5",
                     .giaddr = "192.0.2.6", .chaddr = mac_address{"02:00:00:00:00:01"}, .sname = "server", .file = "boot"} /
               dhcp{.options = {dhcp_opt::message(dhcp_message::offer), dhcp_opt::addresses(dhcp_option_code::router, {"192.0.2.254"}), dhcp_opt::end()}},
           "udp.srcport=67 udp.dstport=68 dhcp.type=2 dhcp.hw.type=0x01 dhcp.hw.len=6 dhcp.hops=1 dhcp.id=0x01020304 dhcp.secs=5 "
           "dhcp.flags=0x8000 dhcp.ip.client=192.0.2.3 dhcp.ip.your=192.0.2.4 dhcp.ip.server=192.0.2.5 dhcp.ip.relay=192.0.2.6 "
           "dhcp.hw.mac_addr=02:00:00:00:00:01 dhcp.hw.addr_padding=00:00:00:00:00:00:00:00:00:00 dhcp.server=server dhcp.file=boot "
           "dhcp.cookie=99.130.83.99 dhcp.option.type=53,3,0 dhcp.option.length=1,4 dhcp.option.dhcp=2 dhcp.option.router=192.0.2.254 "
           "dhcp.option.end=255"),
      made("http request", framed / here / tcp{.sport = 50000, .flags = "PA"} / http_request{.Path = "/a?b=1", .headers = {{"Host", "hack.lu"}, {"Accept", "*/*"}}},
           "tcp.dstport=80 tcp.flags=0x0018 http.request.method=GET http.request.uri=/a?b=1 http.request.version=HTTP/1.1 "
           "http.host=hack.lu http.accept=*/*"),
      made("http response",
           framed / here / tcp{.sport = 80, .dport = 4002, .flags = "PA"} / http_response{.Status_Code = "404", .Reason_Phrase = "Not Found", .headers = {{"Content-Length", "4"}}} / "body",
           "http.response.version=HTTP/1.1 http.response.code=404 http.response.phrase=Not_Found http.content_length_header=4 "
           "http.file_data=body"),
  };
}

}  // namespace packetry::test
