# SPDX-License-Identifier: BSL-1.0
"""with_scapy.py CAPTURE COUNT RUNS SUMS: Scapy dissects the packets of the capture, and crafts as many SYNs and DNS queries.
Prints nanoseconds of processor time for one packet of each; its sums must be those of the C (yardstick.h says of what)."""

import json
import logging
import sys
import time

logging.getLogger("scapy").setLevel(logging.ERROR)
from scapy.layers.dns import DNS, DNSQR  # noqa: E402
from scapy.layers.inet import ICMP, IP, TCP, UDP  # noqa: E402
from scapy.layers.l2 import ARP, Dot1Q, Ether  # noqa: E402
from scapy.utils import RawPcapReader  # noqa: E402

FAR, NEAR = "02:00:00:00:00:02", "02:00:00:00:00:01"


def value(address):
    a, b, c, d = (int(part) for part in address.split("."))
    return a << 24 | b << 16 | c << 8 | d


def address(number):
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def fields_of(layer):
    if isinstance(layer, Dot1Q):
        return layer.vlan
    if isinstance(layer, ARP):
        return layer.op + value(layer.psrc) + value(layer.pdst)
    if isinstance(layer, IP):
        return value(layer.src) + value(layer.dst)
    if isinstance(layer, (TCP, UDP)):
        return layer.sport + layer.dport
    if isinstance(layer, ICMP):
        return layer.type + layer.code
    if isinstance(layer, DNS):
        answers = [layer.an[i] for i in range(layer.ancount)]
        return layer.qdcount + layer.ancount + sum(len(a.rrname) - 1 + a.type for a in answers)  # without the last dot
    return 0


def dissected(frames):
    total = 0
    for frame in frames:
        layer = Ether(frame)
        while layer:
            total += fields_of(layer)
            layer = layer.payload
    return total


def checksums(frame, upper):
    return int.from_bytes(frame[24:26], "big") + int.from_bytes(frame[upper:upper + 2], "big")


def lower(i):
    return Ether(dst=FAR, src=NEAR) / IP(id=i & 0xffff, src="10.0.0.1", dst=address(0x0a000000 + i))


def syns(count):
    return sum(checksums(bytes(lower(i) / TCP(sport=1024 + i % 32768, dport=80, seq=i * 2654435761 & 0xffffffff, window=64240)), 50)
               for i in range(count))


def queries(count):
    return sum(checksums(bytes(lower(i) / UDP(sport=1024 + i % 32768) / DNS(id=0x1234 + i & 0xffff, qd=DNSQR(qname="www.example.com"))), 40)
               for i in range(count))


def main():
    frames = [octets for octets, _ in RawPcapReader(sys.argv[1])]
    count, runs, wanted = int(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4])
    works = {"mix": lambda: dissected(frames), "syn": lambda: syns(count), "query": lambda: queries(count)}
    times = {}
    for name, work in works.items():
        for _ in range(runs):
            start = time.process_time_ns()
            total = work()
            times.setdefault(name, []).append((time.process_time_ns() - start) / count)
            if total != wanted[name]:
                sys.exit(f"{name}: Scapy's sum is {total}, the C's {wanted[name]}")
    json.dump(times, sys.stdout)


main()
