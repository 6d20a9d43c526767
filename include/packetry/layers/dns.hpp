// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/dns_rdata.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/ports.hpp>

#include <string_view>

namespace packetry {

namespace detail {

/// What a question asks for when nothing is said.
inline constexpr domain_name example_name{"www.example.com"};

/// The initial value of a member, in a way that g++ does not take for a constant: of an aggregate with a destructor that
/// has constant members it clears all octets first, and those of `dns` are 400, almost all of them room for a name.
template <auto Value>
struct initial_value {
  template <class T>
  constexpr operator T() const noexcept {
    return std::is_constant_evaluated() ? static_cast<T>(Value) : static_cast<T>(Value);
  }
};
template <auto Value>
inline constexpr initial_value<Value> initial{};

}  // namespace detail

/// What is asked (RFC 1035 section 4.1.2; unicastresponse: RFC 6762 section 5.4).
///
/// \code
/// dns{.qd = {{.qname = "example.com", .qtype = dns_type::mx}}}
/// \endcode
struct dns_question {
  domain_name qname = detail::example_name;
  dns_type qtype = dns_type::a;
  std::uint8_t unicastresponse = 0;  ///< mDNS: 1 asks for an answer to the asker alone
  dns_class qclass = dns_class::in;

  static constexpr std::string_view name = "DNSQR", title = "DNS Question Record";
  // clang-format off
  static constexpr auto wire = layout{
      field{"qname",           &dns_question::qname,           detail::name_codec{}},
      field{"qtype",           &dns_question::qtype,           be<16>},
      field{"unicastresponse", &dns_question::unicastresponse, bits<1>},
      field{"qclass",          &dns_question::qclass,          bits<15>},
  };
  // clang-format on
  friend constexpr bool operator==(const dns_question&, const dns_question&) = default;
};

/// A resource record (RFC 1035 section 4.1.3; cacheflush: RFC 6762 section 10.2).
///
/// \code
/// dns_record{.rrname = "example.com", .ttl = 300, .rdata = ipv4_address{"192.0.2.1"}}
/// dns_record{.rrname = "example.com", .type = dns_type::ns, .rdata = domain_name{"ns1.example.com"}}
/// \endcode
struct dns_record {
  domain_name rrname{};
  computed<dns_type> type{};         ///< implied by the data's type, else A
  std::uint8_t cacheflush = 0;       ///< mDNS: 1 says that these are all the records of this name and type
  dns_class rclass = dns_class::in;
  std::uint32_t ttl = 0;             ///< seconds
  computed<std::uint16_t> rdlen{};   ///< octets of rdata as it is sent, compressed or not
  dns_rdata rdata{};

  static constexpr std::string_view name = "DNSRR", title = "DNS Resource Record";
  // clang-format off
  static constexpr auto wire = layout{
      field{"rrname",     &dns_record::rrname,     detail::name_codec{}},
      field{"type",       &dns_record::type,       be<16>, implied_by<&dns_record::rdata>{}},
      field{"cacheflush", &dns_record::cacheflush, bits<1>},
      field{"rclass",     &dns_record::rclass,     bits<15>},
      field{"ttl",        &dns_record::ttl,        be<32>},
      field{"rdlen",      &dns_record::rdlen,      be<16>, size_of<&dns_record::rdata>{}},
      field{"rdata",      &dns_record::rdata,      detail::rdata_codec<&dns_record::type, &dns_record::rdlen>{}},
  };
  // clang-format on
  friend constexpr bool operator==(const dns_record&, const dns_record&) = default;
};

/// The pseudo record of EDNS(0) (RFC 6891 section 6.1.2): goes into `ar`.
///
/// \code
/// dns{.ar = {dns_opt{.udp_size = 1232, .dnssec_ok = true, .options = {{10, "12345678"}}}}}
/// \endcode
struct dns_opt {
  std::uint16_t udp_size = 4096;    ///< octets of the largest UDP payload that the sender takes
  std::uint8_t extended_rcode = 0;  ///< the upper 8 bits of a 12-bit response code
  std::uint8_t version = 0;
  bool dnssec_ok = false;           ///< DO: wants DNSSEC records (RFC 3225)
  std::uint16_t z = 0;              ///< the 15 bits behind DO
  small_list<dns_edns_option, 1> options{};

  template <std::same_as<dns_record> Record>
  constexpr operator Record() const {
    return {.rrname = {},
            .type = dns_type::opt,
            .cacheflush = static_cast<std::uint8_t>(udp_size >> 15),
            .rclass = static_cast<dns_class>(udp_size & 0x7fff),
            .ttl = std::uint32_t{extended_rcode} << 24 | std::uint32_t{version} << 16 | (dnssec_ok ? 0x8000u : 0u) | z,
            .rdlen = {},
            .rdata = dns_edns_options{options}};
  }
};

namespace detail {

/// Ids are short and can be guessed, so a reply must also repeat the questions. One without any is taken only where there
/// is a reason for it: a server that could not read them reports an error; multicast DNS answers do not repeat them (RFC
/// 6762 section 6).
struct dns_same_questions {
  static constexpr std::string_view text = "its questions are not the request's";

