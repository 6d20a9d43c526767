#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the benchmarks, the ones compared taking turns, and prints medians of processor time and their ratios.

The programs themselves refuse work whose sum is not that of the C.
"""

import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

# id, what is done, packetry's benchmark, its yardstick, at most this ratio (None: only reported).
ROWS = [
    ("index-mix", "dissect by content, read fields: the mix", "mix/packetry_index", "mix/c", 1.5),
    ("index-large", "the same, with a catalog of 86 layers", "mix/packetry_large_catalog", "mix/c", None),
    ("visitor", "dissect by content, each layer visited: the mix", "mix/packetry_visitor", "mix/c", 1.15),
    ("visitor-tcp", "the same: TCP alone", "tcp/packetry_visitor", "tcp/c", None),
    ("visitor-dns", "the same, all records: DNS alone", "dns/packetry_visitor", "dns/c", None),
    ("cold-visitor", "the mix from memory, a batch: visited", "stream/packetry_visitor_batch", "stream/c", 0.4),
    ("cold-index", "the mix from memory, a batch: indexed", "stream/packetry_index_batch", "stream/c", 0.45),
    ("cold-each", "the mix from memory, one by one: indexed", "stream/packetry_index", "stream/c", None),
    ("layers-mix", "dissect by content, the layers alone: the mix", "mix/packetry_layers", "mix/c", None),
    ("index-uniform", "dissect by content, read fields: TCP alone", "tcp/packetry_index", "tcp/c", 2.2),
    ("typed-tcp", "dissect<ether, ip, tcp>", "tcp/packetry_typed", "tcp/c", 1.05),
    ("typed-dns", "dissect<ether, ip, udp, dns>, all records", "dns/packetry_typed", "dns/c", 1.05),
    ("dns-names", "the same, against C that copies the names", "dns/packetry_typed", "dns/c_copying", 1.1),
    ("index-dns", "dissect by content, all records: DNS alone", "dns/packetry_index", "dns/c", None),
    ("craft-syn", "craft Ether/IP/TCP SYN", "syn/packetry", "syn/c", 0.25),
    ("craft-dns", "craft Ether/IP/UDP/DNS query", "query/packetry", "query/c", 1.2),
    ("sr1-blocking", "ICMP echo over a cable, sr1 (as root), against a packet socket", "echo/packetry_blocking", "echo/c_packet", 1.2),
    ("sr1-framed", "the same, srp1", "echo/packetry_blocking_framed", "echo/c_packet", 1.2),
    ("sr1-async", "the same, async_sr1, against a raw socket", "echo/packetry_async", "echo/c_raw", 1.1),
    ("template-syn", "patch a packet_template: SYN", "stamp_syn/packetry", "stamp_syn/c", 1.1),
    ("template-dns", "the same: DNS query", "stamp_query/packetry", "stamp_query/c", 1.1),
    ("scan", "a SYN to each of 65,535 ports (as root), all of which answer", "scan/packetry", "scan/c", 1.1),
    ("send", "send a varied packet of 60 octets (as root)", "send/packetry", "send/c", 1.05),
]


# id, what is done, arguments of the programs, what is compared, its yardstick, at most this ratio.
PROGRAM_ROWS = [
    ("file-tcp", "a whole program: a capture of TCP dissected", ("dissect", "tcp"), "ours", "c", 1.1),
    ("file-dns", "the same: DNS", ("dissect", "dns"), "ours", "c", 1.1),
    ("file-mix", "the same: the mix", ("dissect", "mix"), "ours", "c", 1.1),
    ("file-mix-pcap", "the same against libpcap, which only reads", ("dissect", "mix"), "ours", "libpcap", 1.0),
    ("read", "a whole program: a capture read", ("read", "mix"), "ours", "c", 1.1),
    ("write", "a whole program: a capture written to memory", ("write", "mix"), "ours", "c", 1.05),
]
# id, what is done, packetry's source, optimization, at most this ratio.
COMPILE_ROWS = [
    ("compile-O0", "compile craft and dissect by type", "ours.cpp", "-O0", 0.95),
    ("compile-O2", "the same, optimized", "ours.cpp", "-O2", 0.95),
    ("compile-all-O0", "compile with all of packetry, by content", "all_of_ours.cpp", "-O0", None),
]
CAPTURES = {"tcp": 500_000, "dns": 2_000_000, "mix": 1_000_000}  # packets; 300 to 500 MB


def program_seconds(command):
    """Processor time of a program, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, printed


