// SPDX-License-Identifier: BSL-1.0
#pragma once

// The same for the tests of the transport.

#include "precompiled.hpp"

#include <packetry/transport.hpp>
