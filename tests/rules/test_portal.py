"""Whose a row of the portal is, told by what its unit column says."""

import pytest

from rules.features import Coder, pack
from rules.portal import differing_codes, unit_codes
from tests.builders import ROOT


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LĐLĐ tỉnh Hà Giang", "LDLD-02"), ("Liên đoàn Lao động tỉnh Hà Giang", "LDLD-02"), ("HÀ GIANG", "LDLD-02"),
        ("LDLD-02", "LDLD-02"), ("Liên đoàn lao động TP Hà Nội", "LDLD-01"), ("Công đoàn Giáo dục Việt Nam", "CDN-GD"),
        ("CĐ Giáo dục VN", "CDN-GD"), ("Công đoàn ngành Giáo dục", "CDN-GD"), ("", ""), ("Công đoàn", ""),
        ("huyện Mèo Vạc", ""),
    ],
)  # fmt: skip
def test_a_unit_is_known_by_code_name_or_alias(text: str, code: str) -> None:
    import yaml

    blocks = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))["federations"]
    names = {b["code"]: (b["name"], *b.get("aliases", ())) for b in blocks}
    assert unit_codes([text], names) == [code]


def test_every_federation_is_known_by_its_own_name() -> None:
    import yaml

    blocks = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))["federations"]
    names = {b["code"]: (b["name"], *b.get("aliases", ())) for b in blocks}
    for block in blocks:
        assert unit_codes([block["name"], *block.get("aliases", ())], names) == [block["code"]] * (
            1 + len(block.get("aliases", ()))
        )


def _coded(title: str, authors: str, workplace: str) -> dict[str, object]:
    coder = Coder(b"a key for tests")
    place, parts = coder.workplace(workplace)
    return {
        "title_code": coder.code("title", title), "author_codes": pack(coder.authors(authors)[0]),
        "workplace_code": place, "workplace_token_codes": pack(parts),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("authors", "workplace", "told"),
    [
        ("Trần Thị Mai, Lê Văn Ba", "Công ty Dệt Nam Định", []),
        ("Lê Văn Ba; TRẦN THỊ MAI", "Cty Dệt Nam Định", []),
        ("Trần Thị Mai", "Công ty Dệt Nam Định", ["authors"]),
        ("Trần Thị Mai, Lê Văn Bốn", "Nhà máy Gạch Tiên Sơn", ["authors", "workplace"]),
        ("", "", []),
        ("T.T. Mai, L.V. Ba", "Công ty Dệt Nam Định", []),  # initials name nobody
    ],
)  # fmt: skip
def test_people_and_places_differ_by_their_codes(authors: str, workplace: str, told: list[str]) -> None:
    ours = _coded("một tên", "Trần Thị Mai, Lê Văn Ba", "Công ty Dệt Nam Định")
    assert differing_codes(ours, _coded("một tên", authors, workplace)) == told
    assert differing_codes(ours, _coded("tên khác", authors, workplace)) == ["title", *told]
