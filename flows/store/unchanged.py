"""What a release rests on, read without reading the nation: versions of files, states, decisions."""

import hashlib
from datetime import date
from typing import Any

import sqlalchemy as sa

from flows.store.session import Store
from flows.store.tables import (
    detail,
    explanation,
    federation_state,
    finding,
    initiative,
    line,
    metadata,
    operator_action,
    record,
    release,
    returned_table,
    run,
    score,
    sheet,
    submitted_file,
    untitled,
)  # fmt: skip

# The rows of a file follow its version; what was made, given out or done by hand is told by what came of it.
_FOLLOW = {
    t.name
    for t in (
        sheet, line, record, detail, explanation, untitled, returned_table, initiative, release, run, operator_action,
    )
}  # fmt: skip
# That a file was fetched again, or a federation asked again, is no change.
_IDLE = {submitted_file.c.fetched, submitted_file.c.modified, federation_state.c.run_id, finding.c.finding_id}
# A file that is not read is noted anew at every pull.
_VERSION = sa.case((submitted_file.c.skipped == "", submitted_file.c.file_id), else_=0).label("file_id")


def store_digest(store: Store, before: date) -> str:
    """Of everything that people and federations put into the store; scores of the days before one count."""
    made = hashlib.sha256()
    only = {
        finding.name: finding.c.file_id == 0,
        score.name: score.c.as_of < before.isoformat(),
        submitted_file.name: submitted_file.c.counted | submitted_file.c.current,  # older versions come and go
    }
    for name, table in sorted(metadata.tables.items()):
        if name in _FOLLOW:
            continue
        columns = [_VERSION if c is submitted_file.c.file_id else c for c in table.columns if c not in _IDLE]
        query = sa.select(*columns).where(only.get(name, sa.true())).order_by(*_sortable(columns))
        made.update(name.encode())
        for row in store.frame(query).astype(object).itertuples(index=False, name=None):
            made.update(repr(row).encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def _sortable(columns: list[Any]) -> list[Any]:
    return [c for c in columns if not isinstance(c.type, sa.JSON)]
