#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""examples/dns and a real name server: dnsmasq at the other end of a cable."""

import contextlib
import pathlib
import socket
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from wire import ANSWERS, ANSWERS_V6, finish, run, tshark, two_machines, until  # noqa: E402

KNOWN = ["--host-record=2013.hack.lu,192.168.2.254", "--host-record=six.hack.lu,2001:db8::2013",
         "--cname=www.hack.lu,2013.hack.lu", "--mx-host=hack.lu,mail.hack.lu,10", "--txt-record=hack.lu,v=hack 1,\tall",
         "--srv-host=_dns._udp.hack.lu,2013.hack.lu,53,1,2", "--local=/hack.lu/",
         *(f"--txt-record=big.hack.lu,{i:0100}" for i in range(30))]
QUESTION = b"\x20\x13\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x042013\x04hack\x02lu\x00\x00\x01\x00\x01"


@contextlib.contextmanager
def name_server(machine, log):
    server = subprocess.Popen(
        machine.command("timeout", "60", "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=",
                        "--log-facility=-", "--user=root", "--no-resolv", "--no-hosts", "--bind-interfaces",
                        f"--listen-address={ANSWERS},{ANSWERS_V6}", *KNOWN),
        stdout=log, stderr=log)
    try:
        yield server
    finally:
        server.terminate()
        server.wait()


def answers_a_question(machine):
    with machine.inside():
        asker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with asker:
        asker.connect((ANSWERS, 53))
        asker.settimeout(0.1)
        try:
            asker.send(QUESTION)
            return asker.recv(512)[:2] == QUESTION[:2]
        except OSError:
            return False


def ask_for_every_kind(asks):
    def dns(*words):
        return run(asks, "dns", *words, "--server", ANSWERS)

    dns("2013.hack.lu").exits(0).prints("2013.hack.lu. A 192.168.2.254")
    dns("six.hack.lu", "--type", "AAAA").exits(0).prints("six.hack.lu. AAAA 2001:db8::2013")
    dns("hack.lu", "--type", "MX").exits(0).prints("hack.lu. MX 10 mail.hack.lu.")
    dns("hack.lu", "--type", "TXT").exits(0).prints('hack.lu. TXT "v=hack 1?all"')
    dns("www.hack.lu", "--type", "CNAME").exits(0).prints("www.hack.lu. CNAME 2013.hack.lu.")
    dns("www.hack.lu").exits(0).prints("www.hack.lu. CNAME 2013.hack.lu.", "2013.hack.lu. A 192.168.2.254")
    dns("_dns._udp.hack.lu", "--type", "SRV").exits(0).mentions("_dns._udp.hack.lu. SRV ")
    dns("--reverse", "192.168.2.254").exits(0).prints("254.2.168.192.in-addr.arpa. PTR 2013.hack.lu.")
    six = dns("--reverse", "2001:db8::2013").exits(0)
    six.prints("3.1.0.2" + 20 * ".0" + ".8.b.d.0.1.0.0.2.ip6.arpa. PTR six.hack.lu.")


def ask_for_more_than_a_datagram_holds(asks):
    """Truncated over UDP, so it is asked for again over TCP."""
    big = run(asks, "dns", "big.hack.lu", "--type", "TXT", "--server", ANSWERS).exits(0)
    big.must(sorted(big.out.splitlines()) == [f'big.hack.lu. TXT "{i:0100}"' for i in range(30)], "should print all of them")


def ask_for_fields(asks):
    shown = run(asks, "dns", "2013.hack.lu", "--server", ANSWERS, "--show").exits(0)
    shown.mentions("qr        = 0").mentions("qr        = 1").mentions("rdata     = 192.168.2.254")


def ask_in_vain(asks):
    def dns(*words):
        return run(asks, "dns", *words, "--server", ANSWERS).exits(1).prints()

    dns("no.hack.lu").complains("dns: no.hack.lu. does not exist (NXDOMAIN)")
    dns("2013.hack.lu", "--type", "AAAA").complains("dns: 2013.hack.lu. has no record of this type")
    dns("example.org").complains(f"dns: {ANSWERS} answers: refused")


def ask_the_machines_own(asks, folder):
    """Without --server it is the first that resolv.conf(5) names."""
    file = folder / "resolv.conf"
    bound = ["unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/resolv.conf && exec "$@"', file]
    file.write_text(f"# none\nnameserver 2001:db8::1\nnameserver {ANSWERS}\nnameserver 192.168.2.9\n")
    run(asks, "dns", "2013.hack.lu", before=bound).exits(0).prints("2013.hack.lu. A 192.168.2.254")
    file.write_text("nameserver 2001:db8::1\n")
    refused = run(asks, "dns", "2013.hack.lu", before=bound).exits(1)
    refused.complains("dns: no route leads to 2001:db8::1 (Network is unreachable)")
    file.write_text("nameserver fe80::1%eth0\n")
    refused = run(asks, "dns", "2013.hack.lu", before=bound).exits(1)
    refused.complains("dns: this machine has no name server that can be asked; name one by --server")
    file.write_text(f"nameserver {ANSWERS_V6}\n")
    run(asks, "dns", "six.hack.lu", "--type", "AAAA", before=bound).exits(0).prints("six.hack.lu. AAAA 2001:db8::2013")


def ask_over_ipv6(asks, folder):
    """The same server at its other address; tshark finds nothing wrong, and our kernel kept out of it."""
    def dns(*words):
        return run(asks, "dns", *words, "--server", ANSWERS_V6, "--write", folder / "v6.pcap")

    def clean(asked):
        wrong = tshark(folder / "v6.pcap", "tcp.flags.reset == 1 or icmpv6.type == 1 or _ws.malformed or "
                       "(ipv6.src == fd13::253 and (tcp.checksum.status == 0 or udp.checksum.status == 0))")
        asked.must(wrong == "", f"should have kept a clean conversation, not {wrong}")

    clean(dns("2013.hack.lu").exits(0).prints("2013.hack.lu. A 192.168.2.254"))
    clean(dns("six.hack.lu", "--type", "AAAA").exits(0).prints("six.hack.lu. AAAA 2001:db8::2013"))
    big = dns("big.hack.lu", "--type", "TXT").exits(0)
    big.must(len(big.out.splitlines()) == 30, "should ask again over TCP, and print all of them")
    clean(big)
    run(asks, "dns", "hack.lu", "--server", "fd13::77", "--timeout", "0.2").exits(1).complains("dns: fd13::77 does not answer")


def main():
    asks, answers = two_machines()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        with open(folder / "dnsmasq", "w+b") as log, name_server(answers, log) as server:
            until(lambda: server.poll() is not None or answers_a_question(asks), "dnsmasq answers")
            if server.poll() is not None:
                sys.exit(f"dnsmasq ended:\n{(folder / 'dnsmasq').read_text()}")
            ask_for_every_kind(asks)
            ask_for_more_than_a_datagram_holds(asks)
            ask_for_fields(asks)
            ask_in_vain(asks)
            ask_the_machines_own(asks, folder)
            ask_over_ipv6(asks, folder)
    finish()


main()
