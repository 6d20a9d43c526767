// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/octets.hpp>
#include <packetry/fields/small_list.hpp>
#include <packetry/layer/records.hpp>
#include <packetry/numbers/dns_numbers.hpp>

#include <initializer_list>
#include <stdexcept>
#include <string_view>

namespace packetry {

/// Where mail for a name goes (RFC 1035 section 3.3.9). The lowest preference is tried first.
struct dns_mx {
  std::uint16_t preference = 0;
  domain_name exchange{};

  static constexpr std::string_view name = "DNSRRMX", title = "DNS MX Resource Record";
  static constexpr dns_type type = dns_type::mx;
  // clang-format off
  static constexpr auto wire = layout{
      field{"preference", &dns_mx::preference, be<16>},
      field{"exchange",   &dns_mx::exchange,   detail::name_codec{}},
  };
  // clang-format on
  friend constexpr bool operator==(const dns_mx&, const dns_mx&) = default;
};

/// Start of a zone of authority (RFC 1035 section 3.3.13). Times in seconds.
struct dns_soa {
  domain_name mname{}, rname{};  ///< the primary server; the mailbox of who is responsible
  std::uint32_t serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0;

  static constexpr std::string_view name = "DNSRRSOA", title = "DNS SOA Resource Record";
  static constexpr dns_type type = dns_type::soa;
  // clang-format off
  static constexpr auto wire = layout{
      field{"mname",   &dns_soa::mname,   detail::name_codec{}},
      field{"rname",   &dns_soa::rname,   detail::name_codec{}},
      field{"serial",  &dns_soa::serial,  be<32>},
      field{"refresh", &dns_soa::refresh, be<32>},
      field{"retry",   &dns_soa::retry,   be<32>},
      field{"expire",  &dns_soa::expire,  be<32>},
      field{"minimum", &dns_soa::minimum, be<32>},
  };
  // clang-format on
  friend constexpr bool operator==(const dns_soa&, const dns_soa&) = default;
};

/// Where a service is offered (RFC 2782).
struct dns_srv {
  std::uint16_t priority = 0, weight = 0, port = 0;
  domain_name target{};

  static constexpr std::string_view name = "DNSRRSRV", title = "DNS SRV Resource Record";
  static constexpr dns_type type = dns_type::srv;
  // clang-format off
  static constexpr auto wire = layout{
      field{"priority", &dns_srv::priority, be<16>},
      field{"weight",   &dns_srv::weight,   be<16>},
      field{"port",     &dns_srv::port,     be<16>},
      field{"target",   &dns_srv::target,   detail::name_codec{}},
  };
  // clang-format on
  friend constexpr bool operator==(const dns_srv&, const dns_srv&) = default;
};

/// One option of an OPT record (RFC 6891 section 6.1.2).
struct dns_edns_option {
  edns_option optcode{};
  computed<std::uint16_t> optlen{};  ///< octets of optdata
  octets optdata{};

  constexpr dns_edns_option() = default;
  constexpr dns_edns_option(edns_option code, const octets& data) : optcode(code), optdata(data) {}
  constexpr dns_edns_option(std::uint16_t code, const octets& data) : optcode(static_cast<edns_option>(code)), optdata(data) {}

  static constexpr std::string_view name = "EDNS0TLV", title = "DNS EDNS0 TLV";
  // clang-format off
  static constexpr auto wire = layout{
      field{"optcode", &dns_edns_option::optcode, be<16>},
      field{"optlen",  &dns_edns_option::optlen,  be<16>, size_of<&dns_edns_option::optdata>{}},
      field{"optdata", &dns_edns_option::optdata, octets_counted_by<&dns_edns_option::optlen>},
  };
  // clang-format on
  friend constexpr bool operator==(const dns_edns_option&, const dns_edns_option&) = default;
};

/// The options of an OPT record, in their order.
struct dns_edns_options {
  using option = dns_edns_option;

  small_list<dns_edns_option, 1> options{};

  static constexpr dns_type type = dns_type::opt;
  friend constexpr bool operator==(const dns_edns_options&, const dns_edns_options&) = default;
};

/// Strings of up to 255 octets each (RFC 1035 section 3.3.14), kept as on the wire: each behind its length.
class dns_txt {
 public:
  static constexpr dns_type type = dns_type::txt;

  constexpr dns_txt() noexcept = default;
  /// \throws std::length_error where a string is longer than 255 octets.
  constexpr dns_txt(std::initializer_list<std::string_view> strings) {
    for (const std::string_view s : strings) push_back(s);
  }

  constexpr void push_back(std::string_view text) {
    begin_string(text.size());
    for (const char c : text) wire_.push_back(static_cast<std::uint8_t>(c));
  }
  constexpr void push_back(bytes string) {
    begin_string(string.size());
    wire_.append(string.data(), string.size());
  }

  [[nodiscard]] constexpr bytes wire() const noexcept { return wire_; }

  /// The strings, in their order.
  class iterator {
   public:
    using value_type = bytes;
    using difference_type = std::ptrdiff_t;

    constexpr iterator() noexcept = default;
    constexpr explicit iterator(const std::uint8_t* at) noexcept : at_(at) {}
    [[nodiscard]] constexpr bytes operator*() const noexcept { return {at_ + 1, *at_}; }
    constexpr iterator& operator++() noexcept {
      at_ += *at_ + 1;
      return *this;
    }
    constexpr iterator operator++(int) noexcept {
      const iterator before = *this;
      ++*this;
      return before;
    }
    friend constexpr bool operator==(const iterator&, const iterator&) noexcept = default;

   private:
    const std::uint8_t* at_ = nullptr;
  };
  [[nodiscard]] constexpr iterator begin() const noexcept { return iterator{wire_.begin()}; }
  [[nodiscard]] constexpr iterator end() const noexcept { return iterator{wire_.end()}; }

  friend constexpr bool operator==(const dns_txt&, const dns_txt&) = default;

 private:
  constexpr void begin_string(std::size_t size) {
    if (size > 255) throw std::length_error("a string of a TXT record has at most 255 octets");
    wire_.push_back(static_cast<std::uint8_t>(size));
  }

  octets wire_;
};

template <>
struct view_extras<dns_mx> : detail::record_extras<dns_mx> {};
template <>
struct view_extras<dns_soa> : detail::record_extras<dns_soa> {};
template <>
struct view_extras<dns_srv> : detail::record_extras<dns_srv> {};

}  // namespace packetry
