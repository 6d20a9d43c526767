# SPDX-License-Identifier: BSL-1.0
"""A row of the table: medians, and what they are worth."""

import statistics
from dataclasses import dataclass
from typing import Optional


@dataclass
class Entry:
    id: str
    work: str
    ours: list  # nanoseconds for one, as often as it was measured
    yardstick: str
    theirs: list
    target: Optional[float]
    libtins: Optional[list] = None
    scapy: Optional[list] = None
    instructions: tuple = (None, None)  # for one: ours, the yardstick's
    kernel: tuple = (None, None)  # nanoseconds of these that are the kernel's, as often as they were measured

    @property
    def ratio(self):
        return statistics.median(self.ours) / statistics.median(self.theirs)

    def noise(self):
        return max(spread(self.ours), spread(self.theirs))

    def times_the_yardstick(self, others):
        return statistics.median(others) / statistics.median(self.theirs) if others else None

    def as_json(self):
        mine, theirs = self.instructions
        my_kernel, their_kernel = self.kernel
        return {"id": self.id, "work": self.work, "ours_ns": round(statistics.median(self.ours), 2), "yardstick": self.yardstick,
                "yardstick_ns": round(statistics.median(self.theirs), 2), "ratio": round(self.ratio, 3), "target": self.target,
                "ours_instructions": mine, "yardstick_instructions": theirs,
                "ours_kernel_ns": median_of(my_kernel), "yardstick_kernel_ns": median_of(their_kernel),
                "libtins_ns": median_of(self.libtins), "scapy_ns": median_of(self.scapy)}


def median_of(times):
    return round(statistics.median(times), 2) if times else None


def spread(times):
    """The middle half of the values, in percent of their median."""
    quarters = statistics.quantiles(times, n=4)
    return 100 * (quarters[2] - quarters[0]) / quarters[1]
