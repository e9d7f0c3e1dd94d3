"""Whose a row of the portal is, told by what its unit column says."""

import pytest

from rules.portal import unit_codes
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
