"""Every figure beside the headline, on lines small enough to count by hand, and against SQL on the same rows."""

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings

from flows.settings import load_successors
from rules.features import TOGETHER, pack
from rules.quotas import quota_of
from rules.tallies import public, tally
from rules.tally_internal import internal_tally
from rules.tally_lines import scopes
from rules.tally_reporting import quality, reporting
from rules.tally_trend import trend
from schemas.config import Campaign, Federation
from schemas.config_programme import Benefit, Emulation, LowerUnit, QuotaDetails
from schemas.tally import CENTRAL, MEASURES, SECRET, UNKNOWN
from tests.rules.test_tallies import CAMPAIGN, CODES, COLUMNS, CONFIG, COUNTED, FEDERATIONS, LINES, PLAIN, K, frames

Numbers = dict[tuple[str, str, str, str], float]
SUCCESSORS = load_successors()
BAC_NINH, BAC_GIANG, HEALTH = (CONFIG.federation(c) for c in ("LDLD-27", "LDLD-24", "CDN-YT"))


def _numbers(frame: pd.DataFrame) -> Numbers:
    keys = frame[["measure", "scope_code", "breakdown", "breakdown_code"]].itertuples(index=False, name=None)
    return dict(zip(keys, frame["value"], strict=True))


def told(
    lines: list[dict[str, Any]], campaign: Campaign = CAMPAIGN, federations: tuple[Federation, ...] = FEDERATIONS
) -> Numbers:
    """The public numbers of these lines, with the provinces of 2025."""
    return _numbers(tally(*frames(lines), campaign, federations, SUCCESSORS))


def inside(lines: list[dict[str, Any]], campaign: Campaign, federations: tuple[Federation, ...]) -> Numbers:
    """The internal numbers of these lines."""
    ledger, records = frames(lines)
    return _numbers(internal_tally(ledger, records, campaign, {f.code: quota_of(campaign, f) for f in federations}, K))


def _with_quota(federation: Federation, campaign: Campaign, **told: Any) -> Federation:
    return federation.model_copy(update={"quota_details": {campaign.id: QuotaDetails(**told)}})


# --- by SQL ---------------------------------------------------------------------------------------------------------

_COUNTED = "from r where disposition = 'counted'"
_SQL = {
    "entered": "select federation_code, '', '', count(*) from r where disposition <> 'not_data' group by 1",
    "valid": f"""
        select federation_code, '', '', count(*) {_COUNTED} group by 1
        union all select federation_code, 'sector', iif(is_redacted, 'secret', iif(sector = '', 'unknown', sector)),
            count(*) {_COUNTED} group by 1, 3
        union all select federation_code, 'award_level',
            iif(is_redacted, 'secret', coalesce(cast(award_level as text), 'unknown')), count(*) {_COUNTED}
            group by 1, 3
        union all select federation_code, 'week', iif(is_redacted, 'secret',
            coalesce(date(registered_on, 'weekday 0', '-6 days'), 'unknown')), count(*) {_COUNTED} group by 1, 3
        union all select federation_code, 'benefit_band', iif(is_redacted, 'secret', case when benefit_vnd is null then
            'unknown' when benefit_vnd < 1e7 then '0' when benefit_vnd < 1e8 then '10000000' when benefit_vnd < 1e9 then
            '100000000' else '1000000000' end), count(*) {_COUNTED} group by 1, 3""",
    "benefit_vnd": f"""select federation_code, '', '', sum(benefit_vnd) {_COUNTED} and not is_redacted and
        benefit_vnd is not null group by 1""",
    "benefit_stated": f"""select federation_code, '', '', count(benefit_vnd) {_COUNTED} and not is_redacted and
        benefit_vnd is not null group by 1""",
    "persons": """select federation_code, '', '', count(distinct name || '|' || iif(workplace_code = 0,
        'in ' || federation_code, workplace_code)) from (select r.*, p.name from r join p on p.row = r.row) as r
        where disposition = 'counted' and not is_redacted group by 1""",
}


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_sql_on_the_same_rows_gives_the_same_numbers_to_the_unit(lines: list[dict[str, Any]]) -> None:
    numbers = told(lines)
    with sqlite3.connect(":memory:") as connection:
        _load(connection, lines)
        for measure, query in _SQL.items():
            by_sql = {(measure, *row[:3]): float(row[3]) for row in connection.execute(query) if row[3]}
            names = {key[2] for key in by_sql} | {""}
            ours = {k: v for k, v in numbers.items() if k[0] == measure and k[1] in CODES and k[2] in names and v}
            assert ours == by_sql, measure


