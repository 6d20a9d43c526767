// SPDX-License-Identifier: BSL-1.0
#pragma once

// Everything but the transport: packets as expressions, as octets, as text and in files. Needs no operating system.

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/checksum.hpp>
#include <packetry/bytes/prefetched.hpp>
#include <packetry/bytes/result.hpp>
#include <packetry/fields/network.hpp>
#include <packetry/io/capture_reader.hpp>
#include <packetry/io/capture_writer.hpp>
#include <packetry/io/rdpcap.hpp>
#include <packetry/io/time_text.hpp>
#include <packetry/io/wrpcap.hpp>
#include <packetry/layer/fields.hpp>
#include <packetry/packet/answers.hpp>
#include <packetry/packet/catalog.hpp>
#include <packetry/packet/dissect_all.hpp>
#include <packetry/packet/edit.hpp>
#include <packetry/packet/frames.hpp>
#include <packetry/packet/packet.hpp>
#include <packetry/packet/packet_template.hpp>
#include <packetry/packet/serialize.hpp>
#include <packetry/packet/standard_catalog.hpp>
#include <packetry/packet/stack.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/packet/vary.hpp>
#include <packetry/packet/visit.hpp>
#include <packetry/show/command.hpp>
#include <packetry/show/hexdump.hpp>
#include <packetry/show/json.hpp>
#include <packetry/show/ls.hpp>
#include <packetry/show/lsc.hpp>
#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>
#include <packetry/version.hpp>
