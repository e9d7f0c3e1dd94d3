"""What a child process that reads a file may take: memory and CPU seconds, set by the child itself before it reads."""

import resource
import sys

BYTES_PER_EXTRA_SECOND = 400_000  # an honestly large file gets more time than `parse_seconds`


def limit_child(memory: int, seconds: int) -> None:
    """No core file, so many more bytes of address space than are taken now, so many CPU seconds more than were used:
    for the next file. They can be set again, so that a child may read several."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds)
    if sys.platform == "linux":
        with open("/proc/self/statm") as file:
            taken = int(file.read().split()[0]) * resource.getpagesize()
        _set(resource.RLIMIT_AS, taken + memory)


def _set(limit: int, value: int) -> None:
    """The limit in force; the hard one stays, for what the next file may need."""
    most = resource.getrlimit(limit)[1]
    resource.setrlimit(limit, (value if most == resource.RLIM_INFINITY else min(value, most), most))
