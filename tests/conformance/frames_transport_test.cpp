// SPDX-License-Identifier: BSL-1.0
//
// Frames of UDP, TCP and SCTP; tshark_fields_test.py and command_test.cpp read them.

#include "frames.hpp"

namespace packetry::test {

frames transport_frames() {
  const std::uint8_t word[] = {1, 2, 3, 4};
  const auto associated = [](const sctp_chunks& chunks) { return framed / here / sctp{.sport = 1000, .dport = 9999, .tag = 7, .chunks = chunks}; };
  return {
      made("udp", framed / here / udp{.sport = 50000, .dport = 50001} / "x",
           "udp.srcport=50000 udp.dstport=50001 udp.length=9 udp.checksum.status=1 data.data=78"),
      made("udp without a checksum", framed / here / udp{.sport = 50000, .dport = 50001, .chksum = 0} / "x",
           "udp.srcport=50000 udp.dstport=50001 udp.length=9 udp.checksum=0x0000 udp.checksum.status=3 data.data=78"),
      made("tcp syn",
           framed / here /
               tcp{.sport = 50000, .dport = 50001, .seq = 100, .flags = "S", .window = 64240,
                   .options = {tcp_opt::mss(1460), tcp_opt::sack_ok(), tcp_opt::timestamp(1, 2), tcp_opt::nop(), tcp_opt::wscale(7)}},
           "tcp.srcport=50000 tcp.dstport=50001 tcp.seq_raw=100 tcp.ack_raw=0 tcp.hdr_len=40 tcp.flags=0x0002 "
           "tcp.window_size_value=64240 tcp.checksum.status=1 tcp.urgent_pointer=0 tcp.option_kind=2,4,8,1,3 tcp.option_len=4,2,10,3 "
           "tcp.options.mss_val=1460 tcp.options.timestamp.tsval=1 tcp.options.timestamp.tsecr=2 tcp.options.wscale.shift=7"),
      made("tcp with data",
           framed / here /
               tcp{.sport = 50001, .dport = 50000, .seq = 900, .ack = 101, .flags = "PAU", .window = 500, .urgptr = 1,
                   .options = {tcp_opt::nop(), tcp_opt::nop(), tcp_opt::sack({200, 300})}} /
               "hello",
           "tcp.srcport=50001 tcp.dstport=50000 tcp.seq_raw=900 tcp.ack_raw=101 tcp.hdr_len=32 tcp.flags=0x0038 "
           "tcp.window_size_value=500 tcp.checksum.status=1 tcp.urgent_pointer=1 tcp.option_kind=1,1,5 tcp.option_len=10 "
           "tcp.options.sack_le=200 tcp.options.sack_re=300 data.data=68:65:6c:6c:6f"),
      made("sctp init",
           framed / here /
               sctp{.sport = 1000, .dport = 9999, .chunks = {sctp_init{.init_tag = 7, .a_rwnd = 65536, .n_out_streams = 4, .n_in_streams = 3, .init_tsn = 9}}},
           "sctp.srcport=1000 sctp.dstport=9999 sctp.verification_tag=0x00000000 sctp.checksum.status=1 sctp.chunk_type=1 "
           "sctp.chunk_flags=0x00 sctp.chunk_length=20 sctp.init_initiate_tag=0x00000007 sctp.init_credit=65536 "
           "sctp.init_nr_out_streams=4 sctp.init_nr_in_streams=3 sctp.init_initial_tsn=9"),
      made("sctp init ack",
           associated({sctp_init_ack{.init_tag = 8, .a_rwnd = 4096, .n_out_streams = 2, .n_in_streams = 1, .init_tsn = 5,
                                     .params = {{.kind = sctp_param_kind::state_cookie, .data = bytes{word}}}}}),
           "sctp.srcport=1000 sctp.dstport=9999 sctp.verification_tag=0x00000007 sctp.checksum.status=1 sctp.chunk_type=2 "
           "sctp.chunk_flags=0x00 sctp.chunk_length=28 sctp.initack_initiate_tag=0x00000008 sctp.initack_credit=4096 "
           "sctp.initack_nr_out_streams=2 sctp.initack_nr_in_streams=1 sctp.initack_initial_tsn=5 sctp.parameter_type=0x0007 "
           "sctp.parameter_length=8 sctp.parameter_state_cookie=01:02:03:04"),
      made("sctp sack and data",
           associated({sctp_sack{.cumul_tsn_ack = 5, .a_rwnd = 6000, .gap_ack_list = {{2, 3}}, .dup_tsn_list = {{8}}},
                       sctp_data{.beginning = 1, .ending = 1, .tsn = 1, .stream_id = 2, .stream_seq = 3, .proto_id = 30583, .data = "hello"}}),
           "sctp.srcport=1000 sctp.dstport=9999 sctp.verification_tag=0x00000007 sctp.checksum.status=1 sctp.chunk_type=3,0 "
           "sctp.chunk_flags=0x00,0x03 sctp.chunk_length=24,21 sctp.sack_cumulative_tsn_ack_raw=5 sctp.sack_a_rwnd=6000 "
           "sctp.sack_number_of_gap_blocks=1 sctp.sack_number_of_duplicated_tsns=1 sctp.sack_gap_block_start=2 "
           "sctp.sack_gap_block_end=3 sctp.sack_duplicate_tsn=8 sctp.data_u_bit=0 sctp.data_b_bit=1 sctp.data_e_bit=1 "
           "sctp.data_tsn_raw=1 sctp.data_sid=0x0002 sctp.data_ssn=3 sctp.data_payload_proto_id=30583 sctp.chunk_padding=00:00:00 "
           "data.data=68:65:6c:6c:6f"),
      made("sctp heartbeat",
           associated({sctp_heartbeat{.params = {{.kind = sctp_param_kind::heartbeat_info, .data = bytes{word}}}}, sctp_cookie_ack{},
                       sctp_shutdown{.cumul_tsn_ack = 5}}),
           "sctp.srcport=1000 sctp.dstport=9999 sctp.verification_tag=0x00000007 sctp.checksum.status=1 sctp.chunk_type=4,11,7 "
           "sctp.chunk_flags=0x00,0x00,0x00 sctp.chunk_length=12,4,8 sctp.parameter_type=0x0001 sctp.parameter_length=8 "
           "sctp.parameter_heartbeat_information=01:02:03:04 sctp.shutdown_cumulative_tsn_ack=5"),
      made("sctp signals",
           associated({sctp_heartbeat_ack{.params = {{.kind = sctp_param_kind::heartbeat_info, .data = bytes{word}}}}, sctp_cookie_echo{.cookie = bytes{word}},
                       sctp_shutdown_ack{}, sctp_other{.type = sctp_chunk_type::shutdown_complete}}),
           "sctp.srcport=1000 sctp.dstport=9999 sctp.verification_tag=0x00000007 sctp.checksum.status=1 sctp.chunk_type=5,10,8,14 "
           "sctp.chunk_flags=0x00,0x00,0x00,0x00 sctp.chunk_length=12,8,4,4 sctp.parameter_type=0x0001 sctp.parameter_length=8 "
           "sctp.parameter_heartbeat_information=01:02:03:04 sctp.cookie=01:02:03:04 sctp.shutdown_complete_t_bit=0"),
      made("sctp abort", associated({sctp_abort{.TCB = 1}}),
           "sctp.srcport=1000 sctp.dstport=9999 sctp.verification_tag=0x00000007 sctp.checksum.status=1 sctp.chunk_type=6 "
           "sctp.chunk_flags=0x01 sctp.abort_t_bit=1 sctp.chunk_length=4"),
  };
}

}  // namespace packetry::test
