# SPDX-License-Identifier: BSL-1.0
"""The same with Debian's Scapy, for a small count: an order of magnitude, nothing more."""

import json
import pathlib
import subprocess
import tempfile

import loops

PYTHON = "/usr/bin/python3"  # the one that Debian's python3-scapy is installed for
SCRIPT = pathlib.Path(__file__).resolve().parents[1] / "programs" / "with_scapy.py"
COUNT = 1000


def times(programs, runs):
    """Work -> nanoseconds for one packet: mix, syn, query. Nothing without Scapy."""
    if subprocess.run([PYTHON, "-c", "import scapy"], capture_output=True).returncode != 0:
        return {}
    sums = loops.sums(programs / "craft")
    with tempfile.TemporaryDirectory() as folder:
        capture = f"{folder}/mix"
        subprocess.run([programs / "programs" / "ours", "make", "mix", str(COUNT), capture], check=True)
        dissected = int(subprocess.run([programs / "programs" / "c", "dissect", capture], check=True, stdout=subprocess.PIPE).stdout)
        wanted = {"mix": dissected, "syn": sums["syn/c"], "query": sums["query/c"]}
        printed = subprocess.run([PYTHON, SCRIPT, capture, str(COUNT), str(runs), json.dumps(wanted)], check=True, stdout=subprocess.PIPE)
    return json.loads(printed.stdout)
