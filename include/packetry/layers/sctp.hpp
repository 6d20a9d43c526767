// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/small_list.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/list_codecs.hpp>
#include <packetry/layer/records.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/layer/sctp_chunks.hpp>
#include <packetry/numbers/ip_protocol.hpp>

#include <string_view>

namespace packetry {

/// Opens an association, and accepts it (RFC 9260 sections 3.3.2 and 3.3.3). Size: 20 octets and the parameters.
template <sctp_chunk_type Type>
struct basic_sctp_init {
  sctp_chunk_type type = Type;
  std::uint8_t flags = 0;
  computed<std::uint16_t> len{};  ///< octets without what fills up
  std::uint32_t init_tag = 0;      ///< what the other end is to put in `sctp.tag`
  std::uint32_t a_rwnd = 0;        ///< octets of room
  std::uint16_t n_out_streams = 0, n_in_streams = 0;
  std::uint32_t init_tsn = 0;      ///< of the first DATA
  sctp_params params{};

  static constexpr std::string_view name = Type == sctp_chunk_type::init ? "SCTPChunkInit" : "SCTPChunkInitAck";
  [[nodiscard]] static constexpr bool is(sctp_chunk_type t) noexcept { return t == Type; }
  // clang-format off
  static constexpr auto wire = layout{
      field{"type", &basic_sctp_init::type, be<8>},
      field{"flags", &basic_sctp_init::flags, be<8>, hexadecimal{}},
      field{"len", &basic_sctp_init::len, be<16>, total_length{}},
      field{"init_tag", &basic_sctp_init::init_tag, be<32>, hexadecimal{}},
      field{"a_rwnd", &basic_sctp_init::a_rwnd, be<32>},
      field{"n_out_streams", &basic_sctp_init::n_out_streams, be<16>},
      field{"n_in_streams", &basic_sctp_init::n_in_streams, be<16>},
      field{"init_tsn", &basic_sctp_init::init_tsn, be<32>, hexadecimal{}},
      field{"params", &basic_sctp_init::params, wire_list},
  };
  // clang-format on
  friend constexpr bool operator==(const basic_sctp_init&, const basic_sctp_init&) = default;
};
using sctp_init = basic_sctp_init<sctp_chunk_type::init>;
using sctp_init_ack = basic_sctp_init<sctp_chunk_type::init_ack>;

/// User data (RFC 9260 section 3.3.1). Size: 16 octets and the data. What is not a fragment both begins and ends.
struct sctp_data {
  sctp_chunk_type type = sctp_chunk_type::data;
  std::uint8_t reserved = 0;
  std::uint8_t delay_sack = 0;     ///< 1: to be acknowledged at once (RFC 7053)
  std::uint8_t unordered = 0, beginning = 0, ending = 0;
  computed<std::uint16_t> len{};
  std::uint32_t tsn = 0;
  std::uint16_t stream_id = 0, stream_seq = 0;
  std::uint32_t proto_id = 0;      ///< what the data is, as applications agree
  octets data{};

  static constexpr std::string_view name = "SCTPChunkData";
  [[nodiscard]] static constexpr bool is(sctp_chunk_type t) noexcept { return t == sctp_chunk_type::data; }
  // clang-format off
  static constexpr auto wire = layout{
      field{"type", &sctp_data::type, be<8>},
      field{"reserved", &sctp_data::reserved, bits<4>},
      field{"delay_sack", &sctp_data::delay_sack, bits<1>},
      field{"unordered", &sctp_data::unordered, bits<1>},
      field{"beginning", &sctp_data::beginning, bits<1>},
      field{"ending", &sctp_data::ending, bits<1>},
      field{"len", &sctp_data::len, be<16>, total_length{}},
      field{"tsn", &sctp_data::tsn, be<32>, hexadecimal{}},
      field{"stream_id", &sctp_data::stream_id, be<16>, hexadecimal{}},
      field{"stream_seq", &sctp_data::stream_seq, be<16>, hexadecimal{}},
      field{"proto_id", &sctp_data::proto_id, be<32>},
      field{"data", &sctp_data::data, rest_of_layer},
  };
  // clang-format on
  friend constexpr bool operator==(const sctp_data&, const sctp_data&) = default;
};

/// Chunks that came behind a missing one: the first and the last, counted from the cumulative acknowledgement.
struct sctp_gap {
  std::uint16_t start = 0, end = 0;

