// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/descriptor.hpp>

#include <array>
#include <cstdint>
#include <span>

#include <linux/filter.h>
#include <sys/socket.h>

namespace packetry::detail {

// Programs of the classic BPF, which the kernel runs on a frame before it is queued: what does not pass costs no copy,
// no room in the queue and no wake-up. They let too much pass rather than too little; the exact decision is `answers`.

/// One instruction, its kinds as <linux/bpf_common.h> writes them.
[[nodiscard]] constexpr sock_filter bpf(unsigned code, std::uint32_t k, unsigned if_true = 0,
                                        unsigned if_false = 0) noexcept {
  return {.code = static_cast<std::uint16_t>(code),
          .jt = static_cast<std::uint8_t>(if_true),
          .jf = static_cast<std::uint8_t>(if_false),
          .k = k};
}

inline constexpr std::uint32_t whole_frame = 0x40000;  // more octets than any frame has

inline constexpr std::array pass_filter = {bpf(BPF_RET | BPF_K, whole_frame)};
inline constexpr std::array drop_filter = {bpf(BPF_RET | BPF_K, 0)};

/// Replaces the filter that is there. What it let pass stays queued.
[[nodiscard]] inline error_code attach_filter(const descriptor& socket, std::span<const sock_filter> program) noexcept {
  const sock_fprog all{.len = static_cast<unsigned short>(program.size()),
                       .filter = const_cast<sock_filter*>(program.data())};  // the kernel only reads it
  return set_option(socket, SOL_SOCKET, SO_ATTACH_FILTER, all);
}

}  // namespace packetry::detail
