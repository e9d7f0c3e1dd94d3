"""Each file is read in a child, with limits on memory, CPU and wall time; the parent never parses.

Children are forked by a warm, single-threaded fork server that has imported the readers and the rules once. One child
reads several files of a federation in turn: to be born costs a child more than a small file. What a child sends back
has passed redaction. Whatever happens to a child (killed, out of memory, a panic in a reader) becomes a check id of the
file it had in hand, and of that one only once a child of its own could not read it either."""

import contextlib
import logging
import multiprocessing
import os
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from flows.child_limits import BYTES_PER_EXTRA_SECOND
from flows.faults import UnexpectedError
from flows.parsing_child import BEYOND_BOUNDS, Accident, Answer, Task, read_in_turn, received
from rules.intake import Submitted
from schemas.config import Limits
from schemas.parsed import ParsedFile

_log = logging.getLogger(__name__)
_OURS = "FIL-012"
_WALL_PER_CPU = 4
_BYTES_A_CHILD = 4_000_000  # of files; then a child without what is left of them in its memory takes over
_SINGLE_THREADED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_IO_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
}


class Parser:
    """Parses files in children. Safe to call from several threads at once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def parse(self, data: bytes, about: Submitted) -> ParsedFile | str:
        """One file read by a child of its own: understood and redacted, or the check id that tells why it could not
        be read (FIL-003 to FIL-007)."""
        with self.in_turn() as reader:
            return reader.parse(data, about)

    @contextlib.contextmanager
    def in_turn(self) -> Iterator["Reader"]:
        """A reader for the files of one federation; for one thread."""
        reader = Reader(self._limits)
        try:
            yield reader
        finally:
            reader.close()


class Reader:
    """Has files read one after the other, by one child as long as nothing happens to it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._child: _Child | None = None

    def parse(self, data: bytes, about: Submitted) -> ParsedFile | str:
        """As Parser.parse. A file at which a child that read others before comes to grief is read again alone."""
        if len(data) > self._limits.file_bytes:
            return BEYOND_BOUNDS
        used = self._child is not None
        answer = self._answer(data, about)
        if used and isinstance(answer, Accident):
            answer = self._answer(data, about)
        if isinstance(answer, Accident) and isinstance(answer.because, UnexpectedError):
            _log.error("a file of %s could not be processed: %s", about.federation_code, answer.because)
            return _OURS
        return answer.because if isinstance(answer, Accident) else answer  # type: ignore[return-value]

    def close(self) -> None:
        """The child ends."""
        if self._child:
            self._child.end()
            self._child = None

    def _answer(self, data: bytes, about: Submitted) -> Answer:
        child = self._child = self._child or _Child()
        seconds = self._limits.parse_seconds + len(data) // BYTES_PER_EXTRA_SECOND
        try:
            answer = child.read(Task([data], about, self._limits.parse_memory_bytes, seconds))
        except (EOFError, OSError):
            answer = Accident(BEYOND_BOUNDS)
        if isinstance(answer, Accident) or child.has_read > _BYTES_A_CHILD:
            self.close()
        return answer


class _Child:
    """A process of the fork server with a pipe to it and one from it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("forkserver")
        self._answers, theirs = context.Pipe(duplex=False)
        its_tasks, self._tasks = context.Pipe(duplex=False)
        self._process: BaseProcess = context.Process(target=read_in_turn, args=(theirs, its_tasks), daemon=True)
        self._process.start()
        theirs.close()
        its_tasks.close()
        self.has_read = 0  # bytes

    def read(self, task: Task) -> Answer:
        """Its answer; EOFError or OSError where it is gone or hangs."""
        self.has_read += len(task.data[0])
        self._tasks.send(task)
        return received(self._answers, task.seconds * _WALL_PER_CPU)

    def end(self) -> None:
        """No more tasks, whatever it is doing."""
        self._process.kill()
        self._process.join()
        for pipe in (self._answers, self._tasks):
            _closed(pipe)


def _closed(pipe: Connection) -> None:
    with contextlib.suppress(OSError):
        pipe.close()


@contextlib.contextmanager
def warm_parser(limits: Limits) -> Iterator[Parser]:
    """A parser whose fork server has its modules loaded; started before the parent has threads of its own to lose."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", "flows.parsing", "flows.parsing_warmth"])
    before = {name: os.environ.get(name) for name in _SINGLE_THREADED}
    os.environ.update(_SINGLE_THREADED)
    try:
        from multiprocessing import forkserver, resource_tracker

        resource_tracker.ensure_running()
        forkserver.ensure_running()
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
    yield Parser(limits)
