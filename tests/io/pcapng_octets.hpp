// SPDX-License-Identifier: BSL-1.0
#pragma once

// pcapng captures built octet by octet (draft-ietf-opsawg-pcapng), without the code under test.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace packetry::test {

/// Integers and options in one byte order: the body of a block, or part of one.
struct ng_octets {
  bool little;
  std::vector<std::uint8_t> octets{};

  ng_octets& put(std::uint64_t value, std::size_t size = 4) {
    for (std::size_t i = 0; i != size; ++i) octets.push_back(static_cast<std::uint8_t>(value >> 8 * (little ? i : size - 1 - i)));
    return *this;
  }
  ng_octets& data(const std::vector<std::uint8_t>& d) {
    octets.insert(octets.end(), d.begin(), d.end());
    octets.resize((octets.size() + 3) / 4 * 4);
    return *this;
  }
  ng_octets& option(std::uint16_t code, std::string_view value) {
    return put(code, 2).put(value.size(), 2).data({value.begin(), value.end()});
  }
  ng_octets& option(std::uint16_t code, const ng_octets& value) {
    return put(code, 2).put(value.octets.size(), 2).data(value.octets);
  }
};

struct pcapng_octets {
  bool little;
  std::vector<std::uint8_t> octets{};
  std::vector<std::size_t> begins{};     ///< where each block begins
  std::uint16_t reserved = 0xabcd;       ///< in interface descriptions; whatever it says is ignored

  [[nodiscard]] ng_octets body() const { return {little}; }

  pcapng_octets& block(std::uint32_t type, const ng_octets& body) {
    begins.push_back(octets.size());
    ng_octets whole{little};
    whole.put(type).put(body.octets.size() + 12).data(body.octets).put(body.octets.size() + 12);
    octets.insert(octets.end(), whole.octets.begin(), whole.octets.end());
    return *this;
  }
  pcapng_octets& section(std::uint16_t major = 1, std::uint16_t minor = 0) {
    return block(0x0a0d'0d0a, body().put(0x1a2b'3c4d).put(major, 2).put(minor, 2).put(~std::uint64_t{0}, 8));
  }
  /// The section goes on in the other byte order.
  pcapng_octets& turned_section() {
    little = !little;
    return section();
  }
  pcapng_octets& interface(std::uint16_t link, std::uint32_t snaplen, const ng_octets& options) {
    return block(1, body().put(link, 2).put(reserved, 2).put(snaplen).data(options.octets));
  }
  pcapng_octets& interface(std::uint16_t link = 1, std::uint32_t snaplen = 0) { return interface(link, snaplen, body()); }

  [[nodiscard]] ng_octets enhanced_body(std::uint32_t at, std::uint64_t time, const std::vector<std::uint8_t>& d, std::uint32_t on_wire) const {
    return body().put(at).put(time >> 32).put(time & 0xffff'ffff).put(d.size()).put(on_wire).data(d);
  }
  pcapng_octets& enhanced(std::uint32_t at, std::uint64_t time, const std::vector<std::uint8_t>& d, std::uint32_t on_wire) {
    return block(6, enhanced_body(at, time, d, on_wire));
  }
  pcapng_octets& obsolete(std::uint16_t at, std::uint64_t time, const std::vector<std::uint8_t>& d, std::uint32_t on_wire) {
    return block(2, body().put(at, 2).put(7, 2).put(time >> 32).put(time & 0xffff'ffff).put(d.size()).put(on_wire).data(d));
  }
  pcapng_octets& simple(const std::vector<std::uint8_t>& d, std::uint32_t on_wire) { return block(3, body().put(on_wire).data(d)); }
};

}  // namespace packetry::test
