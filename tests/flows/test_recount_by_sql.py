"""Every public number of both miniature campaigns recomputed by SQL from the release's ledger and records, its store
and the config alone: to the unit what tallies.csv says."""

import csv
import sqlite3
import struct
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from flows.settings import load_successors
from rules.features import TOGETHER
from tests.builders import Desk
from tests.flows.test_golden import golden_desk, million_desk

__all__ = ["golden_desk", "million_desk"]
AS_OF = {"75-nghin-2021": date(2021, 5, 31), "01-trieu-2021-2023": date(2023, 8, 31)}
# What rests on more than the rows: pairs, earlier days. Tested where it is made.
ELSEWHERE = {"valid_low", "projected", "projected_low", "projected_high"}
Key = tuple[str, str, str, str, str]

_VIEWS = """
create table p (row_id, name);
create view r as select l.rowid as row_id, l.federation_code, l.disposition, l.pending_review, l.is_redacted, t.sector,
    t.field, t.award, t.award_level, t.applied_to, t.registered_on, t.benefit_vnd, d.author_codes, d.workplace_code
    from l left join t using (federation_code, file, sheet, row) left join d using (federation_code, file, sheet, row);
create view c as select *, case when registered_on is null then 'unknown' else coalesce((select id from phases where
    coalesce(first, '0') <= registered_on and registered_on <= coalesce(last, '9')), 'unknown') end as phase
    from r where disposition = 'counted';
create view o as select *, benefit_vnd <> 0 and (benefit_vnd < (select least from k) or benefit_vnd > (select most from
    k)) as out_of_scale from c where not is_redacted;
"""
_BY = {
    "sector": "iif(sector = '', 'unknown', sector)",
    "field": "iif(field = '', 'unknown', field)",
    "award_level": "coalesce(cast(cast(award_level as int) as text), 'unknown')",
    "phase": "phase",
    "week": "coalesce(date(registered_on, 'weekday 0', '-6 days'), 'unknown')",
    "day": "coalesce(registered_on, 'unknown')",
    "benefit_band": "case when benefit_vnd is null then 'unknown' else (select max(b) from bands where b <= "
    "max(benefit_vnd, 0)) end",
}
_HELD = {
    1: "award like '%CĐCS%' or award like '%khen công đoàn cơ sở%' or award like '%khen của công đoàn cơ sở%'",
    2: "award like '%cấp trên%' or award like '%CẤP TRÊN%'",
    3: "award like '%LĐLĐ%' or award like '%Công đoàn Y tế%'",
    4: "award like '%Tổng Liên đoàn%' or award like '%TLĐ%' or award like '%LĐST%'",
}
_PER_SCOPE = "from {rows} as x join s using (federation_code) group by scope, scope_code"


def _counts() -> Iterator[tuple[str, str]]:
    """Measure -> a query of scope, scope_code, breakdown, breakdown_code, value."""
    rows = {
        "entered": "disposition <> 'not_data'", "duplicate": "disposition like 'duplicate%'",
        "valid": "disposition = 'counted'", "under_consideration": "disposition = 'counted' and pending_review",
    }  # fmt: skip
    plain = ("rejected", "ineligible", "within_federation", "across_federations", "of_earlier_campaign")
    rows |= {n if n in plain[:2] else f"duplicate_{n}": f"disposition like '%{n}'" for n in plain}
    for measure, where in rows.items():
        yield measure, f"select scope, scope_code, '', '', total({where}) " + _PER_SCOPE.format(rows="r")
    for name, code in _BY.items():
        shown = f"iif(is_redacted, 'secret', {code})"
        only = "where scope = 'national'" if name == "day" else ""
        yield (
            "valid",
            f"select scope, scope_code, '{name}', {shown}, count(*) from c join s using (federation_code) {only} "
            "group by 1, 2, 4",
        )
    early = "applied_to < (select apart_before from k)"
    yield "valid", f"select 'national', '', 'applied', 'apart', count(*) from o where {early}"
    for level, held in _HELD.items():
        where = f"(select * from o where award_level is not null and (cast(award_level as int) = {level} or {held}))"
        yield "awards", f"select scope, scope_code, 'award_level', '{level}', count(*) " + _PER_SCOPE.format(rows=where)


