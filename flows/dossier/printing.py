"""Annexes on all cores: children that print one dossier's tables each at a time, while LibreOffice makes the letters.

What is printed depends on the dossier alone, never on how many children there are. A child ends when its parent does,
however that ended: nobody is left at the other end of its pipe."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from flows.children import children
from flows.dossier.composing import Composed
from flows.dossier.office import office_pdfs, office_version
from flows.dossier.rendering import Press
from flows.faults import Misuse, ToldError, UnexpectedError, place_of

_TYPST = "typst (Libertinus Serif)"
_LIBERATION = "Liberation Serif, in place of Times New Roman"
_FEW_ROWS = 2_000  # of all tables together: below, a child costs more than it brings
Files = dict[str, bytes]


class PrinterError(ToldError):
    """A child ended before its answer."""


def workers_for(todo: Sequence[Composed]) -> int:
    """As many as there are cores and dossiers; 1, which is this process itself, where there is little to print."""
    rows = sum(len(annex.table.rows) for one in todo for annex in one.data.annexes)
    return 1 if rows < _FEW_ROWS else max(1, min(len(os.sched_getaffinity(0)), len(todo)))


class Printers:
    """The children, as a context. `workers` 1: no child, each dossier is printed when it is asked for."""

    def __init__(self, press: Press, workers: int) -> None:
        self._press, self._workers = press, workers
        self._free: SimpleQueue[Connection] = SimpleQueue()
        self._children: list[BaseProcess] = []
        self._threads = ThreadPoolExecutor(max(1, workers))

    def __enter__(self) -> Self:
        if self._workers > 1:
            for child, ours in children(self._workers, _print_on, self._press):
                self._children.append(child)
                self._free.put(ours)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)
        while not self._free.empty():
            self._free.get().close()
        for child in self._children:
            child.join()

    def annexes(self, todo: Sequence[Composed]) -> list[Callable[[], Files]]:
        """The annexes' files of each dossier, when they are asked for; children begin at once, with the longest."""
        if self._workers == 1:
            return [partial(self._press.annexes, one) for one in todo]
        found: dict[int, Future[Files]] = {}
        for n in sorted(range(len(todo)), key=lambda n: -sum(len(a.table.rows) for a in todo[n].data.annexes)):
            found[n] = self._threads.submit(self._printed, todo[n])
        return [found[n].result for n in range(len(todo))]

    def _printed(self, one: Composed) -> Files:
        child = self._free.get()
        try:
            child.send(one)
            answer: Files | ToldError = child.recv()
        except (EOFError, OSError):
            raise PrinterError(f"the dossier of {one.data.name}: the process that printed it ended") from None
        finally:
            self._free.put(child)
        if isinstance(answer, ToldError):
            raise answer
        return answer


def letters_as_pdf(
    wanted: str, letters: Mapping[int, Mapping[str, bytes]]
) -> tuple[dict[int, dict[str, bytes]], dict[str, str]]:
    """The letters by LibreOffice where the config (`letters_by`) wants it and it is there; which engine and font made
    what."""
    version = office_version() if wanted != "typst" else ""
    if wanted == "libreoffice" and not version:
        raise Misuse("dossier.letters_by: libreoffice is not installed; set it to auto or typst")
    made = office_pdfs({f"{n} {file}": d for n, docx in letters.items() for file, d in docx.items()}) if version else {}
    found: dict[int, dict[str, bytes]] = {}
    for name, data in made.items():
        n, _, file = name.partition(" ")
        found.setdefault(int(n), {})[file] = data
    by = f"{version} ({_LIBERATION})" if made else _TYPST
    return found, {"letters": by, "annexes": _TYPST}


def _print_on(parent: Connection, press: Press) -> None:
    """A child: one dossier after another until nobody asks any more."""
    while True:
        try:
            one: Composed = parent.recv()
        except (EOFError, OSError):
            return
        try:
            answer: Files | ToldError = press.annexes(one)
        except ToldError as error:
            answer = error
        except Exception as error:
            answer = UnexpectedError(place_of(error))
        try:
            parent.send(answer)
        except OSError:
            return
