"""Which key the codes of a store were made with: with another one nothing that was withheld would be known again."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from flows.faults import ToldError
from flows.store.judgement_tables import judgement, review_question
from flows.store.portal_rows import forget_portal
from flows.store.portal_tables import portal_mark
from flows.store.secrecy_tables import key_of_codes, secrecy_event, treated_beside
from flows.store.session import Store
from flows.store.tables import (
    erasure,
    explanation_decision,
    forgotten_person,
    record,
    submitted_file,
    withheld_source,
)  # fmt: skip

Renamed = Callable[[str, str, int], int | None]  # campaign, federation, signed code of a title -> its new one


class OtherKey(ToldError):
    """The key is not the one that the codes of this store were made with."""


def same_key(store: Store, key_id: str) -> None:
    """OtherKey where the store's codes were made with another key; the first key a store meets is noted."""
    found = noted_key(store)
    if found == "":
        with store.transaction() as connection:
            connection.execute(sa.insert(key_of_codes).values(key_id=key_id, since=_now()))
    elif found != key_id:
        raise OtherKey(
            f"the key has the id {key_id}, the codes of this store were made with the one of id {found}: put that one "
            "back, or change over with `tonghop rekey`"
        )


def noted_key(store: Store) -> str:
    """The id of the key that the codes were made with, "" where none is noted yet."""
    return "".join(store.frame(sa.select(key_of_codes.c.key_id))["key_id"].tolist()[:1])


def known_titles(store: Store) -> Iterable[tuple[str, str, str]]:
    """Campaign, federation and title of every row the store holds."""
    f = submitted_file.c
    query = sa.select(f.campaign_id, f.federation_code, record.c.title).join_from(
        record, submitted_file, f.file_id == record.c.file_id
    )
    return store.frame(query.distinct()).itertuples(index=False, name=None)


def forgotten_now(store: Store) -> set[str]:
    """The codes of all who are forgotten, of names and of workplaces."""
    p = forgotten_person.c
    return {
        name or place for name, place in store.frame(sa.select(p.name_code, p.workplace_code)).itertuples(index=False)
    }


def change_codes(store: Store, renamed: Renamed, forgotten: dict[str, str], key_id: str) -> int:
    """All codes that rest on the key changed or taken away, in one transaction; how many withheld titles were lost.

    What only a withheld text could give anew (authors, workplace, content) goes: such a row is known by its title
    alone. Judgements and decided explanations lapse; every file is read again, since its parser key changes."""
    lost = 0
    with store.transaction() as connection:
        for table in (erasure, secrecy_event):
            rows = [row._asdict() for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))]
            connection.execute(sa.delete(table))
            kept: dict[tuple[Any, ...], dict[str, Any]] = {}
            for row in rows:
                code = renamed(row["campaign_id"], row["federation_code"], int(row["title_code"]))
                lost += code is None
                if code is not None:
                    changed = _recoded(row, code)
                    kept[tuple(changed.get(c.name) for c in table.primary_key.columns)] = changed
            if kept:
                connection.execute(sa.insert(table), list(kept.values()))
        connection.execute(sa.delete(treated_beside))
        people = [row._asdict() for row in connection.execute(sa.select(forgotten_person))]
        connection.execute(sa.delete(forgotten_person))
        names = ("name_code", "workplace_code")
        for row in people:
            new = {name: forgotten[row[name]] if row[name] else "" for name in names}
            connection.execute(sa.insert(forgotten_person).values({**row, **new}))
        # Which file it was cannot be told of a name that may repeat a secret: all of the federation is withheld.
        sources = {
            (row.campaign_id, row.federation_code): row._asdict() | {"path_code": ""}
            for row in connection.execute(sa.select(withheld_source))
        }
        connection.execute(sa.delete(withheld_source))
        if sources:
            connection.execute(sa.insert(withheld_source), list(sources.values()))
        marks = [row._asdict() for row in connection.execute(sa.select(portal_mark))]
        connection.execute(sa.delete(portal_mark))
        for row in marks:
            signed = (int(row["title_code"], 16) + 2**63) % 2**64 - 2**63
            code = renamed(row["campaign_id"], row["federation_code"], signed)
            lost += code is None
            if code is not None:
                connection.execute(sa.insert(portal_mark).values({**row, "title_code": f"{code % 2**64:016x}"}))
        forget_portal(connection)  # its export is kept nowhere, and cannot be read again
        for gone in (judgement, review_question, explanation_decision, key_of_codes):
            connection.execute(sa.delete(gone))
        connection.execute(sa.update(submitted_file).values(path_code=""))
        connection.execute(sa.insert(key_of_codes).values(key_id=key_id, since=_now()))
    return lost


def _recoded(row: dict[str, Any], code: int) -> dict[str, Any]:
    nothing: dict[str, Any] = {"author_codes": b"", "workplace_code": 0, "content_codes": b"", "bare_title_code": 0}
    return {name: value for name, value in (row | {"title_code": code} | nothing).items() if name in row}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
