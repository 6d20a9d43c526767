// SPDX-License-Identifier: BSL-1.0
// A stranger's program over the transport, which brings its threads. Every machine has a loopback interface.

#ifndef _REENTRANT
#error "the transport was compiled without -pthread"
#endif

#include <packetry/transport.hpp>

int main() { return packetry::interfaces().empty() ? 1 : 0; }
