#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What the programs say where they cannot do what they are asked for: one sentence, and their exit status."""

import os
import socket
import sys

sys.dont_write_bytecode = True
from wire import ANSWERS, Ran, example, finish, run, two_machines  # noqa: E402

# Root without a capability: another user could perhaps not look into the folders that the programs are in.
UNPRIVILEGED = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]


def nobody_answers(asks, answers):
    with answers.inside():
        silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    silent.bind((ANSWERS, 53))
    with silent:
        quiet = run(asks, "dns", "2013.hack.lu", "--server", ANSWERS, "--timeout", "0.2").exits(1).prints()
        quiet.complains(f"dns: {ANSWERS} does not answer")
        asked, _ = silent.recvfrom(512)
        quiet.must(asked[12:17] == b"\x042013", "should have asked")

    closed = run(asks, "dns", "2013.hack.lu", "--server", ANSWERS).exits(1).prints()
    closed.must(closed.err.startswith("dns: no answer but IP / ICMP 192.168.2.254 > 192.168.2.253 dest-unreach port-unreachable"),
                "should say that the port is closed")
    closed.must(closed.err.count("\n") == 1, "should complain in one line")

    # Nobody has this address: the first to notice is this machine itself.
    absent = run(asks, "dns", "2013.hack.lu", "--server", "192.168.2.77", "--timeout", "0.2").exits(1).prints()
    absent.complains("dns: 192.168.2.77 does not answer")


def no_way_there(asks):
    for name, words in (("dns", ["hack.lu", "--server", "10.99.0.1"]), ("your_own_layer", ["--send", "10.99.0.1"])):
        ran = run(asks, name, *words).exits(1).prints()
        ran.complains(f"{name}: no route leads to 10.99.0.1 (Network is unreachable)")
    asks.do("ip route add unreachable 10.98.0.0/24")
    refused = run(asks, "dns", "hack.lu", "--server", "10.98.0.1").exits(1).prints()
    refused.complains("dns: the routing table says that 10.98.0.1 is unreachable (No route to host)")


def wrong_use(asks):
    for bad in ("192.168.2.256", "192.168.2", "name.server", "2001:db8::1::"):
        ran = run(asks, "dns", "hack.lu", "--server", bad).exits(2).prints()
        ran.complains(f'dns: neither an IPv4 nor an IPv6 address: "{bad}"')
    run(asks, "your_own_layer", "--send", "192.168.2.256").exits(2).prints().complains(
        'your_own_layer: not an IPv4 address: "192.168.2.256"')
    run(asks, "dns", "hack..lu", "--server", ANSWERS).exits(2).prints().complains('dns: not a domain name: "hack..lu"')
    run(asks, "dns", "hack.lu", "--type", "CNAM").exits(2).prints().complains('dns: there is no type of record "CNAM"')
    run(asks, "dns", "--no-such-option").exits(2).prints()


def no_privilege(asks):
    for name, words in (("dns", ["hack.lu", "--server", ANSWERS]), ("your_own_layer", ["--send", ANSWERS])):
        program = os.path.realpath(example(name))
        ran = Ran(asks.command(*UNPRIVILEGED, program, *words), f"unprivileged$ {name}").exits(1).prints()
        ran.complains(f"{name}: packets by hand need a privilege: run as root, or: sudo setcap cap_net_raw+ep {program} "
                      "(Operation not permitted)")


def no_interface(answers):
    """Neither routes nor addresses."""
    answers.do("ip link set eth0 down")
    ran = run(answers, "dns", "hack.lu", "--server", "192.168.2.253").exits(1).prints()
    ran.complains("dns: no route leads to 192.168.2.253 (Network is unreachable)")


def main():
    asks, answers = two_machines()
    wrong_use(asks)
    nobody_answers(asks, answers)
    no_way_there(asks)
    no_privilege(asks)
    no_interface(answers)
    finish()


main()
