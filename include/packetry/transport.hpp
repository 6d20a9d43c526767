// SPDX-License-Identifier: BSL-1.0
#pragma once

// Packets on the wire: everything of the transport. Text and capture files are in packetry.hpp. A program that does
// without `transport` saves the compiler Boost.Asio by including what it uses instead: packetry/transport/sr.hpp, ….

#include <packetry/transport/handshake_guard.hpp>
#include <packetry/transport/interfaces.hpp>
#include <packetry/transport/resolve.hpp>
#include <packetry/transport/route.hpp>
#include <packetry/transport/sniff.hpp>
#include <packetry/transport/sr.hpp>
#include <packetry/transport/transport.hpp>
