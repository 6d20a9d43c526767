// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/tftp_options.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/list_codecs.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/ports.hpp>
#include <packetry/numbers/tftp_numbers.hpp>

#include <string_view>

namespace packetry {

namespace detail {

/// Which message follows which (RFC 1350 section 2, RFC 2347).
struct tftp_conversation {
  static constexpr std::string_view text = "it does not follow the request";

  template <class View>
  [[nodiscard]] static constexpr bool holds(const View& reply, const View& request, std::size_t) noexcept {
    using L = typename View::layer_type;
    const tftp_op mine = reply.template get<&L::op>(), theirs = request.template get<&L::op>();
    const std::uint16_t my_block = reply.template get<&L::block>(), their_block = request.template get<&L::block>();
    if (mine == tftp_op::error) return theirs != tftp_op::error;
    switch (theirs) {
      case tftp_op::rrq: return mine == tftp_op::oack || (mine == tftp_op::data && my_block == 1);
      case tftp_op::wrq: return mine == tftp_op::oack || (mine == tftp_op::ack && my_block == 0);
      case tftp_op::data: return mine == tftp_op::ack && my_block == their_block;
      case tftp_op::ack: return mine == tftp_op::data && my_block == static_cast<std::uint16_t>(their_block + 1);
      default: return false;
    }
  }
};

}  // namespace detail

/// Trivial File Transfer Protocol (RFC 1350; options: RFC 2347).
///
/// Size: 2 octets and what `op` asks for; the octets of the file stand above a DATA. The server answers from a port of its own,
/// where its messages are raw: `catalog_with<bound<tftp, udp_port{…}>>` reads them.
///
/// \code
/// ip{.dst = "192.0.2.1"} / udp{.sport = 3000} / tftp{.filename = "boot.bin"}
/// udp{} / tftp{.op = tftp_op::data, .block = 1} / "octets of the file"
/// \endcode
struct tftp {
  tftp_op op = tftp_op::rrq;
  octets filename{};
  octets mode = "octet";
  std::uint16_t block = 0;
  tftp_error_code errorcode = tftp_error_code::not_defined;
  octets errormsg{};
  tftp_options options{};

  static constexpr std::string_view name = "TFTP";
  static constexpr std::string_view summary[] = {"TFTP {op} {filename}", "TFTP {op} {block}", "TFTP {op} {errorcode}: {errormsg}",
                                                 "TFTP {op}"};
  static constexpr number ids[] = {udp_port::tftp};
  // clang-format off
  static constexpr auto wire = layout{
      field{"op", &tftp::op, be<16>},
      choice<&tftp::op>(
          on<tftp_op::rrq, tftp_op::wrq>(
              field{"filename",  &tftp::filename,  zero_terminated},
              field{"mode",      &tftp::mode,      zero_terminated},
              field{"options",   &tftp::options,   rest_of_layer}),
          on<tftp_op::data, tftp_op::ack>(
              field{"block",     &tftp::block,     be<16>}),
          on<tftp_op::error>(
              field{"errorcode", &tftp::errorcode, be<16>},
              field{"errormsg",  &tftp::errormsg,  zero_terminated}),
          on<tftp_op::oack>(
              field{"options",   &tftp::options,   rest_of_layer})),
  };
  // clang-format on
  static constexpr reply_rules<satisfies<detail::tftp_conversation>, final_layer> reply{};

  friend constexpr bool operator==(const tftp&, const tftp&) = default;
};

}  // namespace packetry
