"""Processes of the fork server that work for this one, each over a pipe of its own."""

import multiprocessing
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any


def children(count: int, work: Callable[..., None], told: Any) -> Iterator[tuple[BaseProcess, Connection]]:
    """Start so many, each of which does `work` with its end of the pipe and what it is told; they end with us."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", work.__module__])
    for _ in range(count):
        ours, theirs = context.Pipe()
        child = context.Process(target=work, args=(theirs, told), daemon=True)
        child.start()
        theirs.close()
        yield child, ours
