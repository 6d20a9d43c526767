#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""examples/arp, ping and sniff, answered by the kernel at the other end; tcpdump reads what they keep."""

import pathlib
import re
import signal
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from wire import ANSWERS, ASKS, example, failures, finish, run, two_machines, until  # noqa: E402

MAC = "00:50:56:f7:0a:ec"
WHO_HAS = f"Ether / ARP who has {ANSWERS} says {ASKS}"
IS_AT = f"Ether / ARP is at {MAC} says {ANSWERS}"


def read_by_tcpdump(file):
    shown = subprocess.run(["tcpdump", "-n", "-t", "-r", file], capture_output=True, text=True, check=True)
    return shown.stdout.splitlines()


def ask_by_arp(asks, folder):
    kept = folder / "arp.pcap"
    asked = run(asks, "arp", "who-has", ANSWERS, "--timeout", "0.3", "--write", kept).exits(0)
    asked.must(sorted(asked.out.splitlines()) == sorted([WHO_HAS, IS_AT, f"{ANSWERS} {MAC}"]), "should print both packets and who it is")
    asked.must(read_by_tcpdump(kept) == [f"ARP, Request who-has {ANSWERS} tell {ASKS}, length 28",
                                         f"ARP, Reply {ANSWERS} is-at {MAC}, length 28"], "should keep both packets")

    run(asks, "arp", "probe", ANSWERS, "--timeout", "0.3").exits(0).mentions("says 0.0.0.0").mentions(f"{ANSWERS} {MAC}")
    run(asks, "arp", "probe", "192.168.2.77", "--timeout", "0.1").exits(1).prints("Ether / ARP who has 192.168.2.77 says 0.0.0.0")
    run(asks, "arp", "who-has", ANSWERS, "--timeout", "0.3", "--show").exits(0).mentions(f"hwsrc     = {MAC}")
    run(asks, "arp", "announce", ASKS).exits(0).prints(f"Ether / ARP who has {ASKS} says {ASKS}")


def sweep(asks, answers):
    answers.do("ip address add 192.168.2.7/24 dev eth0")
    swept = run(asks, "arp", "sweep", "192.168.2.0/24", "--timeout", "0.3").exits(0)
    swept.must(set(swept.out.splitlines()) == {f"192.168.2.7 {MAC}", f"{ANSWERS} {MAC}"}, "should find both")
    swept.complains("2 of 256 addresses answered; 510 sent, 2 received, 0 dropped by the kernel")
    run(asks, "arp", "sweep", "192.168.2.100-192.168.2.110", "--timeout", "0.1").exits(1).prints()
    run(asks, "arp", "sweep", "192.168.2.0/33").exits(2).complains('arp: not an IPv4 network: "192.168.2.0/33"')


def ping(asks, folder):
    kept = folder / "ping.pcap"
    pinged = run(asks, "ping", ANSWERS, "--count", "2", "--interval", "0.01", "--write", kept).exits(0)
    line = rf"{re.escape(ANSWERS)}: seq=%d ttl=64 time=\d+\.\d\d\d ms\n"
    pinged.must(re.fullmatch(line % 1 + line % 2 + "2 sent, 2 answered\n", pinged.out), "should print both answers")
    echoes = [packet for packet in read_by_tcpdump(kept) if "ICMP" in packet]
    pinged.must([("request" in e, f"seq {seq}," in e) for e, seq in zip(echoes, (1, 1, 2, 2))] == [(True, True), (False, True)] * 2,
                f"should keep requests and replies in turn, not {echoes}")
    run(asks, "ping", "127.0.0.1", "--count", "1").exits(0).mentions("1 sent, 1 answered")

    silent = run(asks, "ping", "192.168.2.77", "--count", "1", "--timeout", "0.1").exits(1)
    silent.prints("192.168.2.77: no answer to seq=1", "1 sent, 0 answered")
    run(asks, "ping", "10.99.0.1", "--count", "1").exits(1).complains("ping: no route leads to 10.99.0.1 (Network is unreachable)")
    run(asks, "ping", ANSWERS, "--interface", "eth7", "--count", "1").exits(1).complains(
        "ping: there is no such interface; ip link shows those there are (No such device)")


def sniff(asks, folder):
    """Interrupted, it keeps what it saw."""
    kept = folder / "sniff.pcap"
    with open(folder / "lines", "w+") as lines:
        sniffer = subprocess.Popen(asks.command(example("sniff"), "--interface", "eth0", "--write", kept), stdout=lines, stderr=lines)
        sockets = pathlib.Path(f"/proc/{sniffer.pid}/net/packet")
        until(lambda: sniffer.poll() is not None or len(sockets.read_text().splitlines()) > 1, "the capture begins")
        run(asks, "ping", ANSWERS, "--count", "1").exits(0)
        seen = (folder / "lines").read_text
        until(lambda: "echo-reply" in seen(), "the reply is seen")
        sniffer.send_signal(signal.SIGINT)
        if (status := sniffer.wait(10)) != 0:
            failures.append(f"sniff: interrupted, it exits with {status}")
    expected = [f"Ether / IP / ICMP {ASKS} > {ANSWERS} echo-request 0 / Raw", f"Ether / IP / ICMP {ANSWERS} > {ASKS} echo-reply 0 / Raw"]
    if [line for line in seen().splitlines() if "ICMP" in line] != expected or len([p for p in read_by_tcpdump(kept) if "ICMP" in p]) != 2:
        failures.append(f"sniff: printed {seen()}")
        print(failures[-1])
    run(asks, "sniff", "--timeout", "0.05", "--interface", "lo").exits(1).prints().complains("0 packets")


def main():
    asks, answers = two_machines()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ask_by_arp(asks, folder)
        sweep(asks, answers)
        ping(asks, folder)
        sniff(asks, folder)
    finish()


main()
