// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/answer_shape.hpp>
#include <packetry/transport/kernel_filter.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <linux/if_ether.h>

namespace packetry::detail {

/// Writes a program of the classic BPF, whose jumps lead forward only, to places that become known later.
class filter_assembler {
 public:
  using label = std::size_t;

  [[nodiscard]] constexpr label make_label() {
    places_.push_back(0);
    return places_.size() - 1;
  }
  /// The next instruction is where those that jump to the label go on.
  constexpr void put(label here) { places_[here] = code_.size(); }

  constexpr void op(unsigned code, std::uint32_t k) { code_.push_back(bpf(code, k)); }
  /// Go on at a label where the comparison is true, with the next instruction where it is not; and the reverse.
  constexpr void jump_if(unsigned comparison, std::uint32_t k, label to) { jump(comparison, k, to, none); }
  constexpr void jump_unless(unsigned comparison, std::uint32_t k, label to) { jump(comparison, k, none, to); }

  [[nodiscard]] constexpr std::vector<sock_filter> take() {
    for (const branch& b : branches_) {
      const auto distance = [&](label l) { return static_cast<std::uint8_t>(l == none ? 0 : places_[l] - b.at - 1); };
      code_[b.at].jt = distance(b.if_true);
      code_[b.at].jf = distance(b.if_false);
    }
    return std::move(code_);
  }

 private:
  static constexpr label none = ~label{0};
  struct branch {
    std::size_t at;
    label if_true, if_false;
  };

  constexpr void jump(unsigned comparison, std::uint32_t k, label if_true, label if_false) {
    branches_.push_back({code_.size(), if_true, if_false});
    op(BPF_JMP | comparison | BPF_K, k);
  }

  std::vector<sock_filter> code_;
  std::vector<std::size_t> places_;
  std::vector<branch> branches_;
};

/// Writes what lets the answers of shapes pass. Octets are loaded from the frame's beginning: only those are found where
/// the kernel keeps a frame in pieces. A load from behind its end ends the program, and the frame is dropped: so lengths are
/// compared first.
class filter_writer {
 public:
  /// `link_size`: octets of the link header.
  constexpr explicit filter_writer(std::uint32_t link_size) noexcept : link_(link_size) {}

  constexpr void add(const answer_shape& shape) {
    pass_ = out_.make_label();
    next_ = out_.make_label();
    if (shape.protocol != 0) {
      out_.op(BPF_LD | BPF_H | BPF_ABS, static_cast<std::uint32_t>(SKF_AD_OFF + SKF_AD_PROTOCOL));
      out_.jump_unless(BPF_JEQ, shape.protocol, next_);
      if (shape.count != 0 || shape.above != answer_shape::any_above) compare(shape);
    }
    out_.put(pass_);
    out_.op(BPF_RET | BPF_K, whole_frame);
    out_.put(next_);
  }

  [[nodiscard]] constexpr std::vector<sock_filter> finish() {
    out_.op(BPF_RET | BPF_K, 0);
    return out_.take();
  }

 private:
  // Where the headers have what is looked at here (RFC 791 section 3.1, RFC 8200 section 3).
  static constexpr std::uint32_t v4_size = 20, v4_length = 2, v4_fragment = 6, v4_protocol = 9;
  static constexpr std::uint32_t v6_size = 40, v6_length = 4, v6_next = 6;

  constexpr void compare(const answer_shape& shape) {
    switch (shape.protocol) {
      case ETH_P_IP: return compare_v4(shape);
      case ETH_P_IPV6: return compare_v6(shape);
      default:
        require_size(shape.least[0]);
        require(shape, 0, test_role::guard);
        require(shape, 0, test_role::answer);
    }
  }

  constexpr void compare_v4(const answer_shape& shape) {
    require_size(v4_size);
    require(shape, 0, test_role::everybody);
    pass_errors(shape, v4_protocol);
    require(shape, 0, test_role::answer);
    if (!shape.decides_at(1)) return;
    enter_v4(pass_);
    load(2, v4_length);
    above(shape);
  }
  /// X is where the layer above begins; `fragment`: it is no beginning.
  constexpr void enter_v4(filter_assembler::label fragment) {
    load(1, 0);
    out_.op(BPF_ALU | BPF_AND | BPF_K, 0x0f);
    out_.jump_unless(BPF_JGE, v4_size / 4, pass_);
    out_.op(BPF_LDX | BPF_B | BPF_MSH, link_);
    load(2, v4_fragment);
    out_.jump_if(BPF_JSET, 0x1fff, fragment);
  }

