"""What the last comparisons with the national portal came to, and the titles that the portal marks as secret."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from flows.store.portal_tables import portal_check, portal_mark, portal_unit
from flows.store.session import Store


@dataclass(frozen=True, slots=True)
class PortalCounts:
    """The figures of one comparison."""

    rows: int
    matched: int
    missing: int
    portal_only: int
    differing: int


def remember_portal(
    store: Store, campaign_id: str, as_of: date, counts: PortalCounts, units: Mapping[str, PortalCounts]
) -> None:
    """Keep the figures, and those of each federation; of two comparisons of one day the later one stands."""
    about = {"campaign_id": campaign_id, "as_of": as_of.isoformat()}
    parts = [{**about, "federation_code": code, **_told(one)} for code, one in sorted(units.items())]
    with store.transaction() as connection:
        for table, rows in ((portal_check, [{**about, **_told(counts)}]), (portal_unit, parts)):
            at = [table.c[name] == value for name, value in about.items()]
            connection.execute(sa.delete(table).where(*at))
            if rows:
                connection.execute(sa.insert(table), rows)


def _told(counts: PortalCounts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in PortalCounts.__slots__}


def portal_units(store: Store, campaign_id: str, as_of: date) -> dict[str, PortalCounts]:
    """Each federation's part of the comparison of that very day, "" for rows that name none."""
    u = portal_unit.c
    query = sa.select(portal_unit).where(u.campaign_id == campaign_id, u.as_of == as_of.isoformat())
    found = store.frame(query.order_by(u.federation_code)).to_dict("records")
    return {str(one["federation_code"]): PortalCounts(*(int(one[n]) for n in PortalCounts.__slots__)) for one in found}


def portal_counts(store: Store, campaign_id: str, as_of: date) -> PortalCounts | None:
    """The figures of the newest comparison up to a day; None before the first."""
    found = newest_portal(store, campaign_id, as_of)
    return found[1] if found else None


def newest_portal(store: Store, campaign_id: str, as_of: date) -> tuple[date, PortalCounts] | None:
    """The newest comparison up to a day: of which day, and its figures; None before the first."""
    p = portal_check.c
    query = sa.select(portal_check).where(p.campaign_id == campaign_id, p.as_of <= as_of.isoformat())
    found = store.frame(query.order_by(p.as_of.desc()).limit(1)).to_dict("records")
    if not found:
        return None
    counts = PortalCounts(*(int(found[0][name]) for name in PortalCounts.__slots__))
    return date.fromisoformat(found[0]["as_of"]), counts


def portal_marks(store: Store, campaign_id: str, federation_code: str) -> set[int]:
    """The keyed titles of a federation that the portal marks."""
    p = portal_mark.c
    query = sa.select(p.title_code).where(p.campaign_id == campaign_id, p.federation_code == federation_code)
    return {int(code, 16) for (code,) in store.rows(query)}


def remember_marks(store: Store, campaign_id: str, titles: Iterable[tuple[str, int]]) -> None:
    """Add (federation, keyed title) to what the portal marks; a mark that is gone from a later export stays."""
    p = portal_mark.c
    known = store.frame(sa.select(p.federation_code, p.title_code).where(p.campaign_id == campaign_id))
    stored = set(zip(known["federation_code"], known["title_code"], strict=True))
    new = sorted({(code, f"{title % 2**64:016x}") for code, title in titles} - stored)
    if new:
        rows = [{"campaign_id": campaign_id, "federation_code": code, "title_code": title} for code, title in new]
        with store.transaction() as connection:
            connection.execute(sa.insert(portal_mark), rows)