def _amounts() -> Iterator[tuple[str, str]]:
    stated = "(select * from o where benefit_vnd is not null)"
    for measure, value in (("benefit_vnd", "sum(benefit_vnd)"), ("benefit_stated", "count(*)")):
        yield measure, f"select scope, scope_code, '', '', {value} " + _PER_SCOPE.format(rows=stated)
        by = f"select scope, scope_code, 'scale', iif(out_of_scale, 'out_of_scale', 'in_scale'), {value} "
        yield measure, by + _PER_SCOPE.format(rows=stated) + ", 4"
    yield (
        "benefit_median_vnd",
        "select scope, scope_code, '', '', avg(benefit_vnd) from (select scope, scope_code, benefit_vnd, row_number() "
        "over (partition by scope, scope_code order by benefit_vnd) as n, count(*) over (partition by scope, "
        f"scope_code) as m from {stated} join s using (federation_code) where not out_of_scale) where n in "
        "((m + 1) / 2, (m + 2) / 2) group by 1, 2",
    )
    at = "iif(workplace_code = 0, 'in ' || federation_code, workplace_code)"
    people = f"(select o.federation_code, name || '|' || {at} as who from o join p using (row_id))"
    yield "persons", "select scope, scope_code, '', '', count(distinct who) " + _PER_SCOPE.format(rows=people)
    places = "(select * from o where workplace_code <> 0)"
    yield (
        "workplaces",
        "select scope, scope_code, '', '', count(distinct workplace_code) " + _PER_SCOPE.format(rows=places),
    )


def _against() -> Iterator[tuple[str, str]]:
    """Quotas, targets, ranks and who was heard from, from the counts that were made before."""
    valid = "(select scope, scope_code, value as n from made where measure = 'valid' and breakdown = '')"
    whole = "(select scope, scope_code, sum(quota) as q from s join f using (federation_code) group by 1, 2)"
    yield "quota", f"select scope, scope_code, '', '', q from {whole} where q"
    yield (
        "quota_pct",
        f"select scope, scope_code, '', '', 100.0 * n / q from {whole} join {valid} using (scope, scope_code) where q",
    )
    reached = f"(select scope_code as federation_code, n from {valid} where scope = 'federation')"
    yield (
        "quota_reached",
        f"select scope, scope_code, '', '', total(n >= quota and quota > 0) from s join f using (federation_code) "
        f"join {reached} using (federation_code) group by 1, 2 having sum(quota)",
    )
    yield (
        "target",
        "select 'national', '', '', '', target from k union all select 'national', '', 'phase', id, target "
        + ("from phases where target"),
    )
    yield (
        "target_pct",
        f"select 'national', '', '', '', 100.0 * (select n from {valid} where scope = 'national') / target from k "
        "union all select 'national', '', 'phase', id, 100.0 * coalesce((select value from made where measure = "
        "'valid' and scope = 'national' and breakdown = 'phase' and breakdown_code = id), 0) / target from "
        "phases where target",
    )
    for rank, of in (("rank", "valid"), ("rank_quota", "quota_pct"), ("rank_persons", "persons")):
        own = f"from made as x where measure = '{of}' and scope = 'federation' and breakdown = ''"
        others = f"from made as y where measure = '{of}' and scope = 'federation' and breakdown = '' and y.value"
        yield rank, f"select scope, scope_code, '', '', 1 + (select count(*) {others} > x.value) {own}"
        yield f"{rank}_tied", f"select scope, scope_code, '', '', (select count(*) {others} = x.value) {own}"
    late = "(select federation_code, max(received_on) as day from files where counted group by 1)"
    heard = f"from s left join {late} using (federation_code) group by 1, 2"
    on_time = {"sent_on_time": "day <= deadline", "sent_late": "day > deadline", "not_sent": "day is null"}
    for measure, where in on_time.items():
        told = where.replace("deadline", "(select deadline from k)")
        yield measure, f"select scope, scope_code, '', '', total(coalesce({told}, 0)) {heard}"
    yield (
        "reporting_pct",
        f"select scope, scope_code, '', '', 100.0 * count(day) / count(*) {heard} having scope <> 'federation'",
    )
    yield (
        "days_late",
        "select 'federation', federation_code, '', '', max(0, julianday(day) - julianday((select deadline from k))) "
        f"from {late}",
    )
    # Secret and undated ones are taken to come as the dated do.
    dated = "from made where measure = 'valid' and breakdown = 'day' and breakdown_code not in ('secret', 'unknown')"
    yield (
        "pace_per_day",
        "select 'national', '', '', '', round((select total(value) "
        f"{dated} and breakdown_code > date(as_of, '-14 days')) * (select n from {valid} where scope = 'national') / "
        f"(select sum(value) {dated}) / 14, 2) from k where as_of < last_day",
    )
    left = "(julianday(last_day) - julianday(as_of))"
    yield (
        "pace_needed_per_day",
        f"select scope, scope_code, '', '', round(max(0, whole - n) / {left}, 2) from (select 'national' as scope, '' "
        "as scope_code, target as whole from k union all select 'federation', federation_code, quota from f where "
        f"quota) join {valid} using (scope, scope_code), k where as_of < last_day",
    )


