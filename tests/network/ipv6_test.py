#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""examples/ping, http and sniff over IPv6: the kernel and nginx answer. No reset, and tshark finds nothing wrong."""

import contextlib
import hashlib
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from wire import ANSWERS_V6, ASKS_V6, example, failures, finish, run, tshark, two_machines, until  # noqa: E402

PAGE = random.Random(4861).randbytes(300_000)
NGINX = """daemon off; master_process off; pid {0}/pid; error_log {0}/error; events {{ }}
http {{ access_log off; client_body_temp_path {0}; proxy_temp_path {0}; fastcgi_temp_path {0}; uwsgi_temp_path {0}; scgi_temp_path {0};
  server {{ listen [::]:80; listen [::]:8080; root {0}; }} }}
"""
WRONG = "tcp.flags.reset == 1 or icmpv6.type == 1 or _ws.malformed or tcp.checksum.status == 0 or icmpv6.checksum.status == 0"


@contextlib.contextmanager
def web_server(machine, folder):
    (folder / "page").write_bytes(PAGE)
    (folder / "nginx.conf").write_text(NGINX.format(folder))
    folder.chmod(0o755)
    server = subprocess.Popen(machine.command("nginx", "-c", folder / "nginx.conf"), stderr=subprocess.DEVNULL)
    listens = lambda: "00000000000000000000000000000000:0050" in pathlib.Path(f"/proc/{server.pid}/net/tcp6").read_text()  # noqa: E731
    try:
        until(lambda: server.poll() is not None or listens(), "nginx listens")
        yield
    finally:
        server.terminate()
        server.wait()


def is_clean(ran, file):
    wrong = tshark(file, WRONG)
    ran.must(wrong == "", f"should have kept a clean conversation, not {wrong}")


def link_local(machine):
    shown = subprocess.run(machine.command(*"ip -6 -o address show dev eth0 scope link".split()), capture_output=True, text=True).stdout
    return None if "tentative" in shown else re.search(r"inet6 (fe80::\S+)/", shown)[1]


def ping(asks, answers, folder):
    kept = folder / "ping.pcap"
    pinged = run(asks, "ping", ANSWERS_V6, "--count", "2", "--interval", "0.01", "--write", kept).exits(0)
    line = rf"{re.escape(ANSWERS_V6)}: seq=%d hlim=64 time=\d+\.\d\d\d ms\n"
    pinged.must(re.fullmatch(line % 1 + line % 2 + "2 sent, 2 answered\n", pinged.out), "should print both answers")
    pinged.must(len(tshark(kept, "icmpv6.type == 128 or icmpv6.type == 129").splitlines()) == 4, "should keep requests and replies")
    is_clean(pinged, kept)
    for own in ("::1", ASKS_V6):
        run(asks, "ping", own, "--count", "1").exits(0).mentions(f"{own}: seq=1")

    neighbour = until(lambda: link_local(answers), "the address of the link is there")
    until(lambda: link_local(asks), "ours as well")
    run(asks, "ping", neighbour, "--count", "1", "--interface", "eth0").exits(0).mentions(f"{neighbour}: seq=1")
    run(asks, "ping", "ff02::1", "--count", "1", "--interface", "eth0").exits(0).mentions(f"{neighbour}: seq=1")

    run(asks, "ping", "fd13::77", "--count", "1", "--timeout", "0.1").exits(1).prints("fd13::77: no answer to seq=1", "1 sent, 0 answered")
    run(asks, "ping", "fd99::1", "--count", "1").exits(1).complains("ping: no route leads to fd99::1 (Network is unreachable)")


def fetch(asks, folder):
    for url, options in ((f"http://[{ANSWERS_V6}]/page", ()), (f"http://[{ANSWERS_V6}]:8080/page", ("--port-from", "666"))):
        kept, body = folder / "http.pcap", folder / "body"
        fetched = run(asks, "http", url, "--write", kept, *options, before=("sh", "-c", 'exec "$0" "$@" >' + str(body))).exits(0)
        fetched.must(hashlib.sha256(body.read_bytes()).digest() == hashlib.sha256(PAGE).digest(), "should print the page, octet for octet")
        is_clean(fetched, kept)
    fetched.must(f"Ether / IPv6 / TCP {ASKS_V6}:666 > {ANSWERS_V6}:http_alt S\n" in fetched.err, "should show the first segment")
    run(asks, "http", f"http://[{ANSWERS_V6}]/page", "--method", "HEAD").exits(0).prints()
    refused = run(asks, "http", f"http://[{ANSWERS_V6}]:81/").exits(1)
    refused.must(refused.err.endswith(f"http: {ANSWERS_V6}: nobody listens on port 81\n"), "should say that nobody listens")
    for bad in ("http://[fd13::254/", "http://[192.168.2.254]/", "http://[fd13::254]x/", "http://[]/"):
        run(asks, "http", bad).exits(2)


def sniff(asks, folder):
    """What it prints and keeps of one echo."""
    kept = folder / "sniff.pcap"
    with open(folder / "lines", "w+") as lines:
        sniffer = subprocess.Popen(asks.command(example("sniff"), "--interface", "eth0", "--write", kept), stdout=lines, stderr=lines)
        sockets = pathlib.Path(f"/proc/{sniffer.pid}/net/packet")
        until(lambda: sniffer.poll() is not None or len(sockets.read_text().splitlines()) > 1, "the capture begins")
        run(asks, "ping", ANSWERS_V6, "--count", "1").exits(0)
        seen = (folder / "lines").read_text
        until(lambda: "Echo Reply" in seen(), "the reply is seen")
        sniffer.send_signal(signal.SIGINT)
        sniffer.wait(10)
    echoes = [line for line in seen().splitlines() if "Echo" in line]
    kept_too = tshark(kept, "icmpv6.type == 128 or icmpv6.type == 129").splitlines()
    if len(echoes) != 2 or len(kept_too) != 2 or not all(line.startswith("Ether / IPv6 / ICMPv6 Echo ") for line in echoes):
        failures.append(f"sniff: printed {seen()}")
        print(failures[-1])


def main():
    asks, answers = two_machines()
    quiet = {"stdout": subprocess.DEVNULL, "check": True}
    subprocess.run(answers.command(*"ethtool -K eth0 tso off gso off tx off".split()), **quiet)  # so that segments are real ones
    with tempfile.TemporaryDirectory() as name, web_server(answers, pathlib.Path(name)):
        ping(asks, answers, pathlib.Path(name))
        fetch(asks, pathlib.Path(name))
        sniff(asks, pathlib.Path(name))
    finish()


main()
