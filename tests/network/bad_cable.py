# SPDX-License-Identifier: BSL-1.0
"""A machine in the middle that carries frames from one side to the other, and TCP segments badly: of ten one is lost, one is
overtaken by those behind it, and some come twice. The first of each kind (SYN, octets, FIN, from either side) never arrives."""

import collections
import contextlib
import os
import random
import select
import socket
import threading

OUTGOING = 4  # PACKET_OUTGOING: what this machine sends
ETH_P_ALL = 3
FIN, SYN = 1, 2


def tcp_segment(frame):
    """Flags, and whether there are octets behind the header; nothing where it is another frame."""
    if frame[12:14] != b"\x08\x00" or frame[23] != 6:
        return None
    begin = 14 + 4 * (frame[14] & 15)
    end = 14 + int.from_bytes(frame[16:18], "big")
    return frame[begin + 13], end > begin + 4 * (frame[begin + 12] >> 4)


class BadCable:
    def __init__(self, middle, west, east, seed):
        with middle.inside():
            self.sides = [socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) for _ in (west, east)]
        for side, name in zip(self.sides, (west, east)):
            side.bind((name, ETH_P_ALL))
        self.random = random.Random(seed)
        self.held = {side: collections.deque() for side in self.sides}
        self.met = set()
        self.happened = collections.Counter()

    def other(self, side):
        return self.sides[1] if side is self.sides[0] else self.sides[0]

    def fate(self, side, frame):
        segment = tcp_segment(frame)
        if segment is None:
            return "passed"
        kind = (side, segment[0] & (SYN | FIN), segment[1])
        if kind[1:] != (0, False) and kind not in self.met:
            self.met.add(kind)
            return "lost"
        return self.random.choices(("lost", "twice", "overtaken", "passed"), (10, 5, 10, 75))[0]

    def carry(self, side, frame):
        fate = self.fate(side, frame)
        self.happened[fate] += 1
        if fate == "overtaken":
            self.held[side].append([3, frame])
        elif fate != "lost":
            for _ in range(2 if fate == "twice" else 1):
                self.other(side).send(frame)
            self.release(side)

    def release(self, side, all_of_them=False):
        """What has been overtaken by three others goes on."""
        for late in self.held[side]:
            late[0] -= 1
        while self.held[side] and (all_of_them or self.held[side][0][0] <= 0):
            self.other(side).send(self.held[side].popleft()[1])

    def serve(self, stop):
        while True:
            ready, _, _ = select.select([*self.sides, stop], [], [], 0.002)
            if stop in ready:
                return
            for side in ready:
                frame, address = side.recvfrom(65535)
                if address[2] != OUTGOING:
                    self.carry(side, frame)
            for side in self.sides if not ready else ():  # nobody overtakes them any more
                self.release(side, all_of_them=True)


@contextlib.contextmanager
def bad_cable(middle, west, east, seed=793):
    """While this lasts, frames are carried."""
    cable = BadCable(middle, west, east, seed)
    stop, stopped = os.pipe()
    carrier = threading.Thread(target=cable.serve, args=(stop,), daemon=True)
    carrier.start()
    try:
        yield cable
    finally:
        os.write(stopped, b"!")
        carrier.join()
        os.close(stop)
        os.close(stopped)
        for side in cable.sides:
            side.close()
