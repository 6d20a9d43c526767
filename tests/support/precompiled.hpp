// SPDX-License-Identifier: BSL-1.0
#pragma once

// What all unit tests of the core include, compiled once for them: with the standard catalog's layers, which every test
// that dissects would compile again. That each header stands alone is shown elsewhere.

#include <packetry/packetry.hpp>

#include <gtest/gtest.h>

namespace packetry::test {

[[nodiscard]] inline packet_view dissected(bytes octets) { return dissect(octets); }

}  // namespace packetry::test
