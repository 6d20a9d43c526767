/* SPDX-License-Identifier: BSL-1.0
 *
 * An ARP sweep by hand: the requests differ in one word, 64 of them go to the kernel in one call; what has come is read after each. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <net/ethernet.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "packet_socket.h"
#include "yardstick.h"

enum { request_size = 42, room = 64, patience = 50, most = 65536 };

static void store(uint8_t* p, uint32_t v) { p[0] = (uint8_t)(v >> 24), p[1] = (uint8_t)(v >> 16), p[2] = (uint8_t)(v >> 8), p[3] = (uint8_t)v; }
static uint32_t load(const uint8_t* p) { return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]; }

static int64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Who has …? But for the address that is asked for. */
static void prepare(uint8_t* frame) {
  static const uint8_t near[] = {2, 0, 0, 0, 0, 1}, header[] = {0x08, 0x06, 0, 1, 0x08, 0x00, 6, 4, 0, 1};
  memset(frame, 0, request_size);
  memset(frame, 0xff, 6), memcpy(frame + 6, near, 6);
  memcpy(frame + 12, header, sizeof header);
  memcpy(frame + 22, near, 6);
  store(frame + 28, 0x0a000001);
}

/* ARP replies alone wake the program. */
static int open_socket(unsigned interface) {
  struct sock_filter program[] = {BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 20), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 2, 0, 1),
                                  BPF_STMT(BPF_RET | BPF_K, 0x40000), BPF_STMT(BPF_RET | BPF_K, 0)};
  return packet_socket(interface, ETH_P_ARP, program, sizeof program / sizeof *program);
}

static uint32_t drain(int fd, uint8_t* seen, uint32_t first, uint32_t count) {
  uint8_t frame[64];
  uint32_t fresh = 0;
  for (;;) {
    const ssize_t got = recv(fd, frame, sizeof frame, MSG_DONTWAIT);
    if (got < 0) return fresh;
    const uint32_t who = load(frame + 28) - first;
    if (got < request_size || who >= count) continue;
    fresh += !seen[who];
    seen[who] = 1;
  }
}

uint32_t c_arp_sweep(unsigned interface, uint32_t first, uint32_t count) {
  static uint8_t buffers[room][request_size], seen[most];
  static struct mmsghdr messages[room];
  static struct iovec parts[room];
  const int fd = open_socket(interface);
  uint32_t found = 0;
  if (fd < 0 || count > most) return 0;
  memset(seen, 0, sizeof seen);
  for (int i = 0; i < room; ++i) {
    prepare(buffers[i]);
    parts[i] = (struct iovec){buffers[i], request_size};
    messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
  }
  for (uint32_t sent = 0; sent < count;) {
    uint32_t n = 0;
    for (; n < room && sent + n < count; ++n) store(buffers[n] + 38, first + sent + n);
    const int went = sendmmsg(fd, messages, n, 0);
    if (went < 0 && errno != EAGAIN && errno != ENOBUFS) break;
    sent += went > 0 ? (uint32_t)went : 0;
    found += drain(fd, seen, first, count);
  }
  struct pollfd readable = {.fd = fd, .events = POLLIN};
  const int64_t end = milliseconds() + patience;
  for (int64_t left; (left = end - milliseconds()) > 0;)
    if (poll(&readable, 1, (int)left) > 0) found += drain(fd, seen, first, count);
  close(fd);
  return found;
}
