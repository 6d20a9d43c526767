# SPDX-License-Identifier: BSL-1.0
"""Whole programs over captures, and compilers: processor time."""

import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CAPTURES = {"tcp": 500_000, "dns": 2_000_000, "mix": 1_000_000}  # packets; 300 to 500 MB


def processor_seconds(command):
    """Of a program, how much of them are the kernel's, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    kernel = after.ru_stime - before.ru_stime
    return after.ru_utime - before.ru_utime + kernel, kernel, printed


def run_in_turn(programs, work, arguments, runs):
    """Program -> seconds, each time, and the kernel's. Those that do the same must print the same sum."""
    installed = [name for name in ("ours", "c", "tins", "libpcap") if (programs / name).exists()]
    names = ["ours", "c"] if work == "write" else installed
    agree = {"dissect": {"ours", "c", "tins"}, "read": {"ours", "c", "libpcap"}}.get(work, {"ours", "c"})  # libtins dissects all the same
    seconds, kernel = {name: [] for name in names}, {name: [] for name in names}
    for _ in range(runs):
        sums = {}
        for name in names:
            time, kernels, sum_ = processor_seconds([programs / name, work, *arguments])
            seconds[name].append(time)
            kernel[name].append(kernels)
            if name in agree:
                sums[name] = sum_
        if len(set(sums.values())) != 1:
            sys.exit(f"{work} {arguments[0]}: the sums differ: {sums}")
    return seconds, kernel


def over_captures(programs, runs):
    """(work, kind, program) -> nanoseconds for one packet; and the kernel's."""
    times, kernel = {}, {}
    with tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        for kind, count in CAPTURES.items():
            subprocess.run([programs / "ours", "make", kind, str(count), f"{memory}/{kind}"], check=True)
        subprocess.run([programs / "ours", "make", "mix", "1000", f"{memory}/few"], check=True)
        works = [("dissect", kind, [f"{memory}/{kind}"], CAPTURES[kind]) for kind in CAPTURES]
        works += [("read", "mix", [f"{memory}/mix"], CAPTURES["mix"]), ("write", "mix", [f"{memory}/few", "200", f"{memory}/out"], 200_000)]
        for work, kind, arguments, packets in works:
            for measured, by_name in zip((times, kernel), run_in_turn(programs, work, arguments, runs)):
                for name, seconds in by_name.items():
                    measured[work, kind, name] = [1e9 * s / packets for s in seconds]
    return times, kernel


def compiler(source, level):
    return [os.environ.get("CXX", "g++"), "-std=c++20", level, "-c", "-o", os.devnull, f"-I{HERE.parents[2] / 'include'}",
            HERE.parent / "compile_time" / source]


def compile_seconds(source, level):
    return processor_seconds(compiler(source, level))[0]


def phases(source, level):
    """What GCC reports of its own time: phase -> percent. Of another compiler nothing."""
    told = subprocess.run([*compiler(source, level), "-ftime-report"], check=True, stderr=subprocess.PIPE, text=True).stderr
    return {phase: int(share) for phase, share in re.findall(r"^ phase ([a-z. ]+?) *: +[\d.]+ \( *(\d+)%\)", told, re.MULTILINE)}


def compiling(ours, level, runs):
    """Nanoseconds of ours and of the same with libtins, in turn."""
    pairs = [(compile_seconds(ours, level), compile_seconds("theirs.cpp", level)) for _ in range(runs)]
    return tuple([1e9 * pair[i] for pair in pairs] for i in (0, 1))
