#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""examples/http, every segment by hand, and servers that know nothing of it: also where one segment of ten is lost, some
come twice, and some are overtaken. No reset, and tshark finds nothing wrong."""

import contextlib
import hashlib
import http.server
import pathlib
import random
import subprocess
import sys
import tempfile
import threading

sys.dont_write_bytecode = True
from bad_cable import bad_cable  # noqa: E402
from wire import ANSWERS, Machine, finish, run, tshark, two_machines  # noqa: E402

BIG = random.Random(2013).randbytes(1 << 20)
LOSS = """table netdev lossy {
  chain to_server { type filter hook ingress device "eth0" priority 0
    ip protocol tcp numgen random mod 10 0 drop
  }
  chain to_client { type filter hook egress device "eth0" priority 0
    ip protocol tcp numgen random mod 10 0 drop
    ip protocol tcp numgen random mod 20 0 dup to "eth0"
  }
}
"""


class Pages(http.server.BaseHTTPRequestHandler):
    """/sized, /chunked and /closed: 1 MiB, its end told in three ways. A POST is given back."""
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200 if self.path in ("/sized", "/chunked", "/closed") else 404)
        if self.path == "/chunked":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for at in range(0, len(BIG), 5000):
                chunk = BIG[at:at + 5000]
                self.body(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            return self.body(b"0\r\n\r\n")
        if self.path == "/sized":
            self.send_header("Content-Length", str(len(BIG)))
        if self.path not in ("/sized", "/closed"):
            self.send_header("Content-Length", "5")
        self.end_headers()
        self.close_connection = self.path == "/closed" or self.close_connection
        self.body(BIG if self.path in ("/sized", "/closed") else b"none\n")

    do_HEAD = do_GET

    def do_POST(self):
        octets = self.rfile.read(int(self.headers["Content-Length"])) + self.headers["X-Seen"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.body(octets)

    def body(self, octets):
        if self.command != "HEAD":
            self.wfile.write(octets)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def pages(machine):
    with machine.inside():
        server = http.server.ThreadingHTTPServer((ANSWERS, 80), Pages)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def look_at(fetched, file):
    """tshark, segment by segment: no reset from either end, nothing malformed, no bad checksum of ours."""
    wrong = tshark(file, "tcp.flags.reset == 1 or _ws.malformed or tcp.checksum.status == 0")
    fetched.must(wrong == "", f"should have kept a clean conversation, not {wrong}")


def fetch_all(asks, folder):
    for page in ("sized", "chunked", "closed"):
        kept, body = folder / f"{page}.pcap", folder / page
        fetched = run(asks, "http", f"http://{ANSWERS}/{page}", "--write", kept, before=("sh", "-c", 'exec "$0" "$@" >' + str(body))).exits(0)
        fetched.must(hashlib.sha256(body.read_bytes()).digest() == hashlib.sha256(BIG).digest(), "should print the page, octet for octet")
        look_at(fetched, kept)


def fetch_little(asks):
    run(asks, "http", f"http://{ANSWERS}/sized", "--method", "HEAD").exits(0).prints()
    run(asks, "http", f"http://{ANSWERS}/none").exits(1).prints("none")
    posted = run(asks, "http", f"http://{ANSWERS}/form", "--method", "POST", "--data", "a=b", "--header", "X-Seen: yes").exits(0)
    posted.must(posted.out == "a=byes", "should send data and header")
    workshop = run(asks, "http", f"http://{ANSWERS}/none", "--port-from", "666").exits(1)
    for line in (f"Ether / IP / TCP 192.168.2.253:666 > {ANSWERS}:http S\n", f"Ether / IP / TCP {ANSWERS}:http > 192.168.2.253:666 SA\n",
                 "Ether / IP / TCP / HTTP / GET '/none'", "404"):
        workshop.must(line in workshop.err, f"should show: {line}")


def complain(asks):
    refused = run(asks, "http", f"http://{ANSWERS}:81/").exits(1).prints()
    refused.must(refused.err.endswith(f"http: {ANSWERS}: nobody listens on port 81\n"), "should say that nobody listens")
    silent = run(asks, "http", "http://192.168.2.77/", "--timeout", "0.3").exits(1).prints()
    silent.must(silent.err.endswith("http: 192.168.2.77 does not answer\n"), "should say that nobody answers")
    for bad in ("https://192.168.2.254/", "http://", "http://192.168.2.254:99999/"):
        run(asks, "http", bad).exits(2)


def send_real_segments(machine):
    subprocess.run(machine.command(*"ethtool -K eth0 tso off gso off tx off".split()), stdout=subprocess.DEVNULL, check=True)


def over_a_bad_cable(folder):
    """Where segments overtake each other, and the first SYN, request, page and FIN are lost."""
    middle = Machine()
    asks, answers = two_machines(middle)
    send_real_segments(answers)
    with pages(answers), bad_cable(middle, "west", "east") as cable:
        fetch_all(asks, folder)
        run(asks, "http", f"http://{ANSWERS}/sized", "--method", "HEAD").exits(0).prints()
        posted = run(asks, "http", f"http://{ANSWERS}/form", "--method", "POST", "--data", 3000 * "ab", "--header", "X-Seen: yes").exits(0)
    posted.must(posted.out == 3000 * "ab" + "yes", "should send several segments")
    for what in ("lost", "twice", "overtaken"):
        posted.must(cable.happened[what] > 20, f"should have met a bad cable, not {dict(cable.happened)}")


def main():
    asks, answers = two_machines()
    send_real_segments(answers)
    with tempfile.TemporaryDirectory() as name, pages(answers):
        fetch_little(asks)
        complain(asks)
        fetch_all(asks, pathlib.Path(name))
        subprocess.run(answers.command("nft", "-f", "-"), input=LOSS, text=True, check=True)
        fetch_all(asks, pathlib.Path(name))
    with tempfile.TemporaryDirectory() as name:
        over_a_bad_cable(pathlib.Path(name))
    finish()


main()
