// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/endian.hpp>
#include <packetry/transport/kernel_filter.hpp>

#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

namespace packetry::test {

/// A received frame as the kernel shows it to a program: one VLAN tag has been taken off, the protocol is kept beside it.
struct kernel_frame {
  std::vector<std::uint8_t> octets{};
  std::uint16_t protocol = 0;
};

[[nodiscard]] constexpr kernel_frame as_the_kernel_shows(bytes on_the_wire) {
  kernel_frame f{.octets = {on_the_wire.begin(), on_the_wire.end()}};
  if (f.octets.size() < 14) return f;
  f.protocol = static_cast<std::uint16_t>(detail::load_be<2>(f.octets.data() + 12));
  if ((f.protocol == 0x8100 || f.protocol == 0x88a8) && f.octets.size() >= 18) {
    f.octets.erase(f.octets.begin() + 12, f.octets.begin() + 16);
    f.protocol = static_cast<std::uint16_t>(detail::load_be<2>(f.octets.data() + 12));
  }
  return f;
}

/// What the kernel does with a program of the classic BPF: how many octets of the frame pass, 0 where it is dropped. Knows
/// the instructions that packetry uses. \throws std::logic_error at any other, and where a jump leaves the program.
class bpf_machine {
 public:
  constexpr explicit bpf_machine(std::span<const sock_filter> program) noexcept : program_(program) {}

  [[nodiscard]] constexpr std::uint32_t run(const kernel_frame& frame) {
    accumulator_ = index_ = 0;
    for (std::size_t at = 0; at < program_.size(); ++at) {
      const sock_filter& i = program_[at];
      switch (i.code & 0x07u) {
        case BPF_RET: return i.k;
        case BPF_JMP: at += holds(i) ? i.jt : i.jf; break;
        case BPF_ALU: compute(i); break;
        default:
          if (!load(i, frame)) return 0;
      }
    }
    throw std::logic_error("the program does not end");
  }

 private:
  [[nodiscard]] constexpr bool holds(const sock_filter& i) const {
    switch (i.code) {
      case BPF_JMP | BPF_JEQ | BPF_K: return accumulator_ == i.k;
      case BPF_JMP | BPF_JGE | BPF_K: return accumulator_ >= i.k;
      case BPF_JMP | BPF_JSET | BPF_K: return (accumulator_ & i.k) != 0;
      default: throw std::logic_error("an unknown jump");
    }
  }

  constexpr void compute(const sock_filter& i) {
    switch (i.code) {
      case BPF_ALU | BPF_AND | BPF_K: accumulator_ &= i.k; break;
      case BPF_ALU | BPF_ADD | BPF_K: accumulator_ += i.k; break;
      case BPF_ALU | BPF_SUB | BPF_X: accumulator_ -= index_; break;
      default: throw std::logic_error("an unknown computation");
    }
  }

  [[nodiscard]] constexpr bool load(const sock_filter& i, const kernel_frame& frame) {
    std::uint32_t octet = 0;
    switch (i.code) {
      case BPF_LDX | BPF_IMM: index_ = i.k; return true;
      case BPF_LD | BPF_W | BPF_LEN: accumulator_ = static_cast<std::uint32_t>(frame.octets.size()); return true;
      case BPF_LDX | BPF_B | BPF_MSH:
        if (!octets(frame, i.k, 1, octet)) return false;
        index_ = 4 * (octet & 15);
        return true;
      case BPF_LD | BPF_H | BPF_ABS:
        if (i.k == static_cast<std::uint32_t>(SKF_AD_OFF + SKF_AD_PROTOCOL)) return accumulator_ = frame.protocol, true;
        [[fallthrough]];
      case BPF_LD | BPF_B | BPF_ABS:
      case BPF_LD | BPF_W | BPF_ABS: return octets(frame, i.k, width(i), accumulator_);
      case BPF_LD | BPF_B | BPF_IND:
      case BPF_LD | BPF_H | BPF_IND:
      case BPF_LD | BPF_W | BPF_IND: return octets(frame, std::uint64_t{index_} + i.k, width(i), accumulator_);
      default: throw std::logic_error("an unknown load");
    }
  }

  [[nodiscard]] static constexpr unsigned width(const sock_filter& i) noexcept {
    return (i.code & 0x18u) == BPF_B ? 1 : (i.code & 0x18u) == BPF_H ? 2 : 4;
  }
  /// False: they are not all there.
  [[nodiscard]] static constexpr bool octets(const kernel_frame& frame, std::uint64_t at, unsigned size, std::uint32_t& to) {
    if (at + size > frame.octets.size()) return false;
    to = 0;
    for (unsigned i = 0; i != size; ++i) to = to << 8 | frame.octets[at + i];
    return true;
  }

  std::span<const sock_filter> program_;
  std::uint32_t accumulator_ = 0, index_ = 0;
};

[[nodiscard]] constexpr bool passes(std::span<const sock_filter> program, const kernel_frame& frame) {
  return bpf_machine{program}.run(frame) != 0;
}

}  // namespace packetry::test
