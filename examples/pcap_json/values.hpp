// SPDX-License-Identifier: BSL-1.0
#pragma once

// How a value is written, by its type alone: addresses and names as text, what is counted as a number, all else as the
// octets it stands in.

#include "text.hpp"

#include <packetry/packetry.hpp>

#include <type_traits>

namespace example {

using namespace packetry;

template <class T>
concept prints_as_address = std::is_same_v<T, mac_address> || std::is_same_v<T, ipv4_address> || std::is_same_v<T, ipv6_address>;

template <class T>
concept counted = std::is_integral_v<T> || std::is_enum_v<T>;

/// Flags, times: classes that are made of a number.
template <class T>
concept made_of_number = std::is_class_v<T> && !prints_as_address<T> && requires(const T& v) { v.value(); };

void append_value(std::string& out, const prints_as_address auto& address) {
  out += '"';
  append_to(out, address);
  out += '"';
}
void append_value(std::string& out, const counted auto& value) { append_number(out, static_cast<std::uint64_t>(value)); }
void append_value(std::string& out, const made_of_number auto& value) { append_number(out, static_cast<std::uint64_t>(value.value())); }

inline void append_value(std::string& out, const domain_name& name) {
  std::string text;
  append_to(text, name);
  append_text(out, text);
}

/// A member of an object, with its name.
template <class T>
void append_member(std::string& out, std::string_view name, const T& value) {
  append_key(out, name);
  append_value(out, value);
}
inline void append_member(std::string& out, std::string_view name, bytes octets) {
  append_key(out, name);
  append_hex(out, octets);
}
inline void append_text_member(std::string& out, std::string_view name, bytes octets) {
  append_key(out, name);
  append_text(out, {reinterpret_cast<const char*>(octets.data()), octets.size()});
}

}  // namespace example