def _load(desk: Desk) -> sqlite3.Connection:
    """Ledger and records of the release, the rows of the store, and of the config what the programme fixes."""
    campaign = desk.settings.config.campaign(desk.campaign_id)
    connection = sqlite3.connect(":memory:")
    desk.ledger().to_sql("l", connection, index=False)
    shown = desk.records().drop(columns=["initiative_id", "is_redacted"])
    days = {n: shown[n].dt.strftime("%Y-%m-%d") for n in ("applied_to", "registered_on")}
    shown.assign(**days).to_sql("t", connection, index=False)
    connection.execute("attach ? as store", [str(desk.settings.workdir / "tonghop.db")])
    connection.execute(
        "create table d as select federation_code, path as file, name as sheet, row, author_codes, workplace_code "
        "from store.record join store.submitted_file using (file_id) join store.sheet using (file_id, sheet_no) where "
        "counted"
    )
    connection.execute("create table files as select * from store.submitted_file")
    connection.execute("create table phases (id, first, last, target)")
    told = [(p.id, p.period.first, p.period.last, p.target) for p in campaign.phases]
    connection.executemany("insert into phases values (?, ?, ?, ?)", [tuple(map(_plain, one)) for one in told])
    connection.execute("create table bands (b)")
    connection.executemany("insert into bands values (?)", [(int(b),) for b in (0, *campaign.benefit.bands_vnd)])
    as_of, benefit = AS_OF[desk.campaign_id], campaign.benefit
    last = campaign.deadline if as_of < campaign.deadline else campaign.registration.last
    connection.execute("create table k (target, deadline, last_day, as_of, least, most, apart_before)")
    facts = (
        campaign.target,
        campaign.deadline,
        last,
        as_of,
        benefit.least_vnd,
        benefit.most_vnd,
        campaign.apart_before,
    )
    connection.execute("insert into k values (?, ?, ?, ?, ?, ?, ?)", [*map(_plain, facts)])
    connection.execute("create table f (federation_code, quota)")
    connection.execute("create table s (scope, scope_code, federation_code)")
    for one in desk.settings.config.federations:
        province = load_successors().get(one.code, "TRUNG-UONG")
        connection.execute("insert into f values (?, ?)", [one.code, one.quotas.get(desk.campaign_id, 0)])
        scopes = (("national", ""), ("federation", one.code), ("kind", one.kind.value), ("successor", province))
        connection.executemany("insert into s values (?, ?, ?)", [(*scope, one.code) for scope in scopes])
    connection.executescript(_VIEWS)
    for row_id, codes in connection.execute("select row_id, author_codes from c where not is_redacted").fetchall():
        names = [n - (n >> 63 << 64) for n in struct.unpack(f"<{len(codes) // 8}Q", codes) if not n & TOGETHER]
        connection.executemany("insert into p values (?, ?)", [(row_id, n) for n in names])
    connection.execute("create table made (measure, scope, scope_code, breakdown, breakdown_code, value)")
    return connection


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _recounted(desk: Desk) -> dict[Key, float]:
    connection = _load(desk)
    for part in (_counts, _amounts, _against):
        for measure, query in part():
            rows = connection.execute(query).fetchall()
            connection.executemany("insert into made values (?, ?, ?, ?, ?, ?)", [(measure, *row) for row in rows])
    return {(*row[:4], str(row[4])): float(row[5]) for row in connection.execute("select * from made")}


@pytest.mark.parametrize("name", ["golden_desk", "million_desk"])
@pytest.mark.file_of_sqlite
def test_sql_gives_every_public_number_to_the_unit(name: str, request: pytest.FixtureRequest) -> None:
    desk: Desk = request.getfixturevalue(name)
    path = desk.latest() / "public" / "tallies.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["measure"] not in ELSEWHERE]
    lines = [line for line in lines if (line["measure"], line["scope"]) != ("pace_per_day", "federation")]  # of weeks
    keys = ("measure", "scope", "scope_code", "breakdown", "breakdown_code")
    told = {tuple(line[k] for k in keys): float(line["value"]) for line in lines}
    ours = _recounted(desk)
    assert {key for key in told.keys() ^ ours.keys() if told.get(key) or ours.get(key)} == set()
    wrong = {k: (v, ours[k]) for k, v in told.items() if k in ours and abs(v - ours[k]) > 1e-6 * max(1, abs(v))}
    assert wrong == {}
    assert len(told) > 700
    assert pd.Series([key[0] for key in told]).nunique() > 25