  constexpr void enter_v6() { out_.op(BPF_LDX | BPF_IMM, v6_size); }

  constexpr void compare_v6(const answer_shape& shape) {
    require_size(v6_size);
    require(shape, 0, test_role::everybody);
    pass_errors(shape, v6_next);
    require(shape, 0, test_role::answer);
    if (shape.above == answer_shape::any_above) return;
    load(1, v6_next);
    if (shape.extended) {
      out_.jump_unless(BPF_JEQ, static_cast<std::uint32_t>(shape.above), pass_);
    } else {
      for (const std::uint8_t n : shape.extensions) out_.jump_if(BPF_JEQ, n, pass_);
      out_.jump_unless(BPF_JEQ, static_cast<std::uint32_t>(shape.above), next_);
    }
    if (!shape.decides_at(1)) return;
    enter_v6();
    load(2, v6_length);
    out_.op(BPF_ALU | BPF_ADD | BPF_K, v6_size);
    above(shape);
  }

  /// Errors pass by their type alone: what they quote is read by who asked.
  constexpr void pass_errors(const answer_shape& shape, std::uint32_t number_at) {
    for (const error_report& r : shape.errors) {
      const auto other = out_.make_label();
      load(1, number_at);
      out_.jump_unless(BPF_JEQ, r.number, other);
      number_at == v4_protocol ? enter_v4(other) : enter_v6();
      load_above(1, r.offset);
      for (std::size_t i = 0; i != r.count; ++i) out_.jump_if(BPF_JEQ, r.types[i], pass_);
      out_.put(other);
    }
  }

  /// The layer above, at X. The accumulator holds where the network layer says that the packet ends; a length less than its
  /// own header says nothing.
  constexpr void above(const answer_shape& shape) {
    out_.op(BPF_ALU | BPF_SUB | BPF_X, 0);
    out_.jump_unless(BPF_JGE, shape.least[1], pass_);
    out_.op(BPF_LD | BPF_W | BPF_LEN, 0);
    out_.op(BPF_ALU | BPF_SUB | BPF_X, 0);
    out_.jump_unless(BPF_JGE, link_ + shape.least[1], pass_);
    require(shape, 1, test_role::guard);
    require(shape, 1, test_role::answer);
  }

  constexpr void require_size(std::uint32_t octets) {
    out_.op(BPF_LD | BPF_W | BPF_LEN, 0);
    out_.jump_unless(BPF_JGE, link_ + octets, pass_);
  }

  constexpr void require(const answer_shape& shape, unsigned level, test_role role) {
    for (const field_test& t : shape.tests()) {
      if (t.level != level || t.role != role) continue;
      level == 0 ? load(t.size, t.offset) : load_above(t.size, t.offset);
      const std::uint64_t all = (std::uint64_t{1} << 8 * t.size) - 1;
      if (t.mask != all) out_.op(BPF_ALU | BPF_AND | BPF_K, t.mask);
      out_.jump_unless(BPF_JEQ, t.value, role == test_role::guard ? pass_ : next_);
    }
  }

  [[nodiscard]] static constexpr unsigned width(unsigned octets) noexcept {
    return octets == 1 ? BPF_B : octets == 2 ? BPF_H : BPF_W;
  }
  constexpr void load(unsigned size, std::uint32_t offset) { out_.op(BPF_LD | width(size) | BPF_ABS, link_ + offset); }
  constexpr void load_above(unsigned size, std::uint32_t offset) {
    out_.op(BPF_LD | width(size) | BPF_IND, link_ + offset);
  }

  std::uint32_t link_;
  filter_assembler out_;
  filter_assembler::label pass_ = 0, next_ = 0;
};

/// The program that lets pass what has any of these shapes, on links with a header of so many octets.
[[nodiscard]] constexpr std::vector<sock_filter> filter_program(std::span<const answer_shape> shapes, std::uint32_t link_size) {
  filter_writer out{link_size};
  for (const answer_shape& s : shapes) out.add(s);
  return out.finish();
}

}  // namespace packetry::detail
