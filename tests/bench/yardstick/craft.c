/* SPDX-License-Identifier: BSL-1.0
 *
 * Crafting by hand: every field written in order, then both checksums summed over the octets. */
#include <string.h>

#include "yardstick.h"

static inline uint8_t* put1(uint8_t* p, uint32_t v) { return *p = (uint8_t)v, p + 1; }
static inline uint8_t* put2(uint8_t* p, uint32_t v) {
  const uint16_t swapped = __builtin_bswap16((uint16_t)v);
  memcpy(p, &swapped, sizeof swapped);
  return p + 2;
}
static inline uint8_t* put4(uint8_t* p, uint32_t v) {
  const uint32_t swapped = __builtin_bswap32(v);
  memcpy(p, &swapped, sizeof swapped);
  return p + 4;
}
static inline uint8_t* put(uint8_t* p, const void* octets, size_t size) { return memcpy(p, octets, size), p + size; }

/* RFC 1071 in this machine's order of octets: 32 bits at a time, carries collected above them. */
static inline uint64_t sum_of(const uint8_t* p, size_t size) {
  uint64_t sum = 0;
  for (; size >= 4; p += 4, size -= 4) {
    uint32_t v;
    memcpy(&v, p, sizeof v);
    sum += v;
  }
  if (size >= 2) {
    uint16_t v;
    memcpy(&v, p, sizeof v);
    sum += v;
    p += 2, size -= 2;
  }
  return size ? sum + *p : sum;
}
static inline uint16_t checksum_of(uint64_t sum) {
  sum = (sum & 0xffffffff) + (sum >> 32);
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  return (uint16_t)~sum;
}
static inline uint64_t pseudo_header(const uint8_t* ip, uint32_t size, uint32_t protocol) {
  return sum_of(ip + 12, 8) + __builtin_bswap16((uint16_t)size) + __builtin_bswap16((uint16_t)protocol);
}

static const uint8_t here[6] = {2, 0, 0, 0, 0, 1}, there[6] = {2, 0, 0, 0, 0, 2};

/* Ethernet and IPv4, with the checksum; where the next header begins. */
static inline uint8_t* lower(uint8_t* frame, uint32_t i, uint32_t payload, uint32_t protocol) {
  uint8_t* p = put2(put(put(frame, there, 6), here, 6), 0x0800);
  p = put2(put2(put2(put1(put1(p, 0x45), 0), 20 + payload), i), 0);
  p = put2(put1(put1(p, 64), protocol), 0);
  p = put4(put4(p, 0x0a000001), 0x0a000000 + i);
  const uint16_t sum = checksum_of(sum_of(frame + 14, 20));
  memcpy(frame + 24, &sum, sizeof sum);
  return p;
}

static inline void syn(uint8_t* frame, uint32_t i) {
  uint8_t* p = put2(put2(lower(frame, i, 20, 6), 1024 + i % 32768), 80);
  p = put1(put1(put4(put4(p, i * 2654435761u), 0), 5 << 4), 2);
  put2(put2(put2(p, 64240), 0), 0);
  const uint16_t sum = checksum_of(pseudo_header(frame + 14, 20, 6) + sum_of(frame + 34, 20));
  memcpy(frame + 50, &sum, sizeof sum);
}

static inline uint8_t* put_name(uint8_t* p, const char* name) {
  for (;; ++name) {
    uint8_t* const length = p++;
    while (*name && *name != '.') *p++ = (uint8_t)*name++;
    *length = (uint8_t)(p - length - 1);
    if (!*name) break;
  }
  return put1(p, 0);
}

static inline void query(uint8_t* frame, uint32_t i, const char* name) {
  uint8_t* const udp = frame + 34;
  uint8_t* p = put2(put2(put2(udp + 8, 0x1234 + i), 0x0100), 1);
  p = put2(put2(put_name(put2(put2(put2(p, 0), 0), 0), name), 1), 1);
  const uint32_t size = (uint32_t)(p - udp);
  lower(frame, i, size, 17);
  put2(put2(put2(put2(udp, 1024 + i % 32768), 53), size), 0);
  uint16_t sum = checksum_of(pseudo_header(frame + 14, size, 17) + sum_of(udp, size));
  if (sum == 0) sum = 0xffff;
  memcpy(frame + 40, &sum, sizeof sum);
}