  template <class View>
  [[nodiscard]] static constexpr bool holds(const View& reply, const View& request, std::size_t) noexcept {
    const auto mine = reply.qd(), theirs = request.qd();
    if (mine.empty()) {
      using L = typename View::layer_type;
      return theirs.empty() || reply.template get<&L::rcode>() != dns_rcode::ok || reply.template get<&L::id>() == 0;
    }
    auto j = theirs.begin();
    for (const auto& question : mine) {
      if (j == theirs.end() || question.qtype() != j->qtype() || question.qclass() != j->qclass() || !(question.qname() == j->qname()))
        return false;
      ++j;
    }
    return j == theirs.end();
  }
};

}  // namespace detail

/// Domain Name System message (RFC 1035 section 4.1; ad, cd: RFC 4035 section 3.2; multicast: RFC 6762, RFC 4795; over TCP: RFC
/// 7766 section 8).
///
/// Size: 12 octets and the records; over TCP two more, which count what follows. When it is sent, names are compressed;
/// `compress = false` writes them out.
///
/// \code
/// ip{.dst = "192.168.2.254"} / udp{} / dns{.id = 7, .qd = {{.qname = "2013.hack.lu"}}}
/// \endcode
struct dns {
  computed<std::uint16_t> length{};  ///< over TCP only: octets of the message behind it
  std::uint16_t id = detail::initial<0>;
  std::uint8_t qr = detail::initial<0>;                              ///< 0 question, 1 response
  dns_opcode opcode = detail::initial<dns_opcode::query>;
  std::uint8_t aa = detail::initial<0>, tc = detail::initial<0>;     ///< authoritative answer, truncated
  std::uint8_t rd = detail::initial<1>, ra = detail::initial<0>;     ///< recursion desired, available
  std::uint8_t z = detail::initial<0>;
  std::uint8_t ad = detail::initial<0>, cd = detail::initial<0>;     ///< authentic data, checking disabled
  dns_rcode rcode = detail::initial<dns_rcode::ok>;
  computed<std::uint16_t> qdcount{}, ancount{}, nscount{}, arcount{};
  small_list<dns_question, 1> qd{dns_question{}};
  small_list<dns_record, 0> an{}, ns{}, ar{};
  bool compress = detail::initial<true>;                             ///< not on the wire

  using write_context = detail::name_compressor;
  static constexpr std::string_view name = "DNS";
  static constexpr number ids[] = {udp_port::domain, udp_port::mdns, tcp_port::domain, udp_port::llmnr};
  // clang-format off
  static constexpr auto wire = layout{
      field{"length",  &dns::length,  be<16>, over<tcp_port>{}, rest_length{}},
      field{"id",      &dns::id,      be<16>},
      field{"qr",      &dns::qr,      bits<1>},
      field{"opcode",  &dns::opcode,  bits<4>},
      field{"aa",      &dns::aa,      bits<1>},
      field{"tc",      &dns::tc,      bits<1>},
      field{"rd",      &dns::rd,      bits<1>},
      field{"ra",      &dns::ra,      bits<1>},
      field{"z",       &dns::z,       bits<1>},
      field{"ad",      &dns::ad,      bits<1>},
      field{"cd",      &dns::cd,      bits<1>},
      field{"rcode",   &dns::rcode,   bits<4>},
      field{"qdcount", &dns::qdcount, be<16>, count_of<&dns::qd>{}},
      field{"ancount", &dns::ancount, be<16>, count_of<&dns::an>{}},
      field{"nscount", &dns::nscount, be<16>, count_of<&dns::ns>{}},
      field{"arcount", &dns::arcount, be<16>, count_of<&dns::ar>{}},
      field{"qd",      &dns::qd,      records<dns_question, &dns::qdcount>},
      field{"an",      &dns::an,      records<dns_record, &dns::ancount>},
      field{"ns",      &dns::ns,      records<dns_record, &dns::nscount>},
      field{"ar",      &dns::ar,      records<dns_record, &dns::arcount>},
  };
  // clang-format on
  static constexpr reply_rules<same<&dns::id>, by_pairs<&dns::qr, 0, 1>, satisfies<detail::dns_same_questions>, final_layer> reply{};

