"""Returned workbooks are the same whoever makes them, and none is lost with the child that made it."""

import os
import signal

from flows.returned_books import Book, ReturnedBooks
from rules.returning import pack
from tests.reports import believable as made
from tests.reports import returned_table as table

FAULTS = table.findings(("INI-001", "REJECT_RECORD", 9, "B"), ("INI-004", "QUERY", 6, "D"))
BOOKS = [
    Book(made.federations()[n % 3], table.FILE, pack([table.sheet()]), FAULTS.iloc[: n % len(FAULTS)])
    for n in range(25)
]


def test_children_make_the_same_in_the_same_order() -> None:
    with ReturnedBooks(made.facts(), workers=1) as here:
        expected = list(here.made(BOOKS))
    with ReturnedBooks(made.facts(), workers=2) as books:
        assert list(books.made(BOOKS)) == expected
        assert list(books.made(BOOKS[:3])) == expected[:3]
        assert books.books == 28
    assert not any(child.is_alive() for child in books._children)


def test_a_lost_child_loses_no_workbook() -> None:
    with ReturnedBooks(made.facts(), workers=2) as books:
        found = books.made(BOOKS)
        first = next(found)
        for child in books._children:
            assert child.pid
            os.kill(child.pid, signal.SIGKILL)
        rest = list(found)
    with ReturnedBooks(made.facts(), workers=1) as here:
        assert [first, *rest] == list(here.made(BOOKS))
