"""Who subtracts every public table from every other and from the public list learns nothing of a secret row (RULES.md
21). The tables are whatever a release holds below `public/`: a new one is attacked as soon as it is written there."""

import io
import random
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.builders import Desk, csv_table, desk, row
from tests.flows.test_no_secret_gets_out import with_limits

CODES = ("LDLD-01", "LDLD-02", "CDN-GD")
WORKS = ("men gốm", "lò hơi", "máy ép", "khuôn đúc", "băng tải", "cầu trục", "giáo án", "phần mềm kho", "vải dệt",
         "mạch in", "giàn phơi", "bể lọc")  # fmt: skip
PEOPLE = ("Hoa", "Bình", "Cường", "Dung", "Em", "Giang", "Hải", "Khanh", "Lâm", "Minh", "Nga", "Oanh")
FACTS: dict[str, tuple[Any, ...]] = {
    "sector": ("HCSN", "DN", "CBCD"),
    "field": ("công nghiệp", "giáo dục", "y tế"),
    "registered": ("12/03/2021", "15/03/2021", "25/04/2021", "29/04/2021"),
    "applied": ("03/2021", "04/2021"),
    "benefit": (3, 15, 700, ""),
    "workplace": ("Nhà máy sợi", "Trường Lê Lợi", "Bệnh viện Bạch Mai"),
}
KEY = ["measure", "scope_code", "breakdown", "breakdown_code"]


def campaign(seed: int, secrets: int) -> list[tuple[str, dict[str, Any], bool]]:
    """Federation, fields and whether it is secret, of a dozen initiatives that are all different."""
    chance = random.Random(seed)
    rows = [
        (chance.choice(CODES), {name: chance.choice(values) for name, values in FACTS.items()}, n < secrets)
        for n in range(len(WORKS))
    ]
    return [
        (code, facts | {"title": f"Cải tiến {WORKS[n]} mẫu {n}", "authors": f"Đỗ Thị {PEOPLE[n]}"}, secret)
        for n, (code, facts, secret) in enumerate(rows)
    ]


def other_world(rows: list[tuple[str, dict[str, Any], bool]], seed: int) -> list[tuple[str, dict[str, Any], bool]]:
    """The same campaign with other facts in the secret rows, and their federations exchanged among them."""
    chance = random.Random(-seed)
    codes = [code for code, _, secret in rows if secret]
    chance.shuffle(codes)
    return [
        (codes.pop(), told | {name: chance.choice(values) for name, values in FACTS.items()}, True)
        if secret
        else (code, told, secret)
        for code, told, secret in rows
    ]


def new_desk(folder: Path) -> Desk:
    folder.mkdir()
    return desk(folder, CODES)


def night(a_desk: Desk, rows: list[tuple[str, dict[str, Any], bool]], marked: bool = True) -> Path:
    for code in CODES:
        own = [(f, secret) for c, f, secret in rows if c == code]
        lines = [row(n, **f, secrecy="x" if secret and marked else "") for n, (f, secret) in enumerate(own)]  # type: ignore[arg-type]
        a_desk.send(code, "a.csv", csv_table(lines))
    a_desk.night()
    return a_desk.latest()


def public(release: Path) -> dict[str, bytes]:
    """Every public file; the release's own name, which no attacker can turn back into rows, left out."""
    files = sorted(p for p in (release / "public").rglob("*") if p.is_file())
    return {p.name: _plain(p.read_bytes()).replace(release.name.encode(), b"") for p in files}