  static constexpr std::string_view name = "SCTPGap";
  static constexpr auto wire = layout{field{"start", &sctp_gap::start, be<16>}, field{"end", &sctp_gap::end, be<16>}};
  friend constexpr bool operator==(const sctp_gap&, const sctp_gap&) = default;
};
/// A chunk that came twice.
struct sctp_duplicate {
  std::uint32_t tsn = 0;

  static constexpr std::string_view name = "SCTPDuplicate";
  static constexpr auto wire = layout{field{"tsn", &sctp_duplicate::tsn, be<32>}};
  friend constexpr bool operator==(const sctp_duplicate&, const sctp_duplicate&) = default;
};

/// What came (RFC 9260 section 3.3.4). Size: 16 octets, and 4 for each gap and duplicate.
struct sctp_sack {
  sctp_chunk_type type = sctp_chunk_type::sack;
  std::uint8_t flags = 0;
  computed<std::uint16_t> len{};  ///< octets without what fills up
  std::uint32_t cumul_tsn_ack = 0;
  std::uint32_t a_rwnd = 0;
  computed<std::uint16_t> n_gap_ack{}, n_dup_tsn{};
  small_list<sctp_gap, 0> gap_ack_list{};
  small_list<sctp_duplicate, 0> dup_tsn_list{};

  static constexpr std::string_view name = "SCTPChunkSACK";
  [[nodiscard]] static constexpr bool is(sctp_chunk_type t) noexcept { return t == sctp_chunk_type::sack; }
  // clang-format off
  static constexpr auto wire = layout{
      field{"type", &sctp_sack::type, be<8>},
      field{"flags", &sctp_sack::flags, be<8>, hexadecimal{}},
      field{"len", &sctp_sack::len, be<16>, total_length{}},
      field{"cumul_tsn_ack", &sctp_sack::cumul_tsn_ack, be<32>, hexadecimal{}},
      field{"a_rwnd", &sctp_sack::a_rwnd, be<32>},
      field{"n_gap_ack", &sctp_sack::n_gap_ack, be<16>, count_of<&sctp_sack::gap_ack_list>{}},
      field{"n_dup_tsn", &sctp_sack::n_dup_tsn, be<16>, count_of<&sctp_sack::dup_tsn_list>{}},
      field{"gap_ack_list", &sctp_sack::gap_ack_list, records<sctp_gap, &sctp_sack::n_gap_ack>},
      field{"dup_tsn_list", &sctp_sack::dup_tsn_list, records<sctp_duplicate, &sctp_sack::n_dup_tsn>},
  };
  // clang-format on
  friend constexpr bool operator==(const sctp_sack&, const sctp_sack&) = default;
};

/// Asks whether a path works, and says so (RFC 9260 sections 3.3.5 and 3.3.6): the parameters come back. Size: 4 octets and these.
template <sctp_chunk_type Type>
struct basic_sctp_heartbeat {
  sctp_chunk_type type = Type;
  std::uint8_t flags = 0;
  computed<std::uint16_t> len{};  ///< octets without what fills up
  sctp_params params{};

  static constexpr std::string_view name = Type == sctp_chunk_type::heartbeat ? "SCTPChunkHeartbeatReq" : "SCTPChunkHeartbeatAck";
  [[nodiscard]] static constexpr bool is(sctp_chunk_type t) noexcept { return t == Type; }
  // clang-format off
  static constexpr auto wire = layout{
      field{"type", &basic_sctp_heartbeat::type, be<8>},
      field{"flags", &basic_sctp_heartbeat::flags, be<8>, hexadecimal{}},
      field{"len", &basic_sctp_heartbeat::len, be<16>, total_length{}},
      field{"params", &basic_sctp_heartbeat::params, wire_list},
  };
  // clang-format on
  friend constexpr bool operator==(const basic_sctp_heartbeat&, const basic_sctp_heartbeat&) = default;
};
using sctp_heartbeat = basic_sctp_heartbeat<sctp_chunk_type::heartbeat>;
using sctp_heartbeat_ack = basic_sctp_heartbeat<sctp_chunk_type::heartbeat_ack>;

/// Ends an association at once (RFC 9260 section 3.3.7). Size: 4 octets and the causes.
struct sctp_abort {
  sctp_chunk_type type = sctp_chunk_type::abort;
  std::uint8_t reserved = 0;
  std::uint8_t TCB = 0;            ///< 1: the sender knew of none; the tag is the other end's own
  computed<std::uint16_t> len{};
  octets error_causes{};

