#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""examples/dns and somebody who wants it to believe a lie: what does not answer its question is not taken."""

import socket
import struct
import sys

sys.dont_write_bytecode = True
from wire import ANSWERS, answering, finish, run, two_machines  # noqa: E402

STRANGER = "192.168.2.66"


def name(text):
    return b"".join(bytes([len(label)]) + label.encode() for label in text.split(".")) + b"\0"


def reply(question, address, *, change_id=0, flags=0x8180, asked=None, kind=1):
    """The answer to a question of one name: its own octets, and a record that points back at the name."""
    number, = struct.unpack("!H", question[:2])
    asked = question[12:-4] if asked is None else asked
    head = struct.pack("!6H", number ^ change_id, flags, 1, 1, 0, 0)
    record = struct.pack("!3HIH", 0xC00C, 1, 1, 60, 4) + socket.inet_aton(address)
    return head + asked + struct.pack("!2H", kind, 1) + record


# Each lie has an address of its own, which tells which one was believed.
LIES = {
    "another id": lambda q: reply(q, "6.6.6.1", change_id=1),
    "another name": lambda q: reply(q, "6.6.6.2", asked=name("2014.hack.lu")),
    "another type": lambda q: reply(q, "6.6.6.3", kind=28),
    "a question": lambda q: reply(q, "6.6.6.4", flags=0x0100),
    "no question": lambda q: struct.pack("!6H", *struct.unpack("!H", q[:2]), 0x8180, 0, 0, 0, 0),
    "one octet": lambda q: q[:1],
    "half a header": lambda q: reply(q, "6.6.6.5")[:11],
}


def main():
    asks, answers = two_machines()
    answers.do(f"ip address add {STRANGER}/24 dev eth0")

    def bound(address):
        with answers.inside():
            made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind((address, 53))
        return made

    stranger = bound(STRANGER)
    heard = []

    def ask(answer):
        heard.clear()
        server = bound(ANSWERS)
        with answering(server, lambda q, asker: (heard.append(q), answer(server, q, asker))):
            ran = run(asks, "dns", "2013.hack.lu", "--server", ANSWERS, "--timeout", "0.3")
        return ran.must(len(heard) == 1, f"should ask once, not {len(heard)} times")

    nothing = f"dns: {ANSWERS} does not answer"
    for what, lie in LIES.items():
        told = ask(lambda server, q, asker: server.sendto(lie(q), asker))
        told.shown += f" <- {what}"
        told.exits(1).prints().complains(nothing)
    told = ask(lambda _, q, asker: stranger.sendto(reply(q, "6.6.6.6"), asker))
    told.shown += " <- from another address"
    told.exits(1).prints().complains(nothing)

    def lies_and_truth(server, q, asker):
        for lie in LIES.values():
            server.sendto(lie(q), asker)
        stranger.sendto(reply(q, "6.6.6.6"), asker)
        server.sendto(reply(q, "192.168.2.254"), asker)

    ids = set()
    for _ in range(4):
        told = ask(lies_and_truth).exits(0).prints("2013.hack.lu. A 192.168.2.254")
        ids.update(question[:2] for question in heard)
    told.must(len(ids) > 1, "should not ask with the same id every time")
    finish()


main()
