/* SPDX-License-Identifier: BSL-1.0
 *
 * Dissecting by hand: pointers that move forward, one comparison with the end for each header. */
#include <string.h>

#include "yardstick.h"

enum { ipv4 = 0x0800, arp = 0x0806, vlan = 0x8100, service_vlan = 0x88a8, icmp = 1, tcp = 6, udp = 17, domain = 53 };
enum { longest_name = 255, most_pointers = 30 };

/* `copying` is a constant wherever it is said, and has to be one where it is asked. */
#define always_inline inline __attribute__((always_inline))

static inline uint32_t two(const uint8_t* p) {
  uint16_t v;
  memcpy(&v, p, sizeof v);
  return __builtin_bswap16(v);
}
static inline uint32_t four(const uint8_t* p) {
  uint32_t v;
  memcpy(&v, p, sizeof v);
  return __builtin_bswap32(v);
}

/* Where the labels from `p` on end, at a pointer or the 0; NULL where that is not before `stop`. */
static inline const uint8_t* labels(const uint8_t* p, const uint8_t* stop, char** text) {
  for (; p < stop; p += *p + 1u) {
    if ((unsigned)(*p - 1) >= 63) return p;
    if (!text) continue;
    if (*p >= stop - p) return NULL;
    memcpy(*text, p + 1, *p);
    *text += *p;
    *(*text)++ = '.';
  }
  return NULL;
}

/* Behind the name at `p`, or NULL; its length with a dot after each label. */
static always_inline const uint8_t* name(const uint8_t* message, const uint8_t* p, const uint8_t* end, uint32_t* length, char* text) {
  const uint8_t* const begin = p;
  p = labels(p, end - p < longest_name ? end : p + longest_name, text ? &text : NULL);
  if (!p) return NULL;
  *length = (uint32_t)(p - begin);
  if (*p == 0) return p + 1;
  const uint8_t* const behind = p + 2;
  for (int pointers = 0; *p != 0; ++pointers) {
    if (*p < 0xc0 || end - p < 2 || pointers == most_pointers) return NULL;
    const uint8_t* const piece = message + (two(p) & 0x3fff);
    const int left = longest_name - (int)*length;
    p = labels(piece, end - piece < left ? end : piece + left, text ? &text : NULL);
    if (!p) return NULL;
    *length += (uint32_t)(p - piece);
  }
  return behind;
}

static always_inline uint64_t dns(const uint8_t* message, const uint8_t* end, int copying) {
  if (end - message < 12) return 0;
  char text[longest_name + 1];
  uint32_t length;
  const uint32_t questions = two(message + 4), answers = two(message + 6);
  const uint32_t records = answers + two(message + 8) + two(message + 10);
  uint64_t sum = questions + answers;
  const uint8_t* p = message + 12;
  for (uint32_t i = 0; i < questions; ++i) {
    p = name(message, p, end, &length, copying ? text : NULL);
    if (!p || end - p < 4) return sum;
    if (copying) seen_by_all(text);
    p += 4;
  }
  for (uint32_t i = 0; i < records; ++i) {
    p = name(message, p, end, &length, copying ? text : NULL);
    if (!p || end - p < 10) return sum;
    if (copying) seen_by_all(text);
    const uint32_t size = two(p + 8);
    if ((size_t)(end - p) - 10 < size) return sum;
    if (i < answers) sum += length - 1 + two(p); /* no dot at the end */
    p += 10 + size;
  }
  return sum;
}

static always_inline uint64_t upper(uint8_t protocol, const uint8_t* p, const uint8_t* end, int copying) {
  const size_t there = (size_t)(end - p);
  if (protocol == tcp) {
    if (there < 20) return 0;
    const size_t header = (p[12] >> 4) * 4u;
    return header < 20 || header > there ? 0 : two(p) + two(p + 2);
  }
  if (protocol == udp) {
    if (there < 8) return 0;
    const uint32_t source = two(p), destination = two(p + 2), size = two(p + 4);
    const uint64_t sum = source + destination;
    if (size < 8 || (source != domain && destination != domain)) return sum;
    return sum + dns(p + 8, size < there ? p + size : end, copying);
  }
  if (protocol == icmp && there >= 4) return (uint64_t)p[0] + p[1];
  return 0;
}

static always_inline uint64_t one(const uint8_t* p, uint32_t size, int copying) {
  const uint8_t* end = p + size;
  if (size < 14) return 0;
  uint64_t sum = 0;
  uint32_t type = two(p + 12);
  p += 14;
  while (type == vlan || type == service_vlan) {
    if (end - p < 4) return sum;
    sum += two(p) & 0xfff;
    type = two(p + 2);
    p += 4;
  }
  if (type == ipv4) {
    if (end - p < 20 || p[0] >> 4 != 4) return sum;
    const size_t header = (p[0] & 15) * 4u, total = two(p + 2);
    if (header < 20 || total < header || header > (size_t)(end - p)) return sum;
    sum += (uint64_t)four(p + 12) + four(p + 16);
    if (two(p + 6) & 0x1fff) return sum;
    if (total < (size_t)(end - p)) end = p + total;
    return sum + upper(p[9], p + header, end, copying);
  }
  if (type == arp && end - p >= 28) sum += two(p + 6) + (uint64_t)four(p + 14) + four(p + 24);
  return sum;
}

uint64_t c_dissect(const struct frame* frames, size_t count) {
  uint64_t sum = 0;
  for (size_t i = 0; i < count; ++i) sum += one(frames[i].octets, frames[i].size, 0);
  return sum;
}
uint64_t c_dissect_copying(const struct frame* frames, size_t count) {
  uint64_t sum = 0;
  for (size_t i = 0; i < count; ++i) sum += one(frames[i].octets, frames[i].size, 1);
  return sum;
}