def _load(connection: sqlite3.Connection, lines: list[dict[str, Any]]) -> None:
    """The lines as the tables r (a row each) and p (an author each), by another way than the code under test."""
    names = [c for c in COLUMNS if c != "author_codes"]
    places = sorted({ln["workplace"] for ln in lines} - {""})
    connection.execute(f"create table r (row, workplace_code, {', '.join(names)})")
    connection.execute("create table p (row, name)")
    for row, ln in enumerate(lines):
        plain = [None if ln[c] != ln[c] else str(ln[c]) if c == "registered_on" and ln[c] else ln[c] for c in names]
        code = places.index(ln["workplace"]) + 1 if ln["workplace"] else 0
        connection.execute(f"insert into r values ({', '.join('?' * (len(names) + 2))})", [row, code, *plain])
        codes = [n for n in ln["author_codes"][::8] if not n & TOGETHER]
        connection.executemany("insert into p values (?, ?)", [(row, n) for n in codes])


# --- persons, awards, benefit ---------------------------------------------------------------------------------------


def test_an_author_of_two_initiatives_is_one_person_and_two_of_one_name_are_two() -> None:
    an, binh = 2, 4
    lines = [
        PLAIN | {"author_codes": pack((an,)), "workplace": "May 10"},
        PLAIN | {"author_codes": pack((an, binh, 7)), "workplace": "May 10"},  # 7: the words of all names together
        PLAIN | {"author_codes": pack((an,)), "workplace": "Trường Lê Lợi"},
        PLAIN | {"author_codes": pack((an,)), "workplace": "May 10", "federation_code": CODES[1]},
        PLAIN | {"author_codes": pack((6,)), "workplace": "May 10", "is_redacted": True},
    ]
    numbers = told(lines)
    assert [numbers["persons", code, "", ""] for code in CODES] == [3, 1, 0]
    assert numbers["persons", "", "", ""] == 3  # An of May 10 sent by two federations is one of the nation
    assert [numbers["rank_persons", code, "", ""] for code in CODES] == [1, 2, 3]


def test_one_initiative_may_hold_several_awards() -> None:
    lines = [PLAIN | {"award": "Giấy khen CĐCS; Bằng khen LĐLĐ tỉnh", "award_level": 3}, PLAIN]
    numbers = told(lines)
    held = {code: v for (m, c, b, code), v in numbers.items() if (m, c, b) == ("awards", "", "award_level")}
    assert held == {"1": 2, "3": 1}
    assert numbers["valid", "", "award_level", "3"] == numbers["valid", "", "award_level", "1"] == 1


def test_a_benefit_out_of_scale_stays_in_the_sum_and_is_told_apart() -> None:
    amounts = (0.0, 15.0, 2e6, 4e6, 9e6, 595e9)  # 15: triệu đồng were meant; 0 states that there is none
    numbers = told([PLAIN | {"benefit_vnd": amount} for amount in amounts])
    assert numbers["benefit_vnd", "", "", ""] == sum(amounts)
    assert numbers["benefit_vnd", "", "scale", "out_of_scale"] == 595e9 + 15
    assert numbers["benefit_stated", "", "scale", "out_of_scale"] == 2
    assert numbers["benefit_median_vnd", "", "", ""] == 3e6


def test_the_bounds_of_the_scale_are_the_campaigns() -> None:
    wide = CAMPAIGN.model_copy(update={"benefit": Benefit(least_vnd=0, most_vnd=1e15)})
    assert ("benefit_vnd", "", "scale", "out_of_scale") not in told([PLAIN | {"benefit_vnd": 595e9}], wide)


# --- quotas -----------------------------------------------------------------------------------------------------------


def test_thu_duc_with_3992_of_8684_stands_at_45_97_and_not_at_the_printed_45_94() -> None:
    """The 3.992 are in the frame: by any alias of the unit, and of LĐLĐ TP. Hồ Chí Minh alone."""
    campaign, hcm = CONFIG.campaign("01-trieu-2021-2023"), CONFIG.federation("LDLD-79")
    ours = PLAIN | {"federation_code": hcm.code, "phase": "phase-1", "registered_on": date(2022, 5, 1)}
    lines = [ours | {"superior_union": "LĐLĐ TP. Thủ Đức"}] * 3000
    lines += [ours | {"superior_union": "Liên đoàn Lao động thành phố Thủ Đức"}] * 992
    lines += [
        ours | {"superior_union": "LĐLĐ huyện Củ Chi"},
        ours | {"superior_union": "LĐLĐ TP. Thủ Đức", "is_redacted": True},
    ]
    numbers = inside(lines, campaign, (hcm,))
    assert numbers["valid", "LDLD-79/thu-duc", "", ""] == 3992
    assert round(numbers["quota_pct", "LDLD-79/thu-duc", "", ""], 2) == 45.97
    assert numbers["emulation_points", "LDLD-79/thu-duc", "", ""] == 0


