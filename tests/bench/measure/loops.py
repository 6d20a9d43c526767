# SPDX-License-Identifier: BSL-1.0
"""Programs of Google Benchmark. A name of ours is a name of theirs without what they add to it: mix/c, echo/packetry_async."""

import json
import re
import subprocess
import sys


def results(program, *options, before=(), environment=None):
    """What a program has measured, and what it complains of. Work that was not done as it should ends this program."""
    run = subprocess.run([*before, program, "--benchmark_format=json", *options], env=environment, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{program}:\n{run.stderr}")
    measured = json.loads(run.stdout)["benchmarks"]
    for one in measured:
        if one.get("error_occurred"):
            sys.exit(f"{one['name']}: {one['error_message']}")
    return [one for one in measured if one["run_type"] == "iteration"], run.stderr


def names(program):
    """All of its benchmarks; none where what they need is not allowed."""
    listed = subprocess.run([program, "--benchmark_list_tests"], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return [name for name in listed if "/" in name]


def only(name):
    return f"--benchmark_filter=^{re.escape(name)}$"


def name_of(one):
    return re.sub(r"/(iterations:\d+|real_time)\b", "", one["run_name"].removeprefix("run/").removeprefix("run_batch/"))


def add(times, measured):
    """Nanoseconds for one, by name."""
    for one in measured:
        name = name_of(one)
        time = one["real_time" if "/real_time" in one["run_name"] else "cpu_time"]  # of who waits, what passes
        times.setdefault(name, []).append(time / one["works"])


def in_memory(program, repetitions):
    """Name -> times. The benchmarks take turns, so that what else the machine does hits all."""
    times = {}
    add(times, results(program, f"--benchmark_repetitions={repetitions}", "--benchmark_enable_random_interleaving=true",
                       "--benchmark_min_time=0.02")[0])
    return times


def over_a_cable(program, repetitions):
    """The same, each time a process and a cable of its own: what one leaves in queues and caches is nothing to the next. And how
    much of the times is the kernel's."""
    times, kernel = {}, {}
    all_of_them = names(program)
    for _ in range(repetitions):
        for name in all_of_them:
            measured = results(program, only(name))[0]
            add(times, measured)
            for one in measured:
                kernel.setdefault(name_of(one), []).append(one["kernel"] / one["works"])
    return times, kernel


def sums(program):
    """Name -> the sum over what was made in one pass, of those that tell."""
    measured, _ = results(program, "--benchmark_min_time=0")
    return {one["run_name"].removeprefix("run/"): int(one["sum"]) for one in measured if "sum" in one}
