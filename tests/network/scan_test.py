#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""examples/scan, against the kernel at the other end: every open port is found each time."""

import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from wire import ANSWERS, ANSWERS_V6, example, failures, finish, run, tshark, two_machines, until  # noqa: E402

OPEN = {22: "22 ssh", 80: "80 http", 443: "443 https", 1023: "1023", 65535: "65535"}
COUNTS = r"%d open, %d closed, 0 unreachable, %d without an answer; (\d+) sent, (\d+) received, 0 dropped by the kernel"


def listening(answers):
    sockets = []
    with answers.inside():
        for port in OPEN:
            sockets.append(socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True))
    return sockets


def found(ran, ports, counts):
    lines = ran.exits(0).out.splitlines()
    ran.must(lines[:-1] == ports and re.fullmatch(COUNTS % counts, lines[-1]), f"should find {ports}")


def some_ports(asks, folder):
    expected = [OPEN[p] for p in OPEN if p < 1025]
    kept = folder / "scan.pcap"
    found(run(asks, "scan", ANSWERS, "--ports", "1-1024", "--write", kept), expected, (4, 1020, 0))
    found(run(asks, "scan", ANSWERS_V6, "--ports", "1-1024"), expected, (4, 1020, 0))
    found(run(asks, "scan", ANSWERS, "--ports", "80"), [OPEN[80]], (1, 0, 0))
    said = [len(tshark(kept, f"tcp.flags == {flags}").splitlines()) for flags in ("0x002", "0x012", "0x014")]
    if said != [1024, 4, 1020]:
        failures.append(f"scan: should keep what was said, not {said}")
        print(failures[-1])


def all_ports(asks):
    for window in ("100", "1000", "65535"):
        found(run(asks, "scan", ANSWERS, "--window", window), list(OPEN.values()), (5, 65530, 0))


def nobody(asks):
    closed = run(asks, "scan", ANSWERS, "--ports", "2-3").exits(1)
    closed.must(re.fullmatch(COUNTS % (0, 2, 0) + "\n", closed.out), "should find two that are closed")
    # Frames for an address that its neighbour does not have are not answered.
    asks.do("ip neighbour add 192.168.2.78 lladdr 00:50:56:f7:0a:ec dev eth0")
    silent = run(asks, "scan", "192.168.2.78", "--ports", "2-3", "--timeout", "0.1").exits(1)
    silent.must(re.fullmatch(COUNTS % (0, 0, 2) + "\n", silent.out), "should find nothing")
    waits = subprocess.Popen(asks.command(example("scan"), "192.168.2.78", "--ports", "2-3", "--timeout", "600"), stdout=subprocess.PIPE, text=True)
    sockets = pathlib.Path(f"/proc/{waits.pid}/net/packet")
    until(lambda: waits.poll() is not None or len(sockets.read_text().splitlines()) > 1, "the scan begins")
    waits.send_signal(signal.SIGINT)
    said, _ = waits.communicate(timeout=10)
    if waits.returncode != 1 or "0 open, 0 closed, 0 unreachable, 2 without an answer" not in said:
        failures.append(f"scan: interrupted, it exits with {waits.returncode} and says {said}")
        print(failures[-1])


def wrong_use(asks):
    for ports in ("0", "70000", "5-3", "1-", "1-2-3", "http", ""):
        asked = run(asks, "scan", ANSWERS, "--ports", ports).exits(2).prints()
        asked.must("not a port" in asked.err or "ports" in asked.err, "should say what is wrong")


def main():
    asks, answers = two_machines()
    sockets = listening(answers)
    with tempfile.TemporaryDirectory() as name:
        some_ports(asks, pathlib.Path(name))
    all_ports(asks)
    nobody(asks)
    wrong_use(asks)
    for s in sockets:
        s.close()
    finish()


main()
