"""Every row of an export stands in one part, and the parts hold what its sheets hold."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from rules.portal_parts import NOWHERE, portal_parts
from tests.builders import HEADERS, parsed, row, sheet_of

_CODES = st.sampled_from(["", "LDLD-01", "LDLD-02", "CDN-GD"])
_ROWS = st.lists(st.tuples(st.booleans(), _CODES), min_size=1, max_size=12)


@given(st.lists(_ROWS, min_size=1, max_size=3))
def test_parts_are_the_whole(sheets: list[list[tuple[bool, str]]]) -> None:
    made = [
        sheet_of(
            [HEADERS, *(row(i, f"Sáng kiến số {i}" if titled else "") for i, (titled, _) in enumerate(rows, 1))],
            f"S{n}",
        )
        for n, rows in enumerate(sheets)
    ]
    export = parsed(*made)
    if export.rejected_because:
        return
    codes = [sheets[n][at - 2][1] for n, at in export.told["records"].each("sheet_no", "row")]
    parts = dict(portal_parts(export, codes))
    places = Counter(
        at for part in parts.values() for name in ("records", "lines") for at in part.told[name].each("sheet_no", "row")
    )
    whole = [at for name in ("records", "lines") for at in export.told[name].each("sheet_no", "row")]
    assert places == Counter(whole)
    assert max(places.values()) == 1
    for number, sheet in enumerate(export.sheets):
        assert sum(part.sheets[number].nonempty_rows for part in parts.values()) == sheet.nonempty_rows
    for code, part in parts.items():
        own = set(part.told["records"].each("sheet_no", "row"))
        assert set(part.told["details"].each("sheet_no", "row")) <= own
        standing = Counter(n for name in ("records", "lines") for n in part.told[name]["sheet_no"])
        assert all(standing[n] == sheet.nonempty_rows for n, sheet in enumerate(part.sheets))
        assert (code == NOWHERE) == (not own)
