"""Charts: same numbers, same bytes; legible lettering; nothing fetched."""

from datetime import date, timedelta

import pytest

from reports import charts
from reports.tiles import PROVINCE_TILES, UNION_NAMES
from tests.reports.believable import BLOCKS, HOSTILE


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("band", [*charts.BANDS, charts.NO_QUOTA], ids=lambda b: b.text)
def test_lettering_on_every_band_reaches_aa(band: charts.Band) -> None:
    light, dark = sorted((_luminance(band.fill), _luminance(band.ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_band_takes_its_lower_bound_in() -> None:
    assert [charts.band(p).text for p in (99.99, 100.0)] == ["80 - dưới 100 %", "100 - dưới 150 %"]
    assert charts.band(None) is charts.NO_QUOTA


def test_every_federation_of_the_programme_has_its_own_place() -> None:
    codes = [str(b["code"]) for b in BLOCKS]
    assert set(codes) == set(PROVINCE_TILES) | set(UNION_NAMES)
    assert len({(row, column) for row, column, _ in PROVINCE_TILES.values()}) == len(PROVINCE_TILES)


def test_a_hostile_name_is_escaped_in_a_drawing() -> None:
    assert "<script" not in charts.tile_map([charts.Tile(0, 0, HOSTILE, 50.0)])


def test_drawings_are_the_same_bytes_and_name_no_address() -> None:
    tiles = [charts.Tile(*place, quota_pct=float(7 * i)) for i, place in enumerate(PROVINCE_TILES.values())]
    days = [date(2021, 3, 10) + timedelta(i) for i in range(42)]
    drawings = [(charts.tile_map(tiles), charts.growth(days, range(42))) for _ in range(2)]
    assert drawings[0] == drawings[1]
    assert all("http" not in drawing for drawing in drawings[0])
    assert "Đắk Lắk" in drawings[0][0]


def test_one_single_day_can_be_drawn() -> None:
    assert "<svg" in charts.growth([date(2021, 3, 10)], [5.0])
