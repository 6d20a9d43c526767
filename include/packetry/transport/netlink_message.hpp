// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/endian.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <type_traits>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

namespace packetry::detail {

/// Messages and attributes begin at multiples of 4 octets.
[[nodiscard]] constexpr std::size_t netlink_aligned(std::size_t size) noexcept { return (size + 3) & ~std::size_t{3}; }

/// A value of the kernel's out of a message; octets that are not there are zero.
template <class T>
[[nodiscard]] T load_as(bytes from) noexcept {
  static_assert(std::is_trivially_copyable_v<T>);
  T value{};
  std::memcpy(&value, from.data(), from.size() < sizeof value ? from.size() : sizeof value);
  return value;
}

/// Call `each(type, value)` for every attribute.
template <std::invocable<std::uint16_t, bytes> Each>
void for_each_attribute(bytes attributes, Each each) {
  while (attributes.size() >= sizeof(rtattr)) {
    const auto head = load_as<rtattr>(attributes);
    if (head.rta_len < sizeof head || head.rta_len > attributes.size()) return;
    each(static_cast<std::uint16_t>(head.rta_type & NLA_TYPE_MASK),
         attributes.subspan(sizeof head, head.rta_len - sizeof head));
    const std::size_t step = netlink_aligned(head.rta_len);
    if (step >= attributes.size()) return;
    attributes = attributes.subspan(step);
  }
}

/// Call `each(header, payload)` for every message in a datagram, until it returns false.
template <std::predicate<const nlmsghdr&, bytes> Each>
void for_each_message(bytes datagram, Each each) {
  while (datagram.size() >= sizeof(nlmsghdr)) {
    const auto head = load_as<nlmsghdr>(datagram);
    if (head.nlmsg_len < sizeof head || head.nlmsg_len > datagram.size()) return;
    if (!each(head, datagram.subspan(sizeof head, head.nlmsg_len - sizeof head))) return;
    const std::size_t step = netlink_aligned(head.nlmsg_len);
    if (step >= datagram.size()) return;
    datagram = datagram.subspan(step);
  }
}

/// A question to the kernel: a header, the body that its type asks for, attributes.
class netlink_request {
 public:
  /// What is not named in `body` must be zero: the kernel is asked to check strictly.
  template <class Body>
  netlink_request(std::uint16_t type, std::uint16_t flags, const Body& body) {
    static_assert(std::is_trivially_copyable_v<Body>);
    const nlmsghdr head{.nlmsg_len = 0,
                        .nlmsg_type = type,
                        .nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags),
                        .nlmsg_seq = 0,
                        .nlmsg_pid = 0};
    append(&head, sizeof head);
    append(&body, sizeof body);
  }

  void add(std::uint16_t type, bytes value) {
    const rtattr head{.rta_len = static_cast<std::uint16_t>(sizeof(rtattr) + value.size()), .rta_type = type};
    append(&head, sizeof head);
    append(value.data(), value.size());
  }
  void add(std::uint16_t type, std::uint32_t value) {
    std::array<std::uint8_t, sizeof value> host_order;
    std::memcpy(host_order.data(), &value, sizeof value);
    add(type, bytes{host_order});
  }

  /// The octets to send, numbered so that the answer can be told from those to earlier questions.
  [[nodiscard]] bytes numbered(std::uint32_t sequence) noexcept {
    const auto size = static_cast<std::uint32_t>(size_);
    std::memcpy(octets_.data() + offsetof(nlmsghdr, nlmsg_len), &size, sizeof size);
    std::memcpy(octets_.data() + offsetof(nlmsghdr, nlmsg_seq), &sequence, sizeof sequence);
    return {octets_.data(), size_};
  }

 private:
  void append(const void* from, std::size_t size) {
    if (size > octets_.size() - size_) throw std::length_error("netlink request");
    std::memcpy(octets_.data() + size_, from, size);
    size_ = netlink_aligned(size_ + size);
  }

  std::array<std::uint8_t, 256> octets_{};
  std::size_t size_ = 0;
};

}  // namespace packetry::detail