def _plain(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(name.encode() + archive.read(name) for name in sorted(archive.namelist()))


@pytest.mark.parametrize(("seed", "secrets"), [(1, 1), (4, 4)])
def test_two_campaigns_that_differ_in_what_is_withheld_look_the_same(tmp_path: Path, seed: int, secrets: int) -> None:
    rows = campaign(seed, secrets)
    one, other = new_desk(tmp_path / "1"), new_desk(tmp_path / "2")
    assert public(night(one, rows)) == public(night(other, other_world(rows, seed)))


@pytest.mark.parametrize(("seed", "secrets"), [(6, 3)])
def test_they_look_the_same_in_releases_that_were_made_before_the_marks(
    tmp_path: Path, seed: int, secrets: int
) -> None:
    rows = campaign(seed, secrets)
    worlds = [(new_desk(tmp_path / "1"), rows), (new_desk(tmp_path / "2"), other_world(rows, seed))]
    before = [night(a_desk, world, marked=False) for a_desk, world in worlds]
    assert public(before[0]) != public(before[1])
    for a_desk, world in worlds:
        night(a_desk, world)
    assert public(before[0]) == public(before[1])


def tables(release: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    read = {"encoding": "utf-8-sig", "keep_default_na": False, "dtype": str}
    tallies = pd.read_csv(release / "public" / "tallies.csv", **read)
    return tallies.assign(value=tallies["value"].astype(float)), pd.read_csv(
        release / "public" / "initiatives.csv", **read
    )


def open_counts(listed: pd.DataFrame) -> dict[tuple[str, str], Counter[str]]:
    """How often each value of each column of the public list stands there, in the nation and by federation."""
    shown = listed[listed["initiative_id"] != ""]
    found: dict[tuple[str, str], Counter[str]] = {}
    for name in listed.columns:
        found["", name] = Counter(shown[name])
        for code in CODES:
            found[code, name] = Counter(shown.loc[shown["federation_code"] == code, name])
    return found


@pytest.mark.parametrize(("seed", "secrets"), [(7, 1), (9, 11)])
def test_no_line_of_a_table_is_more_than_the_public_list_but_the_line_of_the_secret_ones(
    tmp_path: Path, seed: int, secrets: int
) -> None:
    a_desk = with_limits(desk(tmp_path, CODES), suppress_below=10)
    tallies, listed = tables(night(a_desk, campaign(seed, secrets)))
    days, amounts = pd.to_datetime(listed["registered_on"]), pd.to_numeric(listed["benefit_vnd"])
    mondays = (days - pd.to_timedelta(days.dt.dayofweek, unit="D")).dt.strftime("%Y-%m-%d").fillna("")
    bounds = a_desk.settings.config.campaign(a_desk.campaign_id).benefit.bands_vnd
    bands = ["" if pd.isna(a) else f"{max(b for b in (0, *bounds) if b <= a):.0f}" for a in amounts]
    counts, column = open_counts(listed.assign(week=mondays, benefit_band=bands)), {"day": "registered_on"}
    unlisted = {"phase", "applied"}  # follow from columns of the list
    # A kind and a province of 2025 are sums of federations.
    ours = tallies[tallies["scope_code"].isin(["", *CODES])]
    by = ours[(ours["measure"] == "valid") & (ours["breakdown"] != "")]
    for scope, name, code, value in by[["scope_code", "breakdown", "breakdown_code", "value"]].itertuples(index=False):
        if code == "secret":
            continue
        if name in unlisted or (scope, column.get(name, name)) not in counts:
            assert name in unlisted, f"a breakdown {name} that this attack does not know: compare it with the list"
            continue
        assert value == counts[scope, column.get(name, name)]["" if code == "unknown" else code], (scope, name, code)
    for (measure, scope, name), lines in tallies.groupby(["measure", "scope_code", "breakdown"]):
        if name and measure == "valid" and name != "applied":
            secret = lines.loc[lines["breakdown_code"] == "secret", "value"].sum()
            told = tallies[(tallies["measure"] == "valid") & (tallies["scope_code"] == scope)]
            assert secret == told.loc[told["breakdown"] == "", "value"].sum() - lines["value"].sum() + secret
    stated = pd.to_numeric(listed["benefit_vnd"]).fillna(0)
    assert tallies.set_index(KEY).loc[("benefit_vnd", "", "", ""), "value"] == stated.sum()
    assert not ((tallies["measure"] == "benefit_vnd") & (tallies["breakdown"] == "secrecy")).any()