def test_its_second_phase_ends_on_25_5_2023_and_the_nations_later() -> None:
    campaign, hcm = CONFIG.campaign("01-trieu-2021-2023"), CONFIG.federation("LDLD-79")
    ours = PLAIN | {"federation_code": hcm.code, "phase": "phase-2", "superior_union": "LĐLĐ TP. Thủ Đức"}
    days = (date(2023, 5, 25), date(2023, 5, 26))
    numbers = inside([ours | {"registered_on": day} for day in days], campaign, (hcm,))
    unit = {(b, c): v for (m, s, b, c), v in numbers.items() if (m, s) == ("valid", "LDLD-79/thu-duc")}
    assert unit == {("", ""): 2, ("phase", "phase-1"): 0, ("phase", "phase-2"): 1, ("phase", UNKNOWN): 1}


def test_a_workplace_with_a_quota_of_its_own_earns_its_points() -> None:
    unit = LowerUnit(code="may-10", name="Công ty May 10", level="workplace", quota=2, emulation=Emulation(points=5))  # type: ignore[arg-type]
    federation = _with_quota(FEDERATIONS[0], CAMPAIGN, units=(unit,))
    numbers = inside([PLAIN, PLAIN], CAMPAIGN, (federation,))
    assert numbers["quota_pct", f"{CODES[0]}/may-10", "", ""] == 100
    assert numbers["emulation_points", f"{CODES[0]}/may-10", "", ""] == 5


def test_quotas_registered_assigned_and_by_phase() -> None:
    plain = FEDERATIONS[0].model_copy(update={"quotas": {CAMPAIGN.id: 4}})
    federation = _with_quota(plain, CAMPAIGN, assigned=10, phases={"peak": 2})
    campaign = CAMPAIGN.model_copy(update={"emulation": Emulation(points=5, from_pct=75)})
    lines = [PLAIN, PLAIN | {"phase": "phase-2"}, PLAIN | {"is_redacted": True}]
    numbers = told(lines, campaign, (federation,))
    here = (CODES[0], "", "")
    assert numbers["quota_pct", *here] == 75
    assert numbers["quota_assigned_pct", *here] == 30
    assert numbers["quota_pct", CODES[0], "phase", "peak"] == 50
    assert numbers["emulation_points", *here] == 5
    assert numbers["quota_reached", "", "", ""] == 0


def test_a_quota_may_stand_in_the_campaigns_own_block() -> None:
    campaign = CAMPAIGN.model_copy(update={"quotas": {CODES[0]: 2}})
    numbers = told([PLAIN, PLAIN], campaign)
    assert numbers["quota_pct", CODES[0], "", ""] == 100
    assert numbers["quota_reached", "", "", ""] == 1


def test_ties_are_told() -> None:
    numbers = told([PLAIN, PLAIN | {"federation_code": CODES[1]}])
    assert [numbers["rank", code, "", ""] for code in CODES] == [1, 1, 3]
    assert [numbers["rank_tied", code, "", ""] for code in CODES] == [2, 2, 1]


# --- provinces of 2025, kinds -----------------------------------------------------------------------------------------


def test_bac_ninh_of_2025_is_bac_ninh_and_bac_giang_of_2021() -> None:
    lines = [PLAIN | {"federation_code": f.code} for f in (BAC_NINH, BAC_GIANG, BAC_GIANG, HEALTH)]
    numbers = told(lines, CAMPAIGN, (BAC_NINH, BAC_GIANG, HEALTH))
    assert SUCCESSORS["LDLD-27"] == SUCCESSORS["LDLD-24"] == "TINH-24"
    assert numbers["valid", "TINH-24", "", ""] == 3
    assert numbers["valid", CENTRAL, "", ""] == 1
    assert numbers["quota", "TINH-24", "", ""] == sum(f.quotas[CAMPAIGN.id] for f in (BAC_NINH, BAC_GIANG))


def test_the_63_provinces_of_the_config_become_34() -> None:
    ours = {f.code for f in CONFIG.federations if f.kind.value == "ldld"}
    assert set(SUCCESSORS) == ours
    assert len(set(SUCCESSORS.values())) == 34