  friend constexpr bool operator==(const dns&, const dns&) = default;
};

// --- in place -------------------------------------------------------------------------------------------------------

namespace detail {

// Templates, so that whoever reads nothing in place pays nothing for it.

template <class Question>
struct question_fields : record_extras<Question> {
  /// Octets of `qname` without compression: without reading it.
  [[nodiscard]] constexpr std::size_t qname_size() const noexcept { return this->template size_of_name<&Question::qname>(); }
  [[nodiscard]] constexpr domain_name qname() const noexcept { return this->template get<&Question::qname>(); }
  [[nodiscard]] constexpr dns_type qtype() const noexcept { return this->template get<&Question::qtype>(); }
  [[nodiscard]] constexpr std::uint8_t unicastresponse() const noexcept { return this->template get<&Question::unicastresponse>(); }
  [[nodiscard]] constexpr dns_class qclass() const noexcept { return this->template get<&Question::qclass>(); }
};

template <class Record>
struct record_fields : record_extras<Record> {
  /// Octets of `rrname` without compression: without reading it.
  [[nodiscard]] constexpr std::size_t rrname_size() const noexcept { return this->template size_of_name<&Record::rrname>(); }
  [[nodiscard]] constexpr domain_name rrname() const noexcept { return this->template get<&Record::rrname>(); }
  [[nodiscard]] constexpr dns_type type() const noexcept { return this->template get<&Record::type>(); }
  [[nodiscard]] constexpr std::uint8_t cacheflush() const noexcept { return this->template get<&Record::cacheflush>(); }
  [[nodiscard]] constexpr dns_class rclass() const noexcept { return this->template get<&Record::rclass>(); }
  [[nodiscard]] constexpr std::uint32_t ttl() const noexcept { return this->template get<&Record::ttl>(); }
  [[nodiscard]] constexpr std::uint16_t rdlen() const noexcept { return this->template get<&Record::rdlen>(); }
  /// The data's octets; its names may be compressed.
  [[nodiscard]] constexpr bytes rdata() const noexcept {
    return {this->view().template place<index_of<Record, &Record::rdata>>(), this->view().header_end()};
  }
  /// The data as what `dns_rdata::as` reads; nothing where it is none.
  template <class T>
  [[nodiscard]] constexpr std::optional<T> as() const {
    return read_rdata<T>({this->view().message(), this->view().end(), rdata(), this->chains});
  }
  [[nodiscard]] constexpr std::optional<ipv4_address> address() const { return as<ipv4_address>(); }
  [[nodiscard]] constexpr std::optional<domain_name> name() const { return as<domain_name>(); }
};

template <class L>
struct dns_lists {
  record_places places;  ///< of all sections, one after the other

  [[nodiscard]] constexpr record_range<dns_question> qd() const noexcept {
    if (places.known()) return known<dns_question, &L::qdcount>();
    return list<dns_question, &L::qdcount>(view().base() + shape<L>.fixed_size);
  }
  [[nodiscard]] constexpr record_range<dns_record> an() const noexcept {
    if (places.known()) return known<dns_record, &L::ancount, &L::qdcount>();
    return list<dns_record, &L::ancount>(qd().list_end());
  }
  [[nodiscard]] constexpr record_range<dns_record> ns() const noexcept {
    if (places.known()) return known<dns_record, &L::nscount, &L::qdcount, &L::ancount>();
    return list<dns_record, &L::nscount>(an().list_end());
  }
  [[nodiscard]] constexpr record_range<dns_record> ar() const noexcept {
    if (places.known()) return known<dns_record, &L::arcount, &L::qdcount, &L::ancount, &L::nscount>();
    return list<dns_record, &L::arcount>(ns().list_end());
  }

 private:
  [[nodiscard]] constexpr const layer_view<L>& view() const noexcept { return static_cast<const layer_view<L>&>(*this); }
  template <auto Count>
  [[nodiscard]] constexpr std::size_t count() const noexcept { return to_uint(view().template get<Count>()); }

  template <class Record, auto Count>
  [[nodiscard]] constexpr record_range<Record> list(const std::uint8_t* at) const noexcept {
    return records_codec<Record, Count>::in_place(view(), at);
  }
  template <class Record, auto Count, auto... Before>
  [[nodiscard]] constexpr record_range<Record> known() const noexcept {
    const std::size_t first = (std::size_t{0} + ... + count<Before>());
    // Behind the last record there is no place: an empty list there begins where the message's records end.
    const std::uint8_t* const end = view().header_end();
    const std::uint8_t* const at = first == places.size() ? end : view().message() + places[first].at;
    return {{view().message(), at, end, message_end(view()), count<Count>()}, places, first};
  }
};

}  // namespace detail

template <>
struct view_extras<dns_question> : detail::question_fields<dns_question> {};
template <>
struct view_extras<dns_record> : detail::record_fields<dns_record> {};
template <>
struct view_extras<dns> : detail::dns_lists<dns> {};

}  // namespace packetry
