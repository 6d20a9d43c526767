# SPDX-License-Identifier: BSL-1.0
"""examples/scan beside nmap: all TCP ports of the other end of a cable, eight of which are open. The time that passes."""

import contextlib
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "network"))
from wire import ANSWERS, two_machines  # noqa: E402

OPEN = {22, 80, 443, 1234, 8080, 33333, 50000, 65535}
PORTS = 65_535
RUNS = 20  # in each of which every open port must be found


def seconds(command, pattern):
    """Of a scan that finds the open ports, as the pattern knows them in what it prints."""
    start = time.monotonic()
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    took = time.monotonic() - start
    found = {int(port) for port in re.findall(pattern, printed, re.MULTILINE)}
    if found != OPEN:
        sys.exit(f"{command[2]}: found {sorted(found)} of {sorted(OPEN)}\n{printed}")
    return took


def scans(scan):
    """Nanoseconds for one port: ours and nmap's, in turn. Nothing where one is not there, or not allowed."""
    if os.geteuid() != 0 or not shutil.which("nmap") or not scan.exists():
        return None
    asks, answers = two_machines()
    ours, theirs = [], []
    with contextlib.ExitStack() as listening:
        with answers.inside():
            for port in OPEN:
                listening.enter_context(socket.create_server((ANSWERS, port)))
        for _ in range(RUNS):
            ours.append(seconds(asks.command(scan, ANSWERS), r"^(\d+)(?: |$)(?!open,)"))
            theirs.append(seconds(asks.command("nmap", "-sS", "-T4", "-n", "-Pn", "-p1-65535", ANSWERS), r"^(\d+)/tcp +open "))
    return [1e9 * s / PORTS for s in ours], [1e9 * s / PORTS for s in theirs]
