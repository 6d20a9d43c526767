/* SPDX-License-Identifier: BSL-1.0 */
#pragma once

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <stdint.h>
#include <sys/socket.h>

/* A packet socket that hears of one ether type on an interface what a program lets pass, and not what leaves there; -1: none. */
static inline int packet_socket(unsigned interface, uint16_t type, struct sock_filter* program, unsigned short size) {
  const struct sock_fprog all = {size, program};
  const struct sockaddr_ll at = {.sll_family = AF_PACKET, .sll_protocol = htons(type), .sll_ifindex = (int)interface};
  const int fd = socket(AF_PACKET, SOCK_RAW, 0), one = 1;
  setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &all, sizeof all);
  setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one);
  return bind(fd, (const struct sockaddr*)&at, sizeof at) == 0 ? fd : -1;
}
