// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/ntp_time.hpp>
#include <packetry/fields/padded_octets.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/ntp_numbers.hpp>
#include <packetry/numbers/ports.hpp>

#include <string_view>

namespace packetry {

/// Network Time Protocol (RFC 5905 section 7.3).
///
///      0    2     5     8       16      24     31
///     +----+-----+-----+-------+-------+-------+
///     |leap| ver |mode |stratum| poll  | prec. |
///     +----+-----+-----+-------+-------+-------+
///     |      delay, dispersion, id or ref_id   |
///     |   ref, orig, recv, sent: 8 octets each |
///     +----------------------------------------+
///
/// Size: 48 octets. What stands behind (extensions, a key and a digest) is raw; so are messages of modes 6 and 7.
///
/// \code
/// ip{.dst = "192.0.2.123"} / udp{} / ntp{.sent = timestamp{1515328200}}
/// \endcode
struct ntp {
  ntp_leap leap = ntp_leap::none;
  std::uint8_t version = 4;
  ntp_mode mode = ntp_mode::client;
  std::uint8_t stratum = 2;              ///< how far from a reference clock: 1 has one; 0 and 16 mean not synchronized
  std::uint8_t poll = 10;                ///< seconds between messages, as a power of 2
  std::uint8_t precision = 0;            ///< of the clock, seconds as a power of 2, with a sign: 0xe9 is 2^-23
  ntp_short delay{}, dispersion{};       ///< to the reference clock, round trip; how wrong it may be
  ipv4_address id{127, 0, 0, 1};         ///< whom the sender has its time from
  padded_octets<4> ref_id{};             ///< of a stratum below 2 instead: the kind of its clock, "GPS"; or why it refuses, "RATE"
  ntp_timestamp ref{};                   ///< when the clock was last set
  ntp_timestamp orig{};                  ///< of an answer: `sent` of the question
  ntp_timestamp recv{}, sent{};          ///< when the question came, when this left

  static constexpr std::string_view name = "NTPHeader", summary = "NTP v{version}, {mode}";
  static constexpr number ids[] = {udp_port::ntp};
  // clang-format off
  static constexpr auto wire = layout{
      field{"leap",       &ntp::leap,       bits<2>},
      field{"version",    &ntp::version,    bits<3>},
      field{"mode",       &ntp::mode,       bits<3>, at_most<ntp_mode::broadcast>{}},
      field{"stratum",    &ntp::stratum,    be<8>},
      field{"poll",       &ntp::poll,       be<8>},
      field{"precision",  &ntp::precision,  be<8>},
      field{"delay",      &ntp::delay,      be<32>},
      field{"dispersion", &ntp::dispersion, be<32>},
      field{"id",         &ntp::id,         be<32>, unless<&ntp::stratum, 0, 1>{}},
      field{"ref_id",     &ntp::ref_id,     fixed_octets<4>, when<&ntp::stratum, 0, 1>{}},
      field{"ref",        &ntp::ref,        be<64>},
      field{"orig",       &ntp::orig,       be<64>},
      field{"recv",       &ntp::recv,       be<64>},
      field{"sent",       &ntp::sent,       be<64>},
  };
  // clang-format on
  static constexpr reply_rules<by_pairs<&ntp::mode, ntp_mode::client, ntp_mode::server, ntp_mode::symmetric_active, ntp_mode::symmetric_passive>,
                               mirrors<&ntp::orig, &ntp::sent>, final_layer> reply{};

  friend constexpr bool operator==(const ntp&, const ntp&) = default;
};

}  // namespace packetry
