// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/io/block_options.hpp>
#include <packetry/io/word_order.hpp>

#include <cstddef>
#include <cstdint>

namespace packetry {

struct capture_record;

/// The kinds of block of a pcapng capture that packetry knows. There are others; they are copied as they are.
enum class block_type : std::uint32_t {
  none = 0,       ///< of a pcap capture: a packet, not a block
  interface = 1,  ///< interface description: link type, clock
  obsolete_packet = 2,
  simple_packet = 3,
  name_resolution = 4,
  interface_statistics = 5,
  enhanced_packet = 6,
  decryption_secrets = 10,
  custom = 0x0000'0bad,
  custom_not_copied = 0x4000'0bad,  ///< a custom block that whoever changes the capture should leave out
  section = 0x0a0d'0d0a,            ///< section header: what follows has its byte order, and interfaces of its own
};

/// One block of a pcapng capture as it stands in the file, whole. Its octets are borrowed from the reader, until its next.
///
/// \code
/// while (auto block = in.next_block())
///   if (block->type != block_type::decryption_secrets) out.write(*block);
/// \endcode
struct capture_block {
  block_type type{};
  bytes octets{};                          ///< with type, both lengths and padding; of a pcap capture: none
  bool little = false;                     ///< byte order of its section: least significant octet first
  const capture_record* packet = nullptr;  ///< the packet it holds, if it is of a kind that does; borrowed as the octets are

  /// What stands between the two lengths.
  [[nodiscard]] bytes body() const noexcept { return octets.size() < 12 ? bytes{} : octets.subspan(8, octets.size() - 12); }

  /// Its options, comments among them; none for kinds of which packetry does not know where they begin.
  [[nodiscard]] block_options options() const noexcept {
    const bytes b = body();
    const std::size_t at = options_at(b);
    return at > b.size() ? block_options{} : block_options{b.subspan(at), little};
  }

 private:
  [[nodiscard]] std::size_t options_at(bytes b) const noexcept {
    switch (type) {
      case block_type::section: return 16;
      case block_type::interface: return 8;
      case block_type::interface_statistics: return 12;
      case block_type::decryption_secrets: return behind_data(b, 8, 4);
      case block_type::obsolete_packet:
      case block_type::enhanced_packet: return behind_data(b, 20, 12);
      default: return b.size();
    }
  }

  /// Behind `fixed` octets and padded data whose length stands at `length_at`.
  [[nodiscard]] std::size_t behind_data(bytes b, std::size_t fixed, std::size_t length_at) const noexcept {
    if (b.size() < fixed) return b.size();
    const std::size_t length = detail::word_order{little}.word(b.data() + length_at);
    return fixed + (length + 3) / 4 * 4;
  }
};

}  // namespace packetry