def program_times(programs, runs):
    """(work, kind, program) -> nanoseconds for one packet, in turn, so that what else the machine does hits all."""
    times = {}
    with tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        for kind, count in CAPTURES.items():
            subprocess.run([programs / "ours", "make", kind, str(count), f"{memory}/{kind}"], check=True)
        subprocess.run([programs / "ours", "make", "mix", "1000", f"{memory}/few"], check=True)
        works = [("dissect", kind, [f"{memory}/{kind}"], CAPTURES[kind]) for kind in CAPTURES]
        works += [("read", "mix", [f"{memory}/mix"], CAPTURES["mix"]), ("write", "mix", [f"{memory}/few", "200", f"{memory}/out"], 200_000)]
        for work, kind, arguments, packets in works:
            names = [name for name in ("ours", "c", "tins", "libpcap") if (programs / name).exists()]
            if work == "write":
                names = ["ours", "c"]
            for _ in range(runs):
                printed = {}
                for name in names:
                    seconds, printed[name] = program_seconds([programs / name, work, *arguments])
                    times.setdefault((work, kind, name), []).append(1e9 * seconds / packets)
                if work == "dissect":
                    printed.pop("libpcap", None)  # reads alone
                if work == "read":
                    printed.pop("tins", None)  # dissects all the same
                if len(set(printed.values())) != 1:
                    sys.exit(f"{work} {kind}: the sums differ: {printed}")
    return times


def times_of(program, repetitions):
    """Name of each benchmark -> nanoseconds for one packet, one value a repetition."""
    run = subprocess.run([program, "--benchmark_format=json", f"--benchmark_repetitions={repetitions}",
                          "--benchmark_enable_random_interleaving=true", "--benchmark_min_time=0.02"],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if run.returncode != 0:
        sys.exit(f"{program}:\n{run.stderr}")
    times = {}
    for one in json.loads(run.stdout)["benchmarks"]:
        if one.get("error_occurred"):
            sys.exit(f"{one['name']}: {one['error_message']}")
        if one["run_type"] == "iteration":
            name = one["run_name"].removeprefix("run/").removeprefix("run_batch/")
            time = one["real_time" if "/real_time" in name else "cpu_time"]  # of who waits, what passes
            times.setdefault(name.replace("/iterations:1", "").removesuffix("/real_time"), []).append(time / one["works"])
    return times


def compile_seconds(source, level):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([os.environ.get("CXX", "g++"), "-std=c++20", level, "-c", "-o", os.devnull, f"-I{HERE.parent.parent / 'include'}",
                    HERE / "compile_time" / source], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compile_times(ours, level, runs):
    """In turn, so that what else the machine does hits both."""
    pairs = [(compile_seconds(ours, level), compile_seconds("theirs.cpp", level)) for _ in range(runs)]
    return tuple([1e9 * pair[i] for pair in pairs] for i in (0, 1))


def entry(name, work, ours, yardstick, yardstick_times, target):
    mine, theirs = statistics.median(ours), statistics.median(yardstick_times)
    return {"id": name, "work": work, "ours_ns": round(mine, 2), "yardstick": yardstick, "yardstick_ns": round(theirs, 2),
            "ratio": round(mine / theirs, 3), "target": target}


def spread(times):
    """The middle half of the values, in percent of their median."""
    quarters = statistics.quantiles(times, n=4)
    return 100 * (quarters[2] - quarters[0]) / quarters[1]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--programs", required=True, type=pathlib.Path)
    options.add_argument("--json", type=pathlib.Path)
    options.add_argument("--repetitions", type=int, default=25)
    options = options.parse_args()

    times = {}
    for program in ("dissect", "craft", "patch", "echo", "send", "scan"):
        times |= times_of(options.programs / program, options.repetitions)
    entries, noise, tins = [], [], []
    for name, work, ours, yardstick, target in ROWS:
        if ours not in times:  # no right to send
            continue
        entries.append(entry(name, work, times[ours], yardstick, times[yardstick], target))
        noise.append(max(spread(times[ours]), spread(times[yardstick])))
        other = times.get(ours.split("/")[0] + "/tins")
        tins.append(f"{statistics.median(other) / statistics.median(times[yardstick]):9.1f}" if other else f"{'':9}")
    files = program_times(options.programs / "programs", 9)
    for name, work, of, ours, yardstick, target in PROGRAM_ROWS:
        if (*of, yardstick) in files:
            entries.append(entry(name, work, files[*of, ours], yardstick, files[*of, yardstick], target))
            noise.append(max(spread(files[*of, ours]), spread(files[*of, yardstick])))
            other = files.get((*of, "tins")) if of[0] == "dissect" else None
            tins.append(f"{statistics.median(other) / statistics.median(files[*of, yardstick]):9.1f}" if other else f"{'':9}")
    if "mix/tins" in times:  # libtins is installed
        for name, work, source, level, target in COMPILE_ROWS:
            ours, theirs = compile_times(source, level, 7)
            entries.append(entry(name, work, ours, "libtins", theirs, target))
            noise.append(max(spread(ours), spread(theirs)))
            tins.append(f"{1:9.1f}")

    print(f"{'':15}{'ns: packetry':>14}{'yardstick':>14}{'ratio':>8}{'target':>8}{'libtins':>9}  noise")
    for e, percent, other in zip(entries, noise, tins):
        target = "" if e["target"] is None else f"{e['target']:.2f}"
        print(f"{e['id']:15}{e['ours_ns']:14.1f}{e['yardstick_ns']:14.1f}{e['ratio']:8.2f}{target:>8}{other}  ±{percent / 2:.0f} %"
              f"  {e['work']}")
    if options.json:
        options.json.write_text(json.dumps(entries, indent=1) + "\n")


main()
