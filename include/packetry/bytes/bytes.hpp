// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace packetry {

/// Borrowed octets: what every reading function takes. They are never copied and never written.
using bytes = std::span<const std::uint8_t>;

}  // namespace packetry
