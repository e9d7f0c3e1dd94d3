"""Each file is read in a child of its own, with limits on memory, CPU and wall time; the parent never parses.

Children are forked by a warm, single-threaded fork server that has imported the readers and the rules once. What a
child sends back has passed redaction. Whatever happens to a child (killed, out of memory, a panic in a reader) becomes
a check id."""

import contextlib
import gc
import logging
import multiprocessing
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import Any

from flows.child_limits import BYTES_PER_EXTRA_SECOND, limit_child
from flows.faults import UnexpectedError, place_of
from flows.reading.workbooks import UnreadableFile, read_workbook
from rules.intake import Submitted, parse_sheets
from schemas.config import Limits
from schemas.parsed import ParsedFile
from schemas.rows import Rows

_log = logging.getLogger(__name__)
_BEYOND_BOUNDS = "FIL-007"
_CORRUPT = "FIL-004"
_OURS = "FIL-012"
_WALL_PER_CPU = 4
_LONG = 5_000  # rows
_SINGLE_THREADED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_IO_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
}


_Answer = ParsedFile | str | UnexpectedError


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of one of the tables of a long file."""

    table: str
    name: str
    values: list[Any]


class Parser:
    """Parses files one child each. Safe to call from several threads at once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._context = multiprocessing.get_context("forkserver")

    def parse(self, data: bytes, about: Submitted) -> ParsedFile | str:
        """The file understood and redacted, or the check id that tells why it could not be read (FIL-003 to
        FIL-007)."""
        if len(data) > self._limits.file_bytes:
            return _BEYOND_BOUNDS
        seconds = self._limits.parse_seconds + len(data) // BYTES_PER_EXTRA_SECOND
        ours, theirs = self._context.Pipe(duplex=False)
        child = self._context.Process(
            target=_child, args=(theirs, [data], about, self._limits.parse_memory_bytes, seconds), daemon=True
        )
        child.start()
        theirs.close()
        try:
            answer = _received(ours, seconds * _WALL_PER_CPU)
            if isinstance(answer, UnexpectedError):
                _log.error("a file of %s could not be processed: %s", about.federation_code, answer)
                return _OURS
            return answer
        except (EOFError, OSError):
            return _BEYOND_BOUNDS
        finally:
            child.kill()
            child.join()
            ours.close()


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


def _child(answer: Connection, file: list[bytes], about: Submitted, memory: int, seconds: int) -> None:
    """Runs in the child. Its own words are cut off: a reader's panic could print what stood in a cell. `file`: its
    bytes, taken out so that nothing holds them once they are read."""
    silent = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silent, stream)
    gc.disable()  # a child lives for one file
    limit_child(memory, seconds)
    result: _Answer
    try:
        result = parse_sheets(read_workbook(file.pop()), about)
    except UnreadableFile as error:
        result = error.check_id
    except MemoryError:
        result = _BEYOND_BOUNDS
    except Exception as error:
        result = UnexpectedError(place_of(error))
    except BaseException:  # a panic of a reader is no Exception
        result = _CORRUPT
    _send(answer, result)
    answer.close()


def _send(answer: Connection, result: _Answer) -> None:
    """A long file goes column by column: packed as a whole it would be held several times over on both sides."""
    if isinstance(result, ParsedFile) and len(result.told["records"]) > _LONG:
        for table, rows in result.told.items():
            for name in rows.names:
                answer.send(_Column(table, name, rows[name]))
        result = replace(result, told=dict.fromkeys(result.told, Rows({})))
    answer.send(result)


def _received(answer: Connection, seconds: float) -> _Answer:
    """What `_send` sent; EOFError where the child is gone, or says nothing for so long."""
    told: dict[str, dict[str, list[Any]]] = {}
    while answer.poll(seconds):
        part: _Column | _Answer = answer.recv()
        if isinstance(part, _Column):
            told.setdefault(part.table, {})[part.name] = part.values
        elif isinstance(part, ParsedFile):
            return part.telling(**{table: Rows(columns) for table, columns in told.items()})
        else:
            return part
    raise EOFError
