// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

// The strings of one JSON object, for the corpus files: one object a line. Everything else in it is skipped.

namespace packetry::test {

/// Reads a line once. Wrong JSON throws std::runtime_error.
class json_reader {
 public:
  explicit json_reader(std::string_view text) : text_(text) {}

  /// The members of the outermost object whose values are strings.
  [[nodiscard]] std::map<std::string, std::string> strings() {
    std::map<std::string, std::string> members;
    expect('{');
    while (!accept('}')) {
      const std::string name = string();
      expect(':');
      if (peek() == '"') {
        members[name] = string();
      } else {
        skip();
      }
      accept(',');
    }
    return members;
  }

 private:
  [[noreturn]] void fail() const { throw std::runtime_error("no JSON at character " + std::to_string(at_)); }
  char peek() {
    while (at_ != text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) ++at_;
    if (at_ == text_.size()) fail();
    return text_[at_];
  }
  bool accept(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!accept(c)) fail();
  }

  std::string string() {
    std::string out;
    expect('"');
    while (at_ < text_.size() && text_[at_] != '"') {
      const char c = text_[at_++];
      if (c != '\\') {
        out += c;
      } else {
        escape(out);
      }
    }
    if (at_++ >= text_.size()) fail();
    return out;
  }

  void escape(std::string& out) {
    if (at_ == text_.size()) fail();
    const char c = text_[at_++];
    switch (c) {
      case 'n': out += '\n'; return;
      case 'r': out += '\r'; return;
      case 't': out += '\t'; return;
      case 'b': out += '\b'; return;
      case 'f': out += '\f'; return;
      case 'u': utf8(out, std::stoul(std::string{text_.substr(at_, 4)}, nullptr, 16)); at_ += 4; return;
      default: out += c;
    }
  }

  static void utf8(std::string& out, unsigned long point) {
    if (point < 0x80) {
      out += static_cast<char>(point);
    } else if (point < 0x800) {
      out += static_cast<char>(0xc0 | point >> 6);
      out += static_cast<char>(0x80 | (point & 0x3f));
    } else {
      out += static_cast<char>(0xe0 | point >> 12);
      out += static_cast<char>(0x80 | (point >> 6 & 0x3f));
      out += static_cast<char>(0x80 | (point & 0x3f));
    }
  }

  void skip() {
    const char open = peek();
    if (open == '"') {
      string();
    } else if (open == '{' || open == '[') {
      ++at_;
      const char close = open == '{' ? '}' : ']';
      while (!accept(close)) {
        skip();
        if (!accept(',')) accept(':');
      }
    } else {
      while (at_ != text_.size() && text_[at_] != ',' && text_[at_] != '}' && text_[at_] != ']' && text_[at_] != ':') ++at_;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// The members of a JSON object that are strings.
[[nodiscard]] inline std::map<std::string, std::string> json_strings(std::string_view line) { return json_reader{line}.strings(); }

}  // namespace packetry::test
