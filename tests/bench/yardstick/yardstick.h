/* SPDX-License-Identifier: BSL-1.0
 *
 * What packetry is measured with: the same work by hand in C, and by libtins. Each returns a sum over what it read or wrote,
 * so that no part of the work can be left out by a compiler, or by us. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct frame {
  const uint8_t* octets;
  uint32_t size;
};

/* The sum over all frames, each bounds-checked: VLAN ids; ARP operation and protocol addresses; IPv4 addresses; ports;
 * ICMP type and code; of DNS on port 53 the counts of questions and answers, and of each answer its type and the length
 * of its name as text. All records of all sections are walked over. */
uint64_t c_dissect(const struct frame* frames, size_t count);
/* The same, every name copied out as text. */
uint64_t c_dissect_copying(const struct frame* frames, size_t count);
uint64_t tins_dissect(const struct frame* frames, size_t count);
uint64_t tins_dissect_file(const char* path);

/* `count` frames, one after another in the same buffer: Ether / IP / TCP SYN, and Ether / IP / UDP / DNS query for
 * www.example.com. The i-th: id i, to 10.0.0.0 + i, from port 1024 + i % 32768; seq i * 2654435761; DNS id 0x1234 + i.
 * The sum of both checksums. */
uint64_t c_craft_syn(uint32_t count);
uint64_t c_craft_dns(uint32_t count);
/* The same frames from one that was made before: fields stamped into a copy, both checksums from sums kept. */
uint64_t c_template_syn(uint32_t count);
uint64_t c_template_dns(uint32_t count);
uint64_t tins_craft_syn(uint32_t count);
uint64_t tins_craft_dns(uint32_t count);

/* `count` echo requests of 10.0.0.1 to 10.0.0.2, id 7, 56 octets of data, each after the answer to the one before; how many were
 * answered. Through a packet socket on `interface` to `mac`, or, that being NULL, through a raw socket. */
uint32_t c_echo(unsigned interface, const uint8_t* mac, uint32_t count);
/* Send `count` frames of 60 octets through an interface: as `frame`, which is UDP, but to port 1 and those after it, with the
 * checksums that follow. How many were sent. */
uint32_t c_send(unsigned interface, const uint8_t* frame, uint32_t count);

/* A SYN from 10.0.0.1, port 40000, to each port of 10.0.0.2 from 1 to `count`; how many have answered. */
uint32_t c_scan(unsigned interface, const uint8_t* mac, uint32_t count);

/* An ARP request of 10.0.0.1 for each of `count` addresses, at most 65,536, from `first` on. How many have answered, 50 ms after
 * the last was sent: nobody can tell that nobody else is there. */
uint32_t c_arp_sweep(unsigned interface, uint32_t first, uint32_t count);

/* The compiler must take it that somebody reads these octets now. */
static inline void seen_by_all(const void* octets) { __asm__ volatile("" : : "r"(octets) : "memory"); }

static inline uint64_t checksums_of(const uint8_t* frame, size_t upper) {
  return (uint64_t)(frame[24] << 8 | frame[25]) + (uint64_t)(frame[upper] << 8 | frame[upper + 1]);
}

#ifdef __cplusplus
}
#endif
