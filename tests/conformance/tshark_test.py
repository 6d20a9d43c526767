#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Everything crafted for the vectors, read by tshark: no malformed packet and no bad checksum but those asked for."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

MALFORMED, CHECKSUM, BOGUS = "Malformed Packet", "Bad checksum", "Bogus"

# What each of these vectors asks for.
ASKED_FOR = {
    "ether-001": ({MALFORMED}, "a loopback test frame (type 0x9000) that ends with its header"),
    "llc-007": ({MALFORMED}, "three octets, which are no IPX"),
    "llc-009": ({MALFORMED}, "one octet, which is no bridged token ring frame"),
    "ipv6-009": ({MALFORMED}, "a next header of TCP, and none"),
    "dhcp-001": ({MALFORMED}, "BOOTP without a vendor area"),
    "dhcp-010": ({MALFORMED}, "BOOTP without a vendor area"),
    "ip-016": ({BOGUS}, "version 5"),
    "ip-020": ({CHECKSUM}, "checksum 0xdead"),
    "ip-021": ({BOGUS}, "a header length of 6 words, of which 5 are there"),
    "ip-026": ({MALFORMED}, "protocol 0 and one octet, which is no hop-by-hop header"),
    "ip-030": ({MALFORMED}, "four octets, which are no ESP"),
    "icmp-004": ({MALFORMED}, "a redirect that quotes nothing"),
    "icmp-027": ({CHECKSUM}, "checksum 0"),
    "icmp-028": ({BOGUS}, "an error that quotes text instead of a packet"),
    "udp-006": ({"Bad length"}, "length 65535"),
    "udp-008": ({CHECKSUM}, "checksum 0xffff"),
    "tcp-019": ({MALFORMED}, "a header length of 15 words, of which 5 are there"),
    "tcp-020": ({BOGUS}, "a header length of 0 words"),
    "tcp-022": ({CHECKSUM}, "checksum 0"),
    "tcp-023": ({CHECKSUM}, "checksum 0xbeef"),
    "tcp-031": ({CHECKSUM}, "no IP below, so no checksum"),
    "dns-046": ({MALFORMED}, "5 questions counted, 1 there"),
    "edit-001": ({CHECKSUM}, "octets given, their checksum wrong, and not a field changed"),
    "edit-006": ({CHECKSUM}, "an address changed and no checksum"),
}


def write_capture(folder):
    """The frames, by the program that compares them with the corpus; which vector is in which frame."""
    tests = pathlib.Path(os.environ["PACKETRY_BUILD"]) / "tests" / "packetry_tests"
    capture = folder / "vectors.pcap"
    run = subprocess.run([tests, "--gtest_filter=CraftedVectors.GoIntoOneCapture"], capture_output=True, text=True,
                         env=dict(os.environ, PACKETRY_VECTORS=str(capture)))
    if run.returncode != 0 or not capture.exists():
        sys.exit(f"{tests} wrote no capture:\n{run.stdout}{run.stderr}")
    return capture, pathlib.Path(f"{capture}.ids").read_text().split()


def complaints(capture):
    """What tshark finds wrong with each frame; analysis of conversations (retransmissions and the like) left out."""
    checked = [o for layer in ("ip", "tcp", "udp") for o in ("-o", f"{layer}.check_checksum:TRUE")]
    run = subprocess.run(["tshark", "-n", "-r", capture, *checked, "-T", "fields", "-E", "aggregator=;", "-e", "_ws.expert.message"],
                         capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"tshark cannot read the capture:\n{run.stderr}")
    kinds = (MALFORMED, CHECKSUM, BOGUS, "Bad length")
    return [{k for k in kinds for message in line.split(";") if message.startswith(k)} for line in run.stdout.splitlines()]


def main():
    if not (pathlib.Path(os.environ["PACKETRY_CORPUS"]) / "vectors_dev.jsonl").exists():
        return print("the corpus is not here: nothing to compare with")
    if not shutil.which("tshark"):
        sys.exit("tshark is not installed: apt-get install tshark")
    with tempfile.TemporaryDirectory() as folder:
        capture, ids = write_capture(pathlib.Path(folder))
        found = complaints(capture)
    if len(found) != len(ids):
        sys.exit(f"tshark read {len(found)} of {len(ids)} frames")
    wrong = []
    for name, kinds in zip(ids, found):
        expected, why = ASKED_FOR.get(name, (set(), "nothing wrong"))
        if kinds != expected:
            wrong.append(f"{name}: tshark finds {sorted(kinds)}; asked for was {why}")
    wrong += [f"{name}: no such vector" for name in ASKED_FOR if name not in ids]
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(ids)} frames, {len(ASKED_FOR)} of them wrong as asked for")


main()