uint64_t c_craft_syn(uint32_t count) {
  uint64_t sum = 0;
  uint8_t frame[128];
  for (uint32_t i = 0; i < count; ++i) {
    syn(frame, i);
    seen_by_all(frame);
    sum += checksums_of(frame, 50);
  }
  return sum;
}
uint64_t c_craft_dns(uint32_t count) {
  uint64_t sum = 0;
  uint8_t frame[128];
  for (uint32_t i = 0; i < count; ++i) {
    query(frame, i, "www.example.com");
    seen_by_all(frame);
    sum += checksums_of(frame, 40);
  }
  return sum;
}

/* The other way: a frame made once, its changing fields 0, and the sums over it; each copy is stamped. */
struct stamped {
  uint8_t frame[128];
  uint64_t ip_sum, up_sum;  /* both checksums' octets, without what is stamped */
};

static inline struct stamped stamp_of(const uint8_t* frame, uint32_t size, uint32_t upper, uint32_t protocol) {
  struct stamped s;
  memcpy(s.frame, frame, size);
  memset(s.frame + 18, 0, 2), memset(s.frame + 24, 0, 2), memset(s.frame + 30, 0, 6), memset(s.frame + upper, 0, 2);
  memset(s.frame + (protocol == 6 ? 38 : 42), 0, protocol == 6 ? 4 : 2);
  s.ip_sum = sum_of(s.frame + 14, 20);
  s.up_sum = pseudo_header(s.frame + 14, size - 34, protocol) + sum_of(s.frame + 34, size - 34);
  return s;
}

uint64_t c_template_syn(uint32_t count) {
  uint64_t sum = 0;
  uint8_t frame[128];
  syn(frame, 0);
  const struct stamped s = stamp_of(frame, 54, 50, 6);
  for (uint32_t i = 0; i < count; ++i) {
    memcpy(frame, s.frame, 54);
    const uint16_t id = __builtin_bswap16((uint16_t)i), port = __builtin_bswap16((uint16_t)(1024 + i % 32768));
    const uint32_t to = __builtin_bswap32(0x0a000000 + i), seq = __builtin_bswap32(i * 2654435761u);
    memcpy(frame + 18, &id, 2), memcpy(frame + 30, &to, 4), memcpy(frame + 34, &port, 2), memcpy(frame + 38, &seq, 4);
    const uint16_t lower = checksum_of(s.ip_sum + id + to), upper = checksum_of(s.up_sum + to + port + seq);
    memcpy(frame + 24, &lower, 2), memcpy(frame + 50, &upper, 2);
    seen_by_all(frame);
    sum += checksums_of(frame, 50);
  }
  return sum;
}

uint64_t c_template_dns(uint32_t count) {
  uint64_t sum = 0;
  uint8_t frame[128];
  query(frame, 0, "www.example.com");
  const uint32_t size = 14 + (uint32_t)(frame[16] << 8 | frame[17]);
  const struct stamped s = stamp_of(frame, size, 40, 17);
  for (uint32_t i = 0; i < count; ++i) {
    memcpy(frame, s.frame, 80);
    const uint16_t id = __builtin_bswap16((uint16_t)i), port = __builtin_bswap16((uint16_t)(1024 + i % 32768));
    const uint16_t question = __builtin_bswap16((uint16_t)(0x1234 + i));
    const uint32_t to = __builtin_bswap32(0x0a000000 + i);
    memcpy(frame + 18, &id, 2), memcpy(frame + 30, &to, 4), memcpy(frame + 34, &port, 2), memcpy(frame + 42, &question, 2);
    const uint16_t lower = checksum_of(s.ip_sum + id + to);
    uint16_t upper = checksum_of(s.up_sum + to + port + question);
    if (upper == 0) upper = 0xffff;
    memcpy(frame + 24, &lower, 2), memcpy(frame + 40, &upper, 2);
    seen_by_all(frame);
    sum += checksums_of(frame, 40);
  }
  return sum;
}
