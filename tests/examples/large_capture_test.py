#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""A capture of 2 GiB through a pipe, in each format: all of its packets, in less than 20 MiB of memory."""

import os
import pathlib
import re
import struct
import subprocess
import tempfile

PROGRAM = pathlib.Path(os.environ["PACKETRY_BUILD"]) / "examples" / "pcap"
SIZE = 2 << 30
AT_ONCE = 64  # packets for one write
MOST = 20 << 10  # KiB
LINE = b"Ether / IP / UDP 192.0.2.1:echo > 192.0.2.2:discard / Raw\n"


def frame():
    """Ether / IP / UDP, as long as a super-packet."""
    payload = bytes(65000)
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28 + len(payload), 1, 0, 64, 17, 0, bytes([192, 0, 2, 1]), bytes([192, 0, 2, 2]))
    return bytes.fromhex("020000000002020000000001") + b"\x08\x00" + ip + struct.pack("!HHHH", 7, 9, 8 + len(payload), 0) + payload


def pcap():
    octets = frame()
    return struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1), struct.pack("<IIII", 1, 2, len(octets), len(octets)) + octets


def pcapng():
    def block(kind, body):
        body += bytes(-len(body) % 4)
        size = struct.pack("<I", 12 + len(body))
        return struct.pack("<I", kind) + size + body + size

    octets = frame()
    head = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)) + block(1, struct.pack("<HHI", 1, 0, 262144))
    return head, block(6, struct.pack("<IIIII", 0, 0, 1, len(octets), len(octets)) + octets)


def stream(head, packet):
    """The most memory that the program takes, in KiB."""
    writes = SIZE // (AT_ONCE * len(packet)) + 1
    with tempfile.TemporaryFile() as printed:  # and no pipe: while this one writes, nobody would read it
        program = subprocess.Popen([PROGRAM, "-"], stdin=subprocess.PIPE, stdout=printed)
        program.stdin.write(head)
        for _ in range(writes):
            program.stdin.write(AT_ONCE * packet)
        # Of a process that has ended the kernel would tell what it took before it became this program, too.
        status = pathlib.Path(f"/proc/{program.pid}/status").read_text()
        program.stdin.close()
        assert program.wait() == 0, f"the program ended with {program.returncode}"
        printed.seek(0)
        lines = sum(line == LINE for line in printed)
    assert lines == writes * AT_ONCE, f"{lines} of {writes * AT_ONCE} packets"
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])


for name, capture in (("pcap", pcap()), ("pcapng", pcapng())):
    most = stream(*capture)
    assert most < MOST, f"{name}: {most} KiB"
    print(f"{name}: {SIZE >> 30} GiB in {most / 1024:.1f} MiB")
