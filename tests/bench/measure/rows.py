# SPDX-License-Identifier: BSL-1.0
"""What is measured, beside what, and at most which ratio is wanted (None: it is only reported)."""

from typing import NamedTuple, Optional


class Loop(NamedTuple):
    """Benchmarks of one program."""
    id: str
    work: str
    ours: str
    yardstick: str
    target: Optional[float]


class Program(NamedTuple):
    """Whole programs: `of` are their arguments."""
    id: str
    work: str
    of: tuple
    yardstick: str
    target: Optional[float]


class Compilation(NamedTuple):
    id: str
    work: str
    source: str
    level: str
    target: Optional[float]


LOOPS = [
    Loop("index-mix", "dissect by content, read fields: the mix", "mix/packetry_index", "mix/c", 1.5),
    Loop("index-large", "the same, with a catalog of 86 layers", "mix/packetry_large_catalog", "mix/c", None),
    Loop("visitor", "dissect by content, each layer visited: the mix", "mix/packetry_visitor", "mix/c", 1.15),
    Loop("visitor-tcp", "the same: TCP alone", "tcp/packetry_visitor", "tcp/c", None),
    Loop("visitor-dns", "the same, all records: DNS alone", "dns/packetry_visitor", "dns/c", None),
    Loop("cold-visitor", "the mix from memory, a batch: visited", "stream/packetry_visitor_batch", "stream/c", 0.4),
    Loop("cold-index", "the mix from memory, a batch: indexed", "stream/packetry_index_batch", "stream/c", 0.45),
    Loop("cold-each", "the mix from memory, one by one: indexed", "stream/packetry_index", "stream/c", None),
    Loop("layers-mix", "dissect by content, the layers alone: the mix", "mix/packetry_layers", "mix/c", None),
    Loop("index-uniform", "dissect by content, read fields: TCP alone", "tcp/packetry_index", "tcp/c", 2.2),
    Loop("typed-tcp", "dissect<ether, ip, tcp>", "tcp/packetry_typed", "tcp/c", 1.05),
    Loop("typed-dns", "dissect<ether, ip, udp, dns>, all records", "dns/packetry_typed", "dns/c", 1.05),
    Loop("dns-names", "the same, against C that copies the names", "dns/packetry_typed", "dns/c_copying", 1.1),
    Loop("index-dns", "dissect by content, all records: DNS alone", "dns/packetry_index", "dns/c", None),
    Loop("craft-syn", "craft Ether/IP/TCP SYN", "syn/packetry", "syn/c", 0.25),
    Loop("craft-dns", "craft Ether/IP/UDP/DNS query", "query/packetry", "query/c", 1.2),
    Loop("template-syn", "patch a packet_template: SYN", "stamp_syn/packetry", "stamp_syn/c", 1.1),
    Loop("template-dns", "the same: DNS query", "stamp_query/packetry", "stamp_query/c", 1.1),
    # As root, over a cable:
    Loop("sr1-blocking", "ICMP echo over a cable, sr1, against a packet socket", "echo/packetry_blocking", "echo/c_packet", 1.2),
    Loop("sr1-framed", "the same, srp1", "echo/packetry_blocking_framed", "echo/c_packet", 1.2),
    Loop("sr1-async", "the same, async_sr1, against a raw socket", "echo/packetry_async", "echo/c_raw", 1.1),
    Loop("send", "send a varied packet of 60 octets", "send/packetry", "send/c", 1.05),
    Loop("scan", "a SYN to each of 65,535 ports, all of which answer", "scan/packetry", "scan/c", 1.1),
    Loop("arp-sweep", "who has each address of a /16, 251 of which answer", "arp_sweep/packetry", "arp_sweep/c", 1.1),
]
IN_MEMORY = ("dissect", "craft", "patch")
OVER_A_CABLE = ("echo", "send", "scan", "arp_sweep")

PROGRAMS = [
    Program("file-tcp", "a whole program: a capture of TCP dissected", ("dissect", "tcp"), "c", 1.1),
    Program("file-dns", "the same: DNS", ("dissect", "dns"), "c", 1.1),
    Program("file-mix", "the same: the mix", ("dissect", "mix"), "c", 1.1),
    Program("file-mix-pcap", "the same against libpcap, which only reads", ("dissect", "mix"), "libpcap", 1.0),
    Program("read", "a whole program: a capture read", ("read", "mix"), "c", 1.1),
    Program("write", "a whole program: a capture written to memory", ("write", "mix"), "c", 1.05),
]

COMPILATIONS = [
    Compilation("compile-O0", "compile craft and dissect by type", "ours.cpp", "-O0", 0.95),
    Compilation("compile-O2", "the same, optimized", "ours.cpp", "-O2", 0.95),
    Compilation("compile-all-O0", "compile with all of packetry, by content", "all_of_ours.cpp", "-O0", None),
]
