"""What a child process that reads a file may take: memory and CPU seconds, set by the child itself before it reads."""

import resource
import sys

BYTES_PER_EXTRA_SECOND = 400_000  # an honestly large file gets more time than `parse_seconds`


def limit_child(memory: int, seconds: int) -> None:
    """No core file, so many more bytes of address space than are taken now, so many CPU seconds."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    if sys.platform == "linux":
        with open("/proc/self/statm") as file:
            taken = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
