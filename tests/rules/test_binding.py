"""A secret row comes back with its token: nothing of it is lost, and nothing withheld is asked for."""

import pandas as pd

from rules.binding import bind
from tests.builders import HEADERS, parsed, row, sheet_of

RETURNED = (*HEADERS, "LỖI CẦN SỬA", "GIẢI TRÌNH", "MÃ DÒNG")
TOKEN = "BM-0123456789abcdef"


def returned(title: str = "Sáng kiến kín", token: str = TOKEN, **fields: object) -> list[object]:
    blank = dict.fromkeys(("authors", "workplace", "sector", "field", "benefit", "applied", "registered"), "")
    return [*row(1, title, **{**blank, **fields}), "Thiếu mức khen", "đã sửa", token]


def test_a_row_with_a_token_is_secret_and_its_blanks_are_no_question() -> None:
    file = parsed(sheet_of([list(RETURNED), returned()]))
    assert file.records["secret_reason"].tolist() == ["token"]
    assert file.records["row_token"].tolist() == [TOKEN]
    assert file.findings["check_id"].tolist() == []


def test_what_stands_in_a_token_column_and_is_no_token_makes_no_secret() -> None:
    file = parsed(sheet_of([list(RETURNED), returned(token="12", authors="Nguyễn Văn An")]))
    assert file.records["secret_reason"].tolist() == [""]


def test_our_own_words_in_the_column_of_errors_mark_nothing() -> None:
    sent = [*row(1, "Cải tiến"), "INI-020: ghi rõ bí mật công nghệ: có hay không", "", ""]
    assert parsed(sheet_of([list(RETURNED), sent])).records["secret_reason"].tolist() == [""]


def test_an_explanation_is_kept_of_an_open_row_and_only_its_being_there_of_a_secret_one() -> None:
    open_row = [*row(2, "Cải tiến"), "", "đúng là 15 triệu", ""]
    told = parsed(sheet_of([list(RETURNED), returned(), open_row])).explanations
    assert told[["row", "text"]].to_numpy().tolist() == [[2, ""], [3, "đúng là 15 triệu"]]


def test_a_bound_row_has_the_facts_and_codes_that_were_kept() -> None:
    kept = parsed(sheet_of([list(HEADERS), row(1, "Sáng kiến kín", secrecy="x", benefit=20)])).records
    came = parsed(sheet_of([list(RETURNED), returned("Sáng kiến kín, đã sửa tên")])).records
    bound, unknown = bind(came, kept, [TOKEN])
    assert unknown == []
    same = ["sector", "field", "applied_from", "registered_on", "benefit_vnd", "author_codes", "workplace_code"]
    pd.testing.assert_frame_equal(bound[same], kept[same])
    assert bound["title"].tolist() == ["Sáng kiến kín, đã sửa tên"]
    assert bound["title_code"].tolist() == came["title_code"].tolist()
    assert bound["completeness"].tolist() == kept["completeness"].tolist()


def test_what_the_federation_states_anew_stands_over_what_was_kept() -> None:
    kept = parsed(sheet_of([list(HEADERS), row(1, "Sáng kiến kín", secrecy="x", benefit=20)])).records
    came = parsed(sheet_of([list(RETURNED), returned(benefit=35)])).records
    assert bind(came, kept, [TOKEN])[0]["benefit_vnd"].tolist() == [35_000_000]


def test_a_token_of_nobody_is_named() -> None:
    came = parsed(sheet_of([list(RETURNED), returned()])).records
    assert bind(came, came.iloc[:0], [])[1] == [0]