@settings(max_examples=30, deadline=None)
@given(LINES)
def test_kinds_and_provinces_of_2025_preserve_every_total(lines: list[dict[str, Any]]) -> None:
    frame = tally(*frames(lines), CAMPAIGN, FEDERATIONS, SUCCESSORS)
    adding = frame[frame["measure"].map(lambda m: MEASURES[m].adds_up)]
    keys = ["measure", "breakdown", "breakdown_code"]
    by_scope = {scope: part.groupby(keys)["value"].sum() for scope, part in adding.groupby("scope")}
    nation = by_scope["national"].drop(labels=["day", "applied", "secrecy"], level="breakdown", errors="ignore")
    for scope in ("federation", "kind", "successor"):
        pd.testing.assert_series_equal(by_scope[scope], nation.reindex(by_scope[scope].index))
        assert nation[~nation.index.isin(by_scope[scope].index)].sum() == 0


# --- internal ---------------------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(LINES)
def test_by_superior_union_and_by_workplace_every_federation_adds_up(lines: list[dict[str, Any]]) -> None:
    numbers = inside(lines, CAMPAIGN, FEDERATIONS)
    counted = [ln for ln in lines if ln["disposition"] == COUNTED]
    for code in CODES:
        ours = [ln for ln in counted if ln["federation_code"] == code]
        for name in ("superior_union", "workplace"):
            parts = {c: v for (m, s, b, c), v in numbers.items() if (m, s, b) == ("valid", code, name)}
            assert sum(parts.values()) == len(ours)
            assert parts.get(SECRET, 0) == sum(ln["is_redacted"] for ln in ours)
            assert parts.get(UNKNOWN, 0) == sum(not ln["is_redacted"] and ln[name] == "" for ln in ours)


def test_two_spellings_of_a_union_are_one_line_in_the_more_frequent_spelling() -> None:
    lines = [PLAIN, PLAIN | {"superior_union": "Liên đoàn lao động huyện CỦ CHI"}, PLAIN]
    numbers = inside(lines, CAMPAIGN, FEDERATIONS)
    assert numbers["valid", CODES[0], "superior_union", "LĐLĐ huyện Củ Chi"] == 3


def test_the_road_of_a_duplicate_and_of_a_secret_one_only_that_it_counts_elsewhere() -> None:
    across = "duplicate_across_federations"
    ledger = pd.DataFrame(
        [
            (CODES[0], "counted", "SK-1", False), (CODES[1], across, "SK-1", False), (CODES[1], across, "SK-1", False),
            (CODES[0], "counted", "SK-2", True), (CODES[2], across, "SK-2", False),
        ],
        columns=["federation_code", "disposition", "initiative_id", "is_redacted"],
    )  # fmt: skip
    _, records = frames([])
    numbers = _numbers(internal_tally(ledger, records, CAMPAIGN, {}, K))
    assert numbers == {(across, CODES[1], "road", CODES[0]): 2, (across, CODES[2], "road", SECRET): 1}


def test_internal_numbers_cannot_be_published() -> None:
    ledger, records = frames([PLAIN])
    with pytest.raises(ValueError, match="internal numbers among the public ones"):
        public(internal_tally(ledger, records, CAMPAIGN, {}, K))


# --- reporting, quality, trend ----------------------------------------------------------------------------------------


def test_reporting_rate_on_time_and_late() -> None:
    received: Mapping[str, date] = {CODES[0]: date(2021, 4, 20), CODES[1]: date(2021, 4, 23)}
    lines = reporting(received, CAMPAIGN, scopes(FEDERATIONS, SUCCESSORS))
    numbers = {(m, c): v for m, _, c, _, _, v, _ in lines}
    assert [numbers[m, ""] for m in ("sent_on_time", "sent_late", "not_sent")] == [1, 1, 1]
    assert numbers["reporting_pct", ""] == pytest.approx(100 * 2 / 3)
    assert (numbers["days_late", CODES[0]], numbers["days_late", CODES[1]]) == (0, 3)
    assert [ln[2] for ln in quality({CODES[1]: 91.5})] == [CODES[1]]


def test_the_trend_is_told_against_yesterday_and_last_week() -> None:
    before = tally(*frames([PLAIN] * 5), CAMPAIGN, FEDERATIONS)
    now = tally(*frames([PLAIN] * 5 + [PLAIN | {"federation_code": CODES[1]}] * 6), CAMPAIGN, FEDERATIONS)
    numbers = {(m, c): v for m, _, c, _, _, v, _ in trend(now, None, before)}
    assert numbers["valid_change_week", ""] == numbers["valid_change_week", CODES[1]] == 6
    assert (numbers["rank_change_week", CODES[0]], numbers["rank_change_week", CODES[1]]) == (-1, 1)
    assert not [m for m, _ in numbers if m == "valid_change_day"]
