"""A release in which rows are withheld is rendered anew where it tells something of them, and nowhere else (RULES.md
12, 16, 17)."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.same_initiative import same_initiative
from flows.withheld_places import PLACE, withheld
from rules.features import Coder
from rules.normalise import title_key
from schemas.finding import FINDING_COLUMNS
from tests.builders import HEADERS, Desk, row, table, workbook
from tests.flows.marks import mark
from tests.flows.test_no_secret_gets_out import written
from tests.flows.test_no_secret_gets_out_joined import whole

A, B, C = "LDLD-01", "LDLD-02", "CDN-GD"
NAMES = {A: {"Liên đoàn A"}, B: {"Liên đoàn B"}, C: {"Công đoàn C"}}
EFFECT = "Tăng 12 khung mỗi giờ, giảm 2 người đứng máy"
ONE, OTHER = "Cải tiến cơ cấu nạp phôi tự động cho máy dập khung nhôm", "Bàn cắt vải tự động có dẫn hướng bằng khí nén"
WHO = {"authors": f"Nguyễn {mark(1)} An", "workplace": f"Công ty {mark(2)}", "effect": EFFECT}
ELSE = {"authors": "Trần Thị Hoa", "workplace": "Nhà máy Cơ khí Đông Anh", "effect": EFFECT}


def files_of(release: Path, below: str) -> dict[str, bytes]:
    return {str(p.relative_to(release)): p.read_bytes() for p in (release / below).rglob("*") if p.is_file()}


def copied(release: Path) -> dict[str, str]:
    found = pd.read_csv(release / "internal" / "findings.csv", keep_default_na=False).query("check_id == 'INI-041'")
    return {
        f"{code} {row}": said
        for code, row, said in zip(*(found[n] for n in ("federation_code", "row", "found")), strict=True)
    }


def test_only_the_federations_that_are_told_of_a_withheld_row_get_other_pages(a_desk: Desk) -> None:
    a_desk.send(A, "a.xlsx", table([row(1, ONE, **WHO)]))
    a_desk.send(B, "b.xlsx", table([row(1, OTHER, **ELSE)]))
    mine = [row(1, ONE, **ELSE), row(2, OTHER, **(ELSE | {"authors": "Lê Văn Cường", "workplace": "Xưởng may"}))]
    a_desk.send(C, "c.xlsx", table(mine))
    a_desk.night()
    past = a_desk.latest()
    names = {f.code: f.name for f in a_desk.settings.config.federations}
    assert copied(past) == {f"{A} 2": names[C], f"{B} 2": names[C], f"{C} 2": names[A], f"{C} 3": names[B]}
    before = files_of(past, f"internal/federations/{B}")
    a_desk.send(A, "joined.xlsx", table([row(1, ONE, **WHO, secrecy="x")]))
    a_desk.night()
    assert a_desk.latest() != past
    assert copied(past) == {f"{A} 2": "", f"{B} 2": names[C], f"{C} 2": "", f"{C} 3": names[B]}
    assert files_of(past, f"internal/federations/{B}") == before
    for name in ("findings.json", "report.html"):
        text = (past / "internal" / "federations" / C / name).read_text("utf-8")
        assert names[A] not in text
        assert names[B] in text
    whole(past)
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}


@pytest.mark.both_databases
def test_a_returned_workbook_without_a_withheld_row_keeps_its_bytes(a_desk: Desk) -> None:
    kept = workbook({"DS": [HEADERS, row(1, "Đổi mới lò hơi đốt than", registered="31/06/2021")]})
    a_desk.send(A, "a.xlsx", table([row(1, ONE, **WHO, benefit=f"chưa rõ {mark(3)}"), row(2, "")]))
    a_desk.send(A, "kept.xlsx", kept)
    a_desk.night()
    past, folder = a_desk.latest(), f"internal/federations/{A}/returned"
    before = files_of(past, folder)
    assert {Path(name).name for name in before} == {"a.xlsx", "kept.xlsx"}
    a_desk.send(B, "b.xlsx", table([row(1, ONE, **WHO, secrecy="x")]))
    a_desk.night()
    after = files_of(past, folder)
    assert before.keys() == after.keys()
    assert after[f"{folder}/kept.xlsx"] == before[f"{folder}/kept.xlsx"]
    assert after[f"{folder}/a.xlsx"] != before[f"{folder}/a.xlsx"]
    manifest = json.loads((past / "manifest.json").read_text("utf-8"))
    assert f"{folder}/kept.xlsx" in manifest["made_from"]
    assert [note["rows"] for note in manifest["rerendered"]] == [1]
    whole(past)
    found = written(a_desk)
    assert not found, {**found.hits, "unread": found.unread}


def told(*lines: tuple[str, str, int, str]) -> pd.DataFrame:
    """Findings of copied titles: federation, file, row, what is said."""
    frame = pd.DataFrame([dict.fromkeys(FINDING_COLUMNS, "") | {"row": 0}] * len(lines))
    columns = dict(zip(("federation_code", "file", "row", "found"), map(list, zip(*lines, strict=True)), strict=True))
    return frame.assign(check_id="INI-041", sheet="S", **columns)


def rows_of(*places: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame([(code, file, "S", number) for code, file, number in places], columns=PLACE)


def silent(rows: pd.DataFrame, findings: pd.DataFrame, *settled: str) -> list[bool]:
    return withheld(rows, findings, NAMES, frozenset(settled)).told_by(findings).tolist()


def test_a_finding_is_silent_where_it_and_that_of_the_withheld_row_name_each_other() -> None:
    findings = told(
        (A, "a", 1, "Công đoàn C"), (C, "c", 1, "Liên đoàn A"), (C, "c", 9, "Liên đoàn B"), (B, "b", 1, "Công đoàn C"),
    )  # fmt: skip
    assert silent(rows_of((A, "a", 1)), findings) == [True, True, False, False]
    assert silent(rows_of((B, "b", 1)), findings) == [False, False, True, True]
    assert silent(rows_of((B, "b", 2)), findings) == [False] * 4  # what is told nothing is named nowhere


def test_a_finding_that_breaks_off_may_name_any_row_that_may_name_it() -> None:
    more = "Công đoàn C; Liên đoàn X; Liên đoàn Y; ..."
    findings = told(
        (A, "a", 1, more), (B, "b", 1, "Liên đoàn A"), (B, "b", 2, "Công đoàn C"), (C, "c", 1, "Liên đoàn A")
    )
    assert silent(rows_of((B, "b", 1)), findings) == [True, True, False, False]
    assert silent(rows_of((A, "a", 1)), findings) == [True, True, False, True]


def test_within_a_federation_a_row_is_named_by_its_place() -> None:
    findings = told(
        (A, "a", 2, "S, dòng 3"), (A, "a", 3, "S, dòng 2"), (A, "b", 5, "a, S, dòng 7"), (A, "a", 7, "b, S, dòng 5")
    )
    assert silent(rows_of((A, "a", 2)), findings) == [True, True, False, False]
    assert silent(rows_of((A, "b", 5)), findings) == [False, False, True, True]


def test_of_a_federation_that_explained_a_finding_may_be_told_no_more() -> None:
    findings = told((C, "c", 1, "Liên đoàn A"), (B, "b", 1, "Công đoàn C"))
    assert silent(rows_of((A, "a", 1)), findings) == [False, False]
    assert silent(rows_of((A, "a", 1)), findings, A) == [True, False]


def test_a_name_that_csv_writes_behind_an_apostrophe_is_the_same_place() -> None:
    findings = told((A, "=a", 1, "Công đoàn C"), (A, "'=a", 1, "Công đoàn C"), (A, "a", 1, "Công đoàn C"))
    assert silent(rows_of((A, "=a", 1)), findings) == [True, True, False]


WORDS = st.lists(st.sampled_from(["máy", "ép", "gỗ", "lò", "hơi", "dệt"]), min_size=1, max_size=6).map(" ".join)


@given(
    secret=st.lists(st.tuples(WORDS, st.none() | WORDS), min_size=1, max_size=3),
    titles=st.lists(WORDS, min_size=1, max_size=12),
)
def test_a_title_is_chosen_that_is_a_secret_one_or_begins_or_ends_as_one(
    secret: list[tuple[str, str | None]], titles: list[str]
) -> None:
    """Of a secret title another text may be shown, from which words were taken out."""
    coder = Coder(b"k" * 32)
    codes = [coder.code("title", title_key(title)) for title, _ in secret]
    shown = [title if other is None else other for title, other in secret]
    rows = pd.DataFrame({"federation_code": A, "title": shown, "title_code": codes})
    seen = pd.DataFrame({"federation_code": A, "title": titles, "authors": "", "is_redacted": False})
    expected = [
        any(t == title or (t != s and alike(t, s)) for (title, _), s in zip(secret, shown, strict=True)) for t in titles
    ]
    assert same_initiative(rows, coder)(seen).tolist() == expected


def alike(one: str, other: str) -> bool:
    few, many = sorted((title_key(one).split(), title_key(other).split()), key=len)
    n = len(few)
    return few == many or (3 <= n < len(many) and few in (many[:n], many[-n:]))
