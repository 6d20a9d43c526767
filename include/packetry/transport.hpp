// SPDX-License-Identifier: BSL-1.0
#pragma once

// Packets on the wire: everything of the transport. Text and capture files are in packetry.hpp.

#include <packetry/transport/interfaces.hpp>
#include <packetry/transport/resolve.hpp>
#include <packetry/transport/sr.hpp>
