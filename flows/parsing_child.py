"""The child's side of reading files: one federation's files in turn, each with limits of its own.

A child answers a file with what was understood, or with the check id of why it cannot be read. After an accident (out
of memory, a panic in a reader, a fault of ours) it says so and ends: what is left of it is not to be trusted."""

import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection

from flows.child_limits import limit_child
from flows.faults import UnexpectedError, place_of
from flows.reading.workbooks import UnreadableFile, read_workbook
from rules.columns import ColumnTable
from rules.features import Coder
from rules.intake import Submitted, parse_sheets
from schemas.packed import PART, PackedRows
from schemas.parsed import ParsedFile
from schemas.rows import Rows

BEYOND_BOUNDS = "FIL-007"
_CORRUPT = "FIL-004"


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read. `data`: its bytes, taken out so that nothing holds them once they are read; `seconds` of CPU,
    `memory` in bytes."""

    data: list[bytes]
    about: Submitted
    memory: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Accident:
    """What happened to the child at this file: a check id, or a fault of ours."""

    because: str | UnexpectedError


@dataclass(frozen=True, slots=True)
class _Part:
    """Some rows of one of the tables of a long file."""

    table: str
    rows: PackedRows


Answer = ParsedFile | str | Accident


def read_in_turn(answers: Connection, tasks: Connection) -> None:
    """Runs in the child until nothing more is asked of it. Its own words are cut off: a reader's panic could print what
    stood in a cell."""
    silent = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silent, stream)
    gc.disable()  # a child lives for some files, and gathers between them
    memory = _Memory()
    for task in _asked(tasks):
        limit_child(task.memory, task.seconds)
        answer = _read(task, memory)
        _send(answers, answer)
        if isinstance(answer, Accident):
            return
        del answer, task
        gc.collect(0)


def received(answers: Connection, seconds: float) -> Answer:
    """What the child sent of one file; EOFError where it is gone, or says nothing for so long."""
    told: dict[str, list[PackedRows]] = {}
    while answers.poll(seconds):
        part: _Part | Answer = answers.recv()
        if isinstance(part, _Part):
            told.setdefault(part.table, []).append(part.rows)
        elif isinstance(part, ParsedFile):
            return part.telling(**{table: PackedRows.all_of(pieces) for table, pieces in told.items()})
        else:
            return part
    raise EOFError


def _asked(tasks: Connection) -> Iterator[Task]:
    while True:
        try:
            yield tasks.recv()
        except EOFError:
            return


class _Memory:
    """What the files of a federation share: the headers and the words that were met in those before."""

    def __init__(self) -> None:
        self._columns: ColumnTable | None = None
        self._coder: Coder | None = None

    def of(self, about: Submitted) -> Submitted:
        """The same rules for a file, as they are remembered."""
        if self._columns != about.columns:
            self._columns = about.columns
        if not (self._coder and self._coder.has_key_of(about.coder)):
            self._coder = about.coder
        return replace(about, columns=self._columns, coder=self._coder)


def _read(task: Task, memory: _Memory) -> Answer:
    try:
        parsed = parse_sheets(read_workbook(task.data.pop()), memory.of(task.about))
        return replace(parsed, told={table: PackedRows.pack(rows) for table, rows in parsed.told.items()})
    except UnreadableFile as error:
        return error.check_id
    except MemoryError:
        return Accident(BEYOND_BOUNDS)
    except Exception as error:
        return Accident(UnexpectedError(place_of(error)))
    except BaseException:  # a panic of a reader is no Exception
        return Accident(_CORRUPT)


def _send(answers: Connection, answer: Answer) -> None:
    """A long file goes part by part: packed as a whole it would be held several times over on both sides."""
    if isinstance(answer, ParsedFile) and any(len(rows) > PART for rows in answer.told.values()):
        for table, rows in answer.told.items():
            assert isinstance(rows, PackedRows)
            for piece in rows.packed_parts():
                answers.send(_Part(table, piece))
        answer = replace(answer, told=dict.fromkeys(answer.told, Rows({})))
    answers.send(answer)
