"""A person's name removed from every text the store holds, and the keyed list of those who are forgotten."""

from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa

from flows.store.judgement_tables import judgement, let_through
from flows.store.secrecy_tables import secrecy_event
from flows.store.session import Store
from flows.store.tables import (
    detail,
    explanation,
    finding,
    forgotten_person,
    operator_action,
    record,
    returned_table,
    sheet,
    submitted_file,
)  # fmt: skip
from rules.forgetting import OF_A_PLACE
from schemas.returned import ReturnedSheet

_TEXTS = (
    detail.c.authors, detail.c.position, detail.c.workplace, record.c.title, record.c.effect, record.c.award,
    record.c.superior_union, explanation.c.text, finding.c.found, finding.c.proposed, finding.c.file, finding.c.sheet,
    sheet.c.name, submitted_file.c.path, judgement.c.reason, operator_action.c.about, operator_action.c.reason,
    secrecy_event.c.reason, let_through.c.reason,
)  # fmt: skip
Tables = tuple[ReturnedSheet, ...]


def forgotten_codes(store: Store) -> frozenset[str]:
    """The keyed codes of the names that are to be removed wherever they stand."""
    rows = store.rows(sa.select(forgotten_person.c.name_code, forgotten_person.c.workplace_code))
    return frozenset(name or f"{OF_A_PLACE}{place}" for name, place in rows)


def remember_forgotten(store: Store, code: str, done_by: str) -> None:
    """Note that a name is to be removed from now on."""
    with store.transaction() as connection:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        name, place = ("", code.removeprefix(OF_A_PLACE)) if code.startswith(OF_A_PLACE) else (code, "")
        p = forgotten_person.c
        connection.execute(sa.delete(forgotten_person).where(p.name_code == name, p.workplace_code == place))
        values = {"name_code": name, "workplace_code": place, "done_by": done_by, "done_at": now}
        connection.execute(sa.insert(forgotten_person).values(values))


def rewrite_texts(store: Store, change: Callable[[str], str], of_tables: Callable[[bytes], bytes]) -> int:
    """Every text of the store changed, the returned tables by `of_tables`; how many values were changed."""
    changed = 0
    with store.transaction() as connection:
        for column in _TEXTS:
            texts = list(connection.execute(sa.select(column).distinct()).scalars())
            for old, new in ((text, change(text)) for text in texts):
                if new != old:
                    update = sa.update(column.table).where(column == old).values({column.name: new})
                    changed += connection.execute(update).rowcount
        s = sheet.c
        for file_id, number, columns in list(connection.execute(sa.select(s.file_id, s.sheet_no, s.unknown_columns))):
            told = [{**one, "header": change(one["header"])} for one in columns]
            if told != columns:
                update = sa.update(sheet).where(s.file_id == file_id, s.sheet_no == number)
                changed += connection.execute(update.values(unknown_columns=told)).rowcount
        r = returned_table.c
        for file_id, packed in list(connection.execute(sa.select(r.file_id, r.packed))):
            if (new_tables := of_tables(packed)) != packed:
                update = sa.update(returned_table).where(r.file_id == file_id).values(packed=new_tables)
                changed += connection.execute(update).rowcount
    return changed
