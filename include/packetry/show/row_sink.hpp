// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace packetry::detail {

/// Where the rows of a layer go: `show` takes all of them, `summary` one that it names, `ls` their values. A virtual
/// interface, so that a layer's rows are compiled once for all three.
class row_sink {
 public:
  bool whole_table = false;  ///< also rows whose condition does not hold
  bool as_sent = false;      ///< empty fields as the octets that are sent for them, not as None
  bool verbatim = false;     ///< values as Python's repr: numbers decimal, text in quotes

  /// Whether a row of that name need be read at all.
  virtual bool wants(const char*) { return true; }

  /// A row's value is to be appended to what this returns; nullptr: it is not wanted. Then `row_end`.
  virtual std::string* row(const char* name) = 0;
  virtual void row_end() {}

  /// A row that is a list of records: between `list` and `list_end`, `element`, the record's rows and `element_end` for
  /// each. Where `list` or `element` return false that part is left out.
  virtual bool list(const char* name) = 0;
  virtual bool element(std::string_view title) = 0;
  virtual void element_end() {}
  virtual void list_end() {}

  /// The list `name`, of which there may be nothing: its elements are `stacked`.
  virtual void stacked_list(const char*) {}
  /// A record of the list `name` that prints as a layer of its own, above this one: its rows follow. False: it is left out.
  virtual bool stacked(const char* name, std::string_view title) {
    static_cast<void>(name);
    static_cast<void>(title);
    return false;
  }

  /// A row that shows as many, with names of their own. False: it is left out.
  virtual bool unfolds(const char*) { return true; }

 protected:
  ~row_sink() = default;
};

}  // namespace packetry::detail
