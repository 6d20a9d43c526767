// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/descriptor.hpp>

#include <array>
#include <cstdint>
#include <span>

#include <linux/filter.h>
#include <linux/if_ether.h>
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

/// IPv4, ARP, IPv6. By the protocol the kernel keeps beside the frame: right behind a VLAN tag that it has taken off,
/// and on links without a link header. Not by address: a request from a made-up source is answered to that source.
inline constexpr std::array network_filter = {
    bpf(BPF_LD | BPF_H | BPF_ABS, static_cast<std::uint32_t>(SKF_AD_OFF + SKF_AD_PROTOCOL)),
    bpf(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IP, 3),
    bpf(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_ARP, 2),
    bpf(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IPV6, 1),
    bpf(BPF_RET | BPF_K, 0),
    bpf(BPF_RET | BPF_K, whole_frame),
};

inline constexpr std::array pass_filter = {bpf(BPF_RET | BPF_K, whole_frame)};
inline constexpr std::array drop_filter = {bpf(BPF_RET | BPF_K, 0)};

/// Replaces the filter that is there. What it let pass stays queued.
[[nodiscard]] inline error_code attach_filter(const descriptor& socket, std::span<const sock_filter> program) noexcept {
  const sock_fprog all{.len = static_cast<unsigned short>(program.size()),
                       .filter = const_cast<sock_filter*>(program.data())};  // the kernel only reads it
  return set_option(socket, SOL_SOCKET, SO_ATTACH_FILTER, all);
}

}  // namespace packetry::detail
