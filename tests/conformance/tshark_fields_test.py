#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""A frame of every layer, crafted by frames_*_test.cpp, read by tshark: nothing malformed, no bad checksum, and every field has
the value that stands beside the frame. A blank within a value is written _ there."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

OPTIONS = ["ip.check_checksum:TRUE", "udp.check_checksum:TRUE", "tcp.check_checksum:TRUE", "sctp.checksum:CRC-32C",
           "tcp.relative_sequence_numbers:FALSE"]


def read(capture):
    """For each frame its fields, each a list of values, by name."""
    options = [o for option in OPTIONS for o in ("-o", option)]
    run = subprocess.run(["tshark", "-n", "-r", capture, *options, "-T", "pdml"], capture_output=True, text=True,
                         env=dict(os.environ, TZ="UTC", LC_ALL="C.UTF-8"))
    if run.returncode != 0:
        sys.exit(f"tshark cannot read the capture:\n{run.stderr}")
    frames = []
    for packet in xml.etree.ElementTree.fromstring(run.stdout).findall("packet"):
        fields = {}
        for field in packet.iter("field"):
            fields.setdefault(field.get("name"), []).append((field.get("show") or "").strip().replace(" ", "_"))
        frames.append(fields)
    return frames


def faults(what, expected, fields):
    wrong = [f"{what}: tshark finds {name}" for name in fields if name.startswith("_ws.malformed")]
    wrong += [f"{what}: tshark finds another {name.removesuffix('.status')}" for name, values in fields.items()
              if name.endswith(".checksum.status") and "0" in values]
    if not expected:
        wrong.append(f"{what}: nothing is expected")
    for name, value in (pair.split("=", 1) for pair in expected.split()):
        found = ",".join(fields.get(name, []))
        if found != value:
            wrong.append(f"{what}: {name} is {found or 'not there'}, not {value}")
    return wrong


def main():
    if not shutil.which("tshark"):
        sys.exit("tshark is not installed: apt-get install tshark")
    tests = pathlib.Path(os.environ["PACKETRY_BUILD"]) / "tests" / "packetry_tests"
    with tempfile.TemporaryDirectory() as folder:
        capture = pathlib.Path(folder) / "frames.pcapng"
        run = subprocess.run([tests, "--gtest_filter=CraftedFrames.GoIntoOneCapture"], capture_output=True, text=True,
                             env=dict(os.environ, PACKETRY_FRAMES=str(capture)))
        if run.returncode != 0 or not capture.exists():
            sys.exit(f"{tests} wrote no capture:\n{run.stdout}{run.stderr}")
        expected = [line.split("\t") for line in pathlib.Path(f"{capture}.fields").read_text().splitlines()]
        frames = read(capture)
    if len(frames) != len(expected):
        sys.exit(f"tshark read {len(frames)} of {len(expected)} frames")
    wrong = [f for (what, values), fields in zip(expected, frames) for f in faults(what, values, fields)]
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(frames)} frames, {sum(len(values.split()) for _, values in expected)} fields as given")


main()