  static constexpr std::string_view name = "SCTPChunkAbort";
  [[nodiscard]] static constexpr bool is(sctp_chunk_type t) noexcept { return t == sctp_chunk_type::abort; }
  // clang-format off
  static constexpr auto wire = layout{
      field{"type", &sctp_abort::type, be<8>},
      field{"reserved", &sctp_abort::reserved, bits<7>},
      field{"TCB", &sctp_abort::TCB, bits<1>},
      field{"len", &sctp_abort::len, be<16>, total_length{}},
      field{"error_causes", &sctp_abort::error_causes, rest_of_layer},
  };
  // clang-format on
  friend constexpr bool operator==(const sctp_abort&, const sctp_abort&) = default;
};

/// No more data will come (RFC 9260 section 3.3.8). Size: 8 octets.
struct sctp_shutdown {
  sctp_chunk_type type = sctp_chunk_type::shutdown;
  std::uint8_t flags = 0;
  computed<std::uint16_t> len{};  ///< octets without what fills up
  std::uint32_t cumul_tsn_ack = 0;

  static constexpr std::string_view name = "SCTPChunkShutdown";
  [[nodiscard]] static constexpr bool is(sctp_chunk_type t) noexcept { return t == sctp_chunk_type::shutdown; }
  // clang-format off
  static constexpr auto wire = layout{
      field{"type", &sctp_shutdown::type, be<8>},
      field{"flags", &sctp_shutdown::flags, be<8>, hexadecimal{}},
      field{"len", &sctp_shutdown::len, be<16>, total_length{}},
      field{"cumul_tsn_ack", &sctp_shutdown::cumul_tsn_ack, be<32>, hexadecimal{}},
  };
  // clang-format on
  friend constexpr bool operator==(const sctp_shutdown&, const sctp_shutdown&) = default;
};

/// Brings back the cookie of an INIT ACK (RFC 9260 section 3.3.11). Size: 4 octets and the cookie.
struct sctp_cookie_echo {
  sctp_chunk_type type = sctp_chunk_type::cookie_echo;
  std::uint8_t flags = 0;
  computed<std::uint16_t> len{};  ///< octets without what fills up
  octets cookie{};

  static constexpr std::string_view name = "SCTPChunkCookieEcho";
  [[nodiscard]] static constexpr bool is(sctp_chunk_type t) noexcept { return t == sctp_chunk_type::cookie_echo; }
  // clang-format off
  static constexpr auto wire = layout{
      field{"type", &sctp_cookie_echo::type, be<8>},
      field{"flags", &sctp_cookie_echo::flags, be<8>, hexadecimal{}},
      field{"len", &sctp_cookie_echo::len, be<16>, total_length{}},
      field{"cookie", &sctp_cookie_echo::cookie, rest_of_layer},
  };
  // clang-format on
  friend constexpr bool operator==(const sctp_cookie_echo&, const sctp_cookie_echo&) = default;
};

/// A chunk that says all by being there. Size: 4 octets.
template <sctp_chunk_type Type>
struct basic_sctp_signal {
  sctp_chunk_type type = Type;
  std::uint8_t flags = 0;
  computed<std::uint16_t> len{};  ///< octets without what fills up

