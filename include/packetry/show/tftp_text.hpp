// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/tftp_options.hpp>
#include <packetry/show/rows.hpp>

namespace packetry::detail {

inline void write_list(row_sink& to, const char* name, const tftp_options& options, const row_context&) {
  if (!to.list(name)) return;
  options.for_each([&](bytes option, bytes value) {
    if (!to.element("TFTP_Option")) return;
    write_octets(to, "oname", option);
    write_octets(to, "value", value);
    to.element_end();
  });
  to.list_end();
}

}  // namespace packetry::detail
