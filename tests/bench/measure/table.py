# SPDX-License-Identifier: BSL-1.0
"""What is printed."""

import statistics

from entry import median_of


def number(value, width, form):
    return f"{'' if value is None else format(value, form):>{width}}"


def duration(times):
    median = statistics.median(times)
    return f"{median:.1f}" if median < 1e8 else f"{median / 1e6:,.0f} ms"


def print_rows(entries):
    """A line each: nanoseconds for one, how many times the yardstick's time the others take, and where the time goes: instructions,
    or nanoseconds in the kernel."""
    print(f"{'':15}{'ns: packetry':>14}{'yardstick':>12}{'ratio':>8}{'target':>8}{'libtins':>9}{'scapy':>9}{'instructions':>14}{'yardstick':>11}"
          f"{'in the kernel':>15}{'yardstick':>11}  noise")
    for e in entries:
        ours, theirs = e.instructions
        our_kernel, their_kernel = map(median_of, e.kernel)
        print(f"{e.id:15}{duration(e.ours):>14}{duration(e.theirs):>12}{e.ratio:8.2f}" + number(e.target, 8, ".2f") +
              number(e.times_the_yardstick(e.libtins), 9, ".1f") + number(e.times_the_yardstick(e.scapy), 9, ",.0f") +
              number(ours, 14, ".1f") + number(theirs, 11, ".1f") + number(our_kernel, 15, ".1f") + number(their_kernel, 11, ".1f") + f"  ±{e.noise() / 2:.0f} %  {e.work}")


SIZES = {
    "packets": "a packet of so many in a batch",
    "layers/visited": "a layer of so many in a packet, visited",
    "layers/indexed": "the same, indexed",
    "records_read": "a record of so many in a DNS message, read",
    "records_written": "the same, written",
}


def print_sizes(times):
    """What one costs as there are more of them. Where the cost is linear it falls to a constant."""
    print("\nns for one, as there are more:")
    for kind, what in SIZES.items():
        sizes = {int(name.removeprefix(kind + "/")): statistics.median(values) for name, values in times.items() if name.startswith(kind + "/")}
        print("  " + "  ".join(f"{size:,}: {sizes[size]:.1f}" for size in sorted(sizes)) + f"   {what}")


def print_phases(name, phases):
    """Of compiling: definitions are read, templates that are used are made, code is made of them."""
    if phases:
        print(f"{name:24}" + "  ".join(f"{what} {phases.get(phase, 0)} %" for phase, what in
                                       (("parsing", "reading"), ("lang. deferred", "instantiating"), ("opt and generate", "generating"))))