  static constexpr std::string_view name = Type == sctp_chunk_type::cookie_ack ? "SCTPChunkCookieAck" : "SCTPChunkShutdownAck";
  [[nodiscard]] static constexpr bool is(sctp_chunk_type t) noexcept { return t == Type; }
  // clang-format off
  static constexpr auto wire = layout{
      field{"type", &basic_sctp_signal::type, be<8>},
      field{"flags", &basic_sctp_signal::flags, be<8>, hexadecimal{}},
      field{"len", &basic_sctp_signal::len, be<16>, total_length{}},
  };
  // clang-format on
  friend constexpr bool operator==(const basic_sctp_signal&, const basic_sctp_signal&) = default;
};
using sctp_cookie_ack = basic_sctp_signal<sctp_chunk_type::cookie_ack>;
using sctp_shutdown_ack = basic_sctp_signal<sctp_chunk_type::shutdown_ack>;

/// Any other chunk by its number. Size: 4 octets and the value.
struct sctp_other {
  sctp_chunk_type type = sctp_chunk_type::error;
  std::uint8_t flags = 0;
  computed<std::uint16_t> len{};  ///< octets without what fills up
  octets value{};

  static constexpr std::string_view name = "SCTPChunk";
  [[nodiscard]] static constexpr bool is(sctp_chunk_type) noexcept { return true; }
  // clang-format off
  static constexpr auto wire = layout{
      field{"type", &sctp_other::type, be<8>},
      field{"flags", &sctp_other::flags, be<8>, hexadecimal{}},
      field{"len", &sctp_other::len, be<16>, total_length{}},
      field{"value", &sctp_other::value, rest_of_layer},
  };
  // clang-format on
  friend constexpr bool operator==(const sctp_other&, const sctp_other&) = default;
};

namespace detail {

/// An INIT is answered by an INIT ACK or an ABORT, with the tag that it asked for (RFC 9260 section 5.1).
struct sctp_conversation {
  static constexpr std::string_view text = "its tag and first chunk do not follow the request's";

  template <class View>
  [[nodiscard]] static constexpr bool holds(const View& reply, const View& request, std::size_t) noexcept {
    using L = typename View::layer_type;
    const bytes mine = reply.octets(), theirs = request.octets();
    if (theirs.size() < 20 || theirs[12] != plain_value(sctp_chunk_type::init)) return true;
    if (mine.size() < 16 || reply.template get<&L::tag>() != load_be<4>(theirs.data() + 16)) return false;
    return mine[12] == plain_value(sctp_chunk_type::init_ack) || mine[12] == plain_value(sctp_chunk_type::abort);
  }
};

}  // namespace detail

/// Stream Control Transmission Protocol (RFC 9260 section 3).
///
///      0               16                      31
///     +---------------+-----------------------+
///     |     sport     |         dport         |
///     +---------------+-----------------------+
///     |                  tag                  |
///     |                chksum                 |
///     +---------------------------------------+
///     |  chunks, each filled up to 4 octets
///
/// Size: 12 octets and the chunks. A chunk that is not whole ends it; what follows is raw.
///
/// \code
/// ip{.dst = "192.0.2.2"} / sctp{.sport = 1000, .dport = 2905, .chunks = {sctp_init{.init_tag = 7, .a_rwnd = 65536}}}
/// \endcode
struct sctp {
  std::uint16_t sport = 0, dport = 0;
  std::uint32_t tag = 0;              ///< what the other end asked for; 0 in the packet of an INIT
  computed<std::uint32_t> chksum{};   ///< CRC32c of the packet
  sctp_chunks chunks{};

  static constexpr std::string_view name = "SCTP";
  static constexpr number ids[] = {ip_protocol::sctp, next_header::sctp};
  // clang-format off
  static constexpr auto wire = layout{
      field{"sport",  &sctp::sport,  be<16>},
      field{"dport",  &sctp::dport,  be<16>},
      field{"tag",    &sctp::tag,    be<32>, hexadecimal{}},
      field{"chksum", &sctp::chksum, be<32>, crc32c_checksum{}, hexadecimal{}},
      field{"chunks", &sctp::chunks, whole_options<sctp_chunks>},
  };
  // clang-format on
  static constexpr reply_rules<mirrors<&sctp::dport, &sctp::sport>, mirrors<&sctp::sport, &sctp::dport>,
                               satisfies<detail::sctp_conversation>, final_layer> reply{};

  friend constexpr bool operator==(const sctp&, const sctp&) = default;
};

}  // namespace packetry
