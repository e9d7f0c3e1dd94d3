"""What is withheld stands in no byte of anything that is written (RULES.md 13-17, 21)."""

import sqlite3
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from tests.builders import HEADERS, Desk, csv_table, row, table, workbook

MARK = "ZQX7WITHHELD"
SECRET = {
    "authors": f"Nguyễn {MARK} An",
    "workplace": f"Công ty {MARK}",
    "note": f"ghi chú {MARK}",
    "title": "Công thức phối liệu men gốm",
    "effect": "Giảm phế phẩm",
}


def everything_written(folder: Path) -> bytes:
    """Every byte below a folder, with what zip packages, parquet columns and database pages hold unpacked beside."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        found.append(str(path.relative_to(folder)).encode() + path.read_bytes())
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                found += [archive.read(name) for name in archive.namelist()]
        elif path.suffix == ".parquet":
            found.append(pd.read_parquet(path).to_csv().encode())
        elif path.suffix == ".db":
            with sqlite3.connect(path) as connection:
                found.append("\n".join(connection.iterdump()).encode())
    return b"\n".join(found)


def _with_comment() -> bytes:
    book = Workbook()
    book.active.append(HEADERS)
    book.active.append([v or None for v in row(1, **SECRET)])
    book.active["B2"].comment = Comment(f"bí mật công nghệ {MARK}", MARK)
    return _saved(book)


def _with_hidden_column() -> bytes:
    book = Workbook()
    book.active.append([*HEADERS, "Lưu riêng"])
    book.active.append([*(v or None for v in row(1, **SECRET)), f"bí mật công nghệ {MARK}"])
    book.active.column_dimensions["N"].hidden = True
    return _saved(book)


def _with_merged_mark() -> bytes:
    book = Workbook()
    book.active.append(HEADERS)
    book.active.append([v or None for v in row(1, "Việc khác", secrecy="x")])
    book.active.append([v or None for v in row(2, **SECRET)])
    book.active.merge_cells("L2:L3")
    return _saved(book)


def _with_formula() -> bytes:
    return table([row(1, **SECRET, secrecy='=IF(A1="","","x")')])


def _saved(book: Workbook) -> bytes:
    import io

    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


NO_COLUMN = [i for i, h in enumerate(HEADERS) if h != "Bí mật công nghệ"]
WAYS = {
    "column": lambda: table([row(1, **SECRET, secrecy="x")]),
    "unclear mark": lambda: csv_table([row(1, **SECRET, secrecy="hỏi lại")]),
    "title": lambda: table([row(1, **{**SECRET, "title": SECRET["title"] + " (bí mật công nghệ)"})]),
    "note": lambda: table([row(1, **{**SECRET, "note": f"Bí mật công nghệ {MARK}"})]),
    "section": lambda: table([["I. Sáng kiến thuộc bí mật công nghệ"], row(1, **SECRET)]),
    "sheet name": lambda: table([row(1, **SECRET)], sheet="Bí mật công nghệ"),
    "comment": _with_comment,
    "hidden column": _with_hidden_column,
    "merged": _with_merged_mark,
    "formula": _with_formula,
    "no secrecy column": lambda: workbook(
        {"S": [[r[i] for i in NO_COLUMN] for r in (list(HEADERS), row(1, **SECRET))]}
    ),
    "information to protect": lambda: workbook(
        {"S": [[*HEADERS, "Những thông tin cần được bảo mật"], [*row(1, **SECRET), f"bản vẽ {MARK}"]]}
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_secret_row_leaves_title_effect_and_award_and_nothing_else(a_desk: Desk, way: str) -> None:
    a_desk.send("LDLD-01", "a.xlsx" if way != "unclear mark" else "a.csv", WAYS[way]())
    a_desk.night()
    a_desk.night()
    (record,) = a_desk.records().query("title.str.startswith('Công thức')").to_dict(orient="records")
    assert record["is_redacted"]
    assert record["effect"] == "Giảm phế phẩm"
    assert record["authors"] == record["workplace"] == record["sector"] == ""
    assert MARK.encode() not in everything_written(a_desk.settings.workdir)


@pytest.mark.file_of_sqlite
def test_the_search_finds_a_door_left_open(a_desk: Desk) -> None:
    a_desk.send("LDLD-01", "a.xlsx", table([row(1, **SECRET)]))
    a_desk.night()
    assert MARK.encode() in everything_written(a_desk.settings.workdir)


@pytest.mark.file_of_sqlite
def test_a_row_that_joins_a_secret_one_is_erased_in_that_run(a_desk: Desk) -> None:
    a_desk.send("LDLD-01", "a.xlsx", table([row(1, **SECRET), row(2, "Việc khác hẳn", authors="Trần Thị Hoa")]))
    a_desk.night()
    old_release = a_desk.latest()
    a_desk.send("LDLD-02", "b.csv", csv_table([row(1, **SECRET, secrecy="x")]))
    a_desk.night()
    records = a_desk.records().set_index(["federation_code", "title"])["is_redacted"]
    assert records["LDLD-01", SECRET["title"]]
    assert records["LDLD-02", SECRET["title"]]
    assert not records["LDLD-01", "Việc khác hẳn"]
    with sqlite3.connect(a_desk.settings.workdir / "tonghop.db") as connection:
        assert MARK not in "\n".join(connection.iterdump())
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert MARK.encode() not in (a_desk.settings.workdir / "tonghop.db").read_bytes()
    assert MARK.encode() not in everything_written(a_desk.latest())
    assert old_release != a_desk.latest()


def test_a_joined_row_stays_withheld_on_the_next_night(a_desk: Desk) -> None:
    a_desk.send("LDLD-01", "a.xlsx", table([row(1, **SECRET)]))
    a_desk.send("LDLD-02", "b.csv", csv_table([row(1, **SECRET, secrecy="x")]))
    first, _ = a_desk.night()
    second, _ = a_desk.night()
    assert first.release_id == second.release_id
    assert a_desk.records()["is_redacted"].all()


@pytest.mark.parametrize("field", ["authors", "workplace", "note"])
def test_two_submissions_that_differ_in_withheld_fields_give_the_same_public_bytes(
    a_desk: Desk, tmp_path_factory: pytest.TempPathFactory, field: str
) -> None:
    from tests.builders import desk

    other = desk(tmp_path_factory.mktemp("other"))
    a_desk.send("LDLD-01", "a.csv", csv_table([row(1, **SECRET, secrecy="x")]))
    other.send("LDLD-01", "a.csv", csv_table([row(1, **{**SECRET, field: "khác hẳn"}, secrecy="x")]))
    a_desk.night()
    other.night()
    for name in ("public/tallies.csv", "public/initiatives.csv", "internal/ledger.parquet", "internal/records.parquet"):
        assert (a_desk.latest() / name).read_bytes() == (other.latest() / name).read_bytes(), name


def test_a_redacted_line_of_the_public_list_has_no_place_and_no_id(a_desk: Desk) -> None:
    rows = [row(1, **SECRET, secrecy="x"), row(2, "Đổi mới lò hơi", authors="Trần Thị Hoa")]
    a_desk.send("LDLD-01", "a.csv", csv_table(rows))
    a_desk.night()
    path = a_desk.latest() / "public" / "initiatives.csv"
    public = pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    secret = public.iloc[-1]
    shown = {name: value for name, value in secret.items() if value}
    assert shown == {"title": SECRET["title"], "effect": SECRET["effect"]}
    assert not {"authors", "workplace", "author"} & set(public.columns)


def test_secret_initiatives_stand_in_a_line_of_their_own(a_desk: Desk) -> None:
    rows = [row(1, **SECRET, secrecy="x"), row(2, "Đổi mới lò hơi", authors="Trần Thị Hoa")]
    a_desk.send("LDLD-01", "a.csv", csv_table(rows))
    a_desk.night()
    tallies = a_desk.tallies()
    assert tallies["valid", "", "", ""] == 2
    for breakdown in ("sector", "field", "award_level", "phase", "day"):
        assert tallies["valid", "", breakdown, "secret"] == 1
    assert ("benefit_vnd", "", "secrecy", "secret") not in tallies
