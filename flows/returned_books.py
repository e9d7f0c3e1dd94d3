"""Returned workbooks on all cores: children make one at a time each, while this process writes what is made.

What a workbook holds depends on its table and its findings alone, never on who makes it. A child ends when its parent
does, however that ended; what a child could not make is made here, so that a lost child costs time and nothing else."""

import contextlib
import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

import pandas as pd

from flows.children import children
from reports.returned_workbook import returned_workbook
from rules.returning import unpack
from schemas.release import FederationFacts, ReleaseFacts

_FEW, _SMALL = 12, 300_000  # workbooks of a federation, bytes of their packed tables: for fewer no child is started
_Answer = tuple[bytes, float] | None  # the workbook and the CPU seconds it took


@dataclass(frozen=True, slots=True)
class Book:
    """What one workbook is made from: the file's packed table and its findings."""

    federation: FederationFacts
    file: str
    packed: bytes
    findings: pd.DataFrame

    def made(self, facts: ReleaseFacts) -> bytes:
        """The workbook's bytes."""
        return returned_workbook(facts, self.federation, self.file, unpack(self.packed), self.findings)


class ReturnedBooks:
    """The children, as a context; none is started before a federation has much to be made."""

    def __init__(self, facts: ReleaseFacts, workers: int | None = None) -> None:
        self._facts = facts
        self._workers = len(os.sched_getaffinity(0)) if workers is None else workers
        self._children: list[BaseProcess] = []
        self._free: list[Connection] = []
        self._busy: dict[Connection, int] = {}
        self.books, self.spent, self.in_children = 0, 0.0, 0.0  # how many were made, in how many CPU seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for ours in (*self._free, *self._busy):
            ours.close()
        for child in self._children:
            child.join()

    def made(self, books: Sequence[Book]) -> Iterator[bytes]:
        """The workbooks in this order."""
        if self._workers < 2 or len(books) < 2 or not (self._children or _much(books)):
            yield from map(self._here, books)
            return
        self._start()
        waiting, done = deque(range(len(books))), dict[int, bytes]()
        for n, book in enumerate(books):
            while n not in done and (waiting or self._busy) and (self._free or self._busy):
                while waiting and self._free:
                    self._give(self._free.pop(), waiting.popleft(), books)
                self._take(done)
            yield done.pop(n) if n in done else self._here(book)

    def _start(self) -> None:
        if self._children:
            return
        for child, ours in children(self._workers, _work_for, self._facts):
            self._children.append(child)
            self._free.append(ours)

    def _give(self, child: Connection, n: int, books: Sequence[Book]) -> None:
        try:
            child.send(books[n])
            self._busy[child] = n
        except OSError:
            child.close()

    def _take(self, done: dict[int, bytes]) -> None:
        for child in wait(list(self._busy)) if self._busy else ():
            assert isinstance(child, Connection)
            n = self._busy.pop(child)
            try:
                answer: _Answer = child.recv()
            except (EOFError, OSError):
                child.close()
                continue
            self._free.append(child)
            if answer is not None:
                done[n] = self._noted(*answer)
                self.in_children += answer[1]

    def _here(self, book: Book) -> bytes:
        return self._noted(*_timed(book, self._facts))

    def _noted(self, made: bytes, spent: float) -> bytes:
        self.books, self.spent = self.books + 1, self.spent + spent
        return made


def _much(books: Sequence[Book]) -> bool:
    return len(books) >= _FEW or sum(len(book.packed) for book in books) >= _SMALL


def _timed(book: Book, facts: ReleaseFacts) -> tuple[bytes, float]:
    began = time.process_time()
    return book.made(facts), time.process_time() - began


def _work_for(parent: Connection, facts: ReleaseFacts) -> None:
    """A child: one workbook after another until nobody asks any more. What fails in it is tried, and told, by the
    parent."""
    while True:
        try:
            book: Book = parent.recv()
        except (EOFError, OSError):
            return
        answer: _Answer = None
        with contextlib.suppress(Exception):
            answer = _timed(book, facts)
        try:
            parent.send(answer)
        except OSError:
            return
