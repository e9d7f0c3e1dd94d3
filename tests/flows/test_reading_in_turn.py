"""One child reads several files of a federation: each comes to what it comes to alone, whatever happens between."""

from collections.abc import Iterator

import pytest

from flows.parsing import Parser, Reader, warm_parser
from flows.parsing_child import BEYOND_BOUNDS
from rules.features import Coder
from rules.intake import Submitted
from schemas.config import Limits
from schemas.parsed import ParsedFile
from tests.builders import column_table, row, table

_LIMITS = Limits.model_construct(file_bytes=30_000_000, parse_memory_bytes=30_000_000, parse_seconds=20)
_ABOUT = Submitted("LDLD-01", "a.xlsx", True, column_table(), Coder(b"x" * 16))
_SMALL = [
    table([row(1, "Cải tiến máy dệt"), row(2, "Lò hơi tiết kiệm than", secrecy="x")]),
    table([row(1, "Dây chuyền đóng gói"), row(2, "Cải tiến máy dệt"), row(3, "")]),
    b"no workbook at all \x00\x01",
    table([row(1, "Giàn phơi thông minh", secrecy="bí mật")]),
]


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with warm_parser(_LIMITS) as warm:
        yield warm


def _told(answer: ParsedFile | str) -> object:
    if isinstance(answer, str):
        return answer
    rows = {name: {n: list(of[n]) for n in of.names} for name, of in answer.told.items()}
    return rows, answer.returned, answer.sheets, answer.content_code, answer.rejected_because


@pytest.fixture(scope="module")
def alone(parser: Parser) -> list[object]:
    return [_told(parser.parse(data, _ABOUT)) for data in _SMALL]


def _ended(reader: Reader) -> None:
    """What a kill of the child comes to, at any moment between two answers."""
    child = reader._child
    assert child is not None
    child._process.kill()
    child._process.join()


def test_files_read_in_turn_are_read_as_alone_in_any_order(parser: Parser, alone: list[object]) -> None:
    with parser.in_turn() as reader:
        for at in (0, 1, 2, 3, 3, 1, 0, 2):
            assert _told(reader.parse(_SMALL[at], _ABOUT)) == alone[at]


def test_another_key_is_not_the_last_files_key(parser: Parser, alone: list[object]) -> None:
    other = Submitted("LDLD-01", "a.xlsx", True, column_table(), Coder(b"y" * 16))
    with parser.in_turn() as reader:
        of_one = reader.parse(_SMALL[0], _ABOUT)
        of_other = reader.parse(_SMALL[0], other)
        assert isinstance(of_one, ParsedFile)
        assert isinstance(of_other, ParsedFile)
        assert set(of_one.told["records"]["title_code"]).isdisjoint(of_other.told["records"]["title_code"])
        assert _told(reader.parse(_SMALL[0], _ABOUT)) == alone[0]


def test_a_file_that_ends_the_child_costs_only_itself(parser: Parser, alone: list[object]) -> None:
    too_much = table([row(n, f"Cải tiến máy dệt số {n} " + "dài " * 200) for n in range(20_000)])
    with parser.in_turn() as reader:
        assert _told(reader.parse(_SMALL[0], _ABOUT)) == alone[0]
        assert reader.parse(too_much, _ABOUT) == BEYOND_BOUNDS
        assert _told(reader.parse(_SMALL[1], _ABOUT)) == alone[1]
        assert reader.parse(too_much, _ABOUT) == BEYOND_BOUNDS


def test_a_child_killed_between_two_files_costs_none(parser: Parser, alone: list[object]) -> None:
    with parser.in_turn() as reader:
        for at in (0, 1, 3):
            assert _told(reader.parse(_SMALL[at], _ABOUT)) == alone[at]
            _ended(reader)


def test_the_memory_of_a_file_is_not_charged_to_the_next(parser: Parser) -> None:
    """Eight files of which each takes its part of the bound."""
    data = table([row(n, f"Cải tiến máy dệt số {n}") for n in range(600)])
    with parser.in_turn() as reader:
        answers = [reader.parse(data, _ABOUT) for _ in range(8)]
    assert all(isinstance(answer, ParsedFile) and len(answer.told["records"]) == 600 for answer in answers)
