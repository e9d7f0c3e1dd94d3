"""A long file comes out of its child column by column, and says the same as one that is read in one piece."""

from flows.parsing import warm_parser
from flows.reading.workbooks import read_workbook
from rules.features import Coder
from rules.intake import Submitted, parse_sheets
from schemas.config import Limits
from tests.builders import column_table, csv_table, row

LIMITS = Limits.model_construct(file_bytes=30_000_000, parse_memory_bytes=900_000_000, parse_seconds=60)


def test_a_file_of_many_rows_is_what_its_child_understood() -> None:
    rows = [row(n, f"Bàn cắt vải tự động số {n}", benefit="x" if n % 50 == 0 else "12") for n in range(1, 5_402)]
    data = csv_table(rows)
    about = Submitted("LDLD-01", "a.csv", True, column_table(), Coder(b"a key for tests"))
    with warm_parser(LIMITS) as parser:
        answer = parser.parse(data, about)
    expected = parse_sheets(read_workbook(data), about)
    assert not isinstance(answer, str)
    assert answer.told.keys() == expected.told.keys()
    for table, rows in expected.told.items():
        assert answer.told[table].names == rows.names
        assert answer.told[table].frame().equals(rows.frame()), table
    assert (answer.returned, answer.file, answer.sheets) == (expected.returned, expected.file, expected.sheets)
    assert len(answer.told["records"]) == 5_401
