# SPDX-License-Identifier: BSL-1.0
"""Two machines and a cable, for the tests of the programs:

    asks 192.168.2.253  ----------------  192.168.2.254 (00:50:56:f7:0a:ec) answers
         fd13::253                        fd13::254

Both are network namespaces without a name. Only this process holds them, so they are gone with it, whatever happens to
it. A socket belongs to the namespace it was made in: the ends that answer are plain sockets of this process.
"""

import contextlib
import ctypes
import os
import pathlib
import select
import subprocess
import sys
import threading
import time

ASKS, ANSWERS = "192.168.2.253", "192.168.2.254"
ASKS_V6, ANSWERS_V6 = "fd13::253", "fd13::254"
CLONE_NEWNET = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)
failures = []


def check(result):
    if result != 0:
        error = ctypes.get_errno()
        sys.exit(f"no network namespaces can be made here, which needs root: {os.strerror(error)}")


def until(condition, what, seconds=10):
    """What the condition gives, once it gives something; the bound is only a way out of a failing test."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > end:
            sys.exit(f"gave up waiting: {what}")
        time.sleep(0.005)
    return result


class Machine:
    def __init__(self):
        with self.home():
            check(libc.unshare(CLONE_NEWNET))
            self.namespace = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        self.path = f"/proc/{os.getpid()}/fd/{self.namespace}"

    @staticmethod
    @contextlib.contextmanager
    def home():
        """Afterwards this thread is where it was before."""
        before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            yield
        finally:
            check(libc.setns(before, CLONE_NEWNET))
            os.close(before)

    @contextlib.contextmanager
    def inside(self):
        with self.home():
            check(libc.setns(self.namespace, CLONE_NEWNET))
            yield

    def command(self, *words):
        """The words as a command line within."""
        return ["nsenter", f"--net={self.path}", *map(str, words)]

    def do(self, line):
        subprocess.run(self.command(*line.split()), check=True)

    def is_up(self):
        shown = subprocess.run(self.command("ip", "link", "show", "eth0"), capture_output=True, text=True, check=True)
        return "LOWER_UP" in shown.stdout and "state UP" in shown.stdout

    def reaches(self, address):
        """Whether there is a route: that of an IPv6 address comes a little later than the link."""
        return subprocess.run(self.command("ip", "route", "get", address), capture_output=True, check=False).returncode == 0


def two_machines(middle=None):
    """With a machine in the middle they are not joined but by what that does with frames on its "west" and "east"."""
    asks, answers = Machine(), Machine()
    if middle is None:
        asks.do(f"ip link add eth0 type veth peer name eth0 address 00:50:56:f7:0a:ec netns {answers.path}")
    else:
        asks.do(f"ip link add eth0 type veth peer name west netns {middle.path}")
        answers.do(f"ip link add eth0 address 00:50:56:f7:0a:ec type veth peer name east netns {middle.path}")
        for side in ("west", "east"):
            middle.do(f"ip link set {side} addrgenmode none")
            middle.do(f"ip link set {side} up")
    for machine, address, address_v6 in ((asks, ASKS, ASKS_V6), (answers, ANSWERS, ANSWERS_V6)):
        machine.do("ip link set lo up")
        machine.do(f"ip address add {address}/24 dev eth0")
        machine.do(f"ip address add {address_v6}/64 dev eth0 nodad")
        machine.do("ip link set eth0 up")
    until(lambda: asks.is_up() and answers.is_up(), "the cable comes up")
    until(lambda: asks.reaches(ANSWERS_V6) and answers.reaches(ASKS_V6), "there are routes over it")
    return asks, answers


@contextlib.contextmanager
def answering(sock, answer):
    """While this lasts, `answer(octets, sender)` is called for whatever the socket receives."""
    stop, stopped = os.pipe()

    def serve():
        while True:
            ready, _, _ = select.select([sock, stop], [], [])
            if stop in ready:
                return
            answer(*sock.recvfrom(65535))

    server = threading.Thread(target=serve, daemon=True)
    server.start()
    try:
        yield
    finally:
        os.write(stopped, b"!")
        server.join()
        os.close(stop)
        os.close(stopped)
        sock.close()


class Ran:
    """A program of the examples that has ended, and what it must have done."""

    def __init__(self, command, shown):
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
        self.shown, self.status, self.out, self.err = shown, ended.returncode, ended.stdout, ended.stderr

    def must(self, holds, what):
        if not holds:
            text = f"{self.shown}: {what}\n  status: {self.status}\n  output: {self.out}\n  messages: {self.err}"
            failures.append(text)
            print(text)
        return self

    def exits(self, status):
        return self.must(self.status == status, f"should exit with {status}")

    def prints(self, *lines):
        wanted = "".join(line + "\n" for line in lines)
        return self.must(self.out == wanted, f"should print: {wanted}")

    def mentions(self, text):
        return self.must(text in self.out, f"should mention: {text}")

    def complains(self, sentence):
        """In one sentence, which is all that it says there."""
        return self.must(self.err == sentence + "\n", f"should complain: {sentence}")


def example(name):
    return pathlib.Path(os.environ["PACKETRY_BUILD"]) / "examples" / name


def run(machine, name, *words, before=()):
    """Run an example there; what stands before it on the command line changes its surroundings."""
    return Ran(machine.command(*before, example(name), *words), " ".join(map(str, (name, *words))))


def tshark(file, wanted):
    """A line for each packet that passes the display filter, or what tshark says is wrong with the file. Checksums are
    looked at, segment by segment."""
    checks = ("tcp.desegment_tcp_streams:FALSE", "tcp.check_checksum:TRUE", "udp.check_checksum:TRUE")
    options = [word for check in checks for word in ("-o", check)]
    shown = subprocess.run(["tshark", "-n", "-r", file, *options, "--disable-protocol", "http", "-Y", wanted], capture_output=True, text=True)
    return shown.stdout + (shown.stderr if shown.returncode else "")


def finish():
    sys.exit(1 if failures else 0)
