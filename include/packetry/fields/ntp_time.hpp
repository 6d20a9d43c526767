// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/stream.hpp>
#include <packetry/fields/timestamp.hpp>

#include <cstdint>
#include <string>

namespace packetry {

namespace detail {

/// A binary fraction exactly, in decimal: no digit more than needed.
inline void append_fixed_point(std::string& out, std::uint64_t whole, std::uint32_t fraction, unsigned bits) {
  out += std::to_string(whole);
  if (fraction != 0) out += '.';
  for (std::uint64_t rest = fraction; rest != 0; rest &= (std::uint64_t{1} << bits) - 1) {
    rest *= 10;
    out += static_cast<char>('0' + (rest >> bits));
  }
}

/// "Sun, 07 Jan 2018 12:30:00 +0000", of seconds since 1970.
inline void append_date(std::string& out, std::int64_t seconds) {
  constexpr const char* week[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto two = [&](std::int64_t v, char behind) {
    out += static_cast<char>('0' + v / 10);
    out += static_cast<char>('0' + v % 10);
    out += behind;
  };
  const std::int64_t days = seconds / 86400, second = seconds % 86400;
  // Days of a year that begins in March, so that the leap day is its last.
  const std::int64_t z = days + 719468, era = z / 146097, doe = z % 146097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const std::int64_t mp = (5 * doy + 2) / 153, month = mp < 10 ? mp + 2 : mp - 10;
  (out += week[days % 7]) += ", ";
  two(doy - (153 * mp + 2) / 5 + 1, ' ');
  (out += months[month]) += ' ';
  (out += std::to_string(yoe + era * 400 + (month < 2 ? 1 : 0))) += ' ';
  two(second / 3600, ':');
  two(second / 60 % 60, ':');
  two(second % 60, ' ');
  out += "+0000";
}

}  // namespace detail

/// Seconds of up to 65535, in units of 1/65536 (RFC 5905 section 6): a delay.
class ntp_short {
 public:
  using prints_as_text = void;

  constexpr ntp_short() noexcept = default;
  constexpr explicit ntp_short(std::uint32_t units) noexcept : value_(units) {}
  [[nodiscard]] static constexpr ntp_short seconds(double s) noexcept { return ntp_short{static_cast<std::uint32_t>(s * 65536)}; }
  [[nodiscard]] constexpr std::uint32_t value() const noexcept { return value_; }
  [[nodiscard]] constexpr double seconds() const noexcept { return value_ / 65536.0; }

  friend constexpr bool operator==(ntp_short, ntp_short) noexcept = default;
  friend void append_to(std::string& out, ntp_short t) { detail::append_fixed_point(out, t.value_ >> 16, t.value_ & 0xffff, 16); }

 private:
  std::uint32_t value_ = 0;
};

/// Seconds since 1900-01-01, in units of 2^-32 (RFC 5905 section 6). 0: not known. They begin anew in 2036.
///
/// \code
/// ntp{.sent = timestamp{1515328200}}
/// \endcode
class ntp_timestamp {
 public:
  using prints_as_text = void;

  constexpr ntp_timestamp() noexcept = default;
  constexpr explicit ntp_timestamp(std::uint64_t units) noexcept : value_(units) {}
  constexpr ntp_timestamp(const timestamp& t) noexcept
      : value_(static_cast<std::uint64_t>(t.seconds + seconds_to_1970) << 32 |
               ((std::uint64_t{t.nanoseconds} << 32) + 999'999'999) / 1'000'000'000) {}

  [[nodiscard]] constexpr std::uint64_t value() const noexcept { return value_; }
  /// The time it stands for, as if it were before 2036.
  [[nodiscard]] constexpr timestamp time() const noexcept {
    return {static_cast<std::int64_t>(value_ >> 32) - seconds_to_1970,
            static_cast<std::uint32_t>((value_ & 0xffff'ffff) * 1'000'000'000 >> 32)};
  }

  friend constexpr bool operator==(ntp_timestamp, ntp_timestamp) noexcept = default;

  /// A date; what lies before 1970 as the number that it is.
  friend void append_to(std::string& out, ntp_timestamp t) {
    const timestamp since = t.time();
    if (since.seconds >= 0) return detail::append_date(out, since.seconds);
    detail::append_fixed_point(out, t.value_ >> 32, static_cast<std::uint32_t>(t.value_), 32);
  }

 private:
  static constexpr std::int64_t seconds_to_1970 = 2'208'988'800;
  std::uint64_t value_ = 0;
};

}  // namespace packetry
