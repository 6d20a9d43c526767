/* SPDX-License-Identifier: BSL-1.0
 *
 * libpcap FILE: reading alone, without a look at the octets but the last. */
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>

int main(int argc, char** argv) {
  char error[PCAP_ERRBUF_SIZE];
  pcap_t* const file = argc == 3 ? pcap_open_offline(argv[2], error) : NULL;
  if (!file) return 1;
  struct pcap_pkthdr* header;
  const u_char* octets;
  uint64_t sum = 0;
  while (pcap_next_ex(file, &header, &octets) == 1) sum += header->caplen + octets[header->caplen - 1];
  pcap_close(file);
  printf("%llu\n", (unsigned long long)sum);
  return 0;
}
