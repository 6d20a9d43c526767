/* SPDX-License-Identifier: BSL-1.0
 *
 * A SYN scan by hand: one frame stamped into 64 buffers, which go to the kernel in one call; what has come is read after each. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "packet_socket.h"
#include "yardstick.h"

enum { link_size = 14, ip_size = 20, tcp_size = 20, frame_size = link_size + ip_size + tcp_size, room = 64, port = 40000 };

static void store(uint8_t* p, uint32_t v) { p[0] = (uint8_t)(v >> 8), p[1] = (uint8_t)v; }
static uint32_t load(const uint8_t* p) { return (uint32_t)(p[0] << 8 | p[1]); }

static uint32_t sum_of(const uint8_t* p, int size) {
  uint32_t sum = 0;
  for (int i = 0; i < size; i += 2) sum += load(p + i);
  return sum;
}
static uint16_t fold(uint32_t sum) {
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  return (uint16_t)sum;
}

/* The frame but for its port; the sum that its checksum is taken from. */
static uint32_t prepare(uint8_t* frame, const uint8_t* mac) {
  static const uint8_t near[] = {2, 0, 0, 0, 0, 1}, from[] = {10, 0, 0, 1}, to[] = {10, 0, 0, 2};
  uint8_t *const ip = frame + link_size, *const tcp = ip + ip_size;
  memset(frame, 0, frame_size);
  memcpy(frame, mac, 6), memcpy(frame + 6, near, 6);
  store(frame + 12, ETHERTYPE_IP);
  ip[0] = 0x45, ip[8] = 64, ip[9] = IPPROTO_TCP;
  store(ip + 2, ip_size + tcp_size);
  memcpy(ip + 12, from, 4), memcpy(ip + 16, to, 4);
  store(ip + 10, (uint16_t)~fold(sum_of(ip, ip_size)));
  store(tcp, port);
  tcp[7] = 1, tcp[12] = 5 << 4, tcp[13] = 2;
  store(tcp + 14, 8192);
  return sum_of(ip + 12, 8) + IPPROTO_TCP + tcp_size + sum_of(tcp, tcp_size);
}

/* TCP to the port of this scan. */
static int open_socket(unsigned interface) {
  struct sock_filter program[] = {BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 23), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP, 0, 3),
                                  BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 36), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, port, 0, 1),
                                  BPF_STMT(BPF_RET | BPF_K, 0x40000),     BPF_STMT(BPF_RET | BPF_K, 0)};
  return packet_socket(interface, ETH_P_IP, program, sizeof program / sizeof *program);
}

static uint32_t drain(int fd, uint8_t* seen) {
  uint8_t frame[128];
  uint32_t fresh = 0;
  for (;;) {
    const ssize_t got = recv(fd, frame, sizeof frame, MSG_DONTWAIT);
    if (got < 0) return fresh;
    if (got < frame_size) continue;
    uint8_t* const known = &seen[load(frame + link_size + ip_size)];
    fresh += !*known;
    *known = 1;
  }
}

uint32_t c_scan(unsigned interface, const uint8_t* mac, uint32_t count) {
  static uint8_t buffers[room][frame_size], seen[65536];
  static struct mmsghdr messages[room];
  static struct iovec parts[room];
  const int fd = open_socket(interface);
  uint32_t sum = 0, found = 0;
  memset(seen, 0, sizeof seen);
  for (int i = 0; i < room; ++i) {
    sum = prepare(buffers[i], mac);
    parts[i] = (struct iovec){buffers[i], frame_size};
    messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
  }
  for (uint32_t sent = 0; sent < count;) {
    uint32_t n = 0;
    for (; n < room && sent + n < count; ++n) {
      uint8_t* const tcp = buffers[n] + link_size + ip_size;
      store(tcp + 2, 1 + sent + n);
      store(tcp + 16, (uint16_t)~fold(sum + 1 + sent + n));
    }
    const int went = sendmmsg(fd, messages, n, 0);
    if (went < 0 && errno != EAGAIN && errno != ENOBUFS) break;
    sent += went > 0 ? (uint32_t)went : 0;
    found += drain(fd, seen);
  }
  struct pollfd readable = {.fd = fd, .events = POLLIN};
  while (found < count && poll(&readable, 1, 50) > 0) found += drain(fd, seen);
  close(fd);
  return found;
}
