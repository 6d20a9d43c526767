/* SPDX-License-Identifier: BSL-1.0
 *
 * ICMP echo by hand: one buffer patched in place, blocking calls; over a raw socket, or a packet socket with a filter. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "packet_socket.h"
#include "yardstick.h"

enum { link_size = 14, ip_size = 20, icmp_size = 64, frame_size = link_size + ip_size + icmp_size };

static uint16_t checksum(const uint8_t* p, int size) {
  uint32_t sum = 0;
  for (int i = 0; i < size; i += 2) sum += (uint32_t)(p[i] << 8 | p[i + 1]);
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  return (uint16_t)~sum;
}

static void store(uint8_t* p, uint16_t v) { p[0] = (uint8_t)(v >> 8), p[1] = (uint8_t)v; }

static void prepare(uint8_t* frame, const uint8_t* mac) {
  static const uint8_t near[] = {2, 0, 0, 0, 0, 1}, from[] = {10, 0, 0, 1}, to[] = {10, 0, 0, 2};
  uint8_t *const ip = frame + link_size, *const icmp = ip + ip_size;
  memset(frame, 0, frame_size);
  if (mac) memcpy(frame, mac, 6);
  memcpy(frame + 6, near, 6);
  store(frame + 12, ETHERTYPE_IP);
  ip[0] = 0x45, ip[8] = 64, ip[9] = IPPROTO_ICMP;
  store(ip + 2, ip_size + icmp_size);
  memcpy(ip + 12, from, 4), memcpy(ip + 16, to, 4);
  store(ip + 10, checksum(ip, ip_size));
  icmp[0] = 8, icmp[5] = 7;
}

/* Echo replies of this id alone wake the program. */
static int open_socket(unsigned interface) {
  struct sock_filter program[] = {BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 23),          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_ICMP, 0, 5),
                                  BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 34),          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 3),
                                  BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 38),          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 7, 0, 1),
                                  BPF_STMT(BPF_RET | BPF_K, 0x40000),              BPF_STMT(BPF_RET | BPF_K, 0)};
  return packet_socket(interface, ETH_P_IP, program, sizeof program / sizeof *program);
}

uint32_t c_echo(unsigned interface, const uint8_t* mac, uint32_t count) {
  static int sockets[2] = {-1, -1};
  int* const fd = &sockets[mac != NULL];
  if (*fd < 0) *fd = mac ? open_socket(interface) : socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
  const size_t before = mac ? link_size : 0, skipped = mac ? 0 : link_size + ip_size;
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr = {htonl(0x0a000002)}};
  uint8_t frame[frame_size], answer[2048], *const icmp = frame + link_size + ip_size;
  prepare(frame, mac);
  for (uint32_t i = 0; i != count; ++i) {
    store(icmp + 6, (uint16_t)i);
    store(icmp + 2, 0);
    store(icmp + 2, checksum(icmp, icmp_size));
    const ssize_t sent = mac ? send(*fd, frame, frame_size, 0) : sendto(*fd, frame + skipped, icmp_size, 0, (struct sockaddr*)&to, sizeof to);
    if (sent < 0) return i;
    for (;;) {
      const ssize_t got = recv(*fd, answer, sizeof answer, 0);
      const uint8_t* const reply = answer + before + ip_size;
      if (got < 0) return i;
      if ((size_t)got >= before + ip_size + 8 && reply[0] == 0 && !memcmp(reply + 4, icmp + 4, 4)) break;
    }
  }
  return count;
}
