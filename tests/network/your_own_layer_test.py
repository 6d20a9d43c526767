#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""A protocol of one's own on a real wire: examples/your_own_layer knocks, a plain UDP socket is the door."""

import socket
import sys

sys.dont_write_bytecode = True
from wire import ANSWERS, answering, finish, run, two_machines  # noqa: E402

PORT = 7777


def checksum(octets):
    """RFC 1071."""
    total = sum(octets[i] << 8 | (octets[i + 1] if i + 1 < len(octets) else 0) for i in range(0, len(octets), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def says(kind, token, who=b"Kacper", then=b"come in"):
    """Version 1, its kind, the length of who, the checksum, the token, who, and what it carries."""
    message = bytes([0x10 | kind, len(who), 0, 0]) + token + who + then
    return message[:2] + checksum(message).to_bytes(2, "big") + message[4:]


def main():
    asks, answers = two_machines()
    heard = []

    def knock(*replies):
        with answers.inside():
            door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        door.bind((ANSWERS, PORT))
        heard.clear()

        def answer(octets, who):
            heard.append((octets, who))
            for reply in replies:
                door.sendto(reply(octets[4:8]), who)

        with answering(door, answer):
            return run(asks, "your_own_layer", "--send", ANSWERS)

    opened = knock(lambda token: says(2, token)).exits(0)
    opened.mentions("###[ Knock ]###").mentions("kind      = opened").mentions("who       = 'Kacper'")
    opened.mentions("load      = 'come in'").must(opened.err == "", "should not complain")
    octets, who = heard[0] if heard else (b"", None)
    opened.must(octets[:2] == b"\x11\x04" and octets[8:] == b"Matt", f"should knock as Matt, not {octets!r}")
    opened.must(checksum(octets) == 0, f"should have a checksum that is right: {octets!r}")
    opened.must(who == ("192.168.2.253", PORT), f"should come from its own port 7777, not {who}")

    # What is no answer: another token, another knock, somebody who says that it stays closed.
    others = (lambda token: says(2, bytes(c ^ 0xFF for c in token), b"Mallory"), lambda token: says(1, token, b"Mallory"),
              lambda token: says(3, token, b"Mallory"), lambda token: b"\x12")
    closed = knock(*others).exits(1).prints()
    closed.complains(f"your_own_layer: nobody opens at {ANSWERS}")
    knock(*others, lambda token: says(2, token)).exits(0).mentions("who       = 'Kacper'")

    # Nobody is at home: the machine says so by ICMP, which quotes the knock.
    nobody = run(asks, "your_own_layer", "--send", ANSWERS).exits(1)
    nobody.mentions("type      = dest-unreach").mentions("code      = port-unreachable")
    finish()


main()
