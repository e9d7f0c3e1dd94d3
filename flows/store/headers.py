"""Headers that no spelling explained, of the files as they stood at their sources when last pulled."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from flows.store.session import Store
from flows.store.tables import sheet, submitted_file

_COLUMNS = ("federation_code", "path", "sheet", "column", "header", "would_be", "likeness")


def unknown_headers(store: Store, campaign_id: str, federations: Sequence[str] = ()) -> pd.DataFrame:
    """One line a column: federation_code, path, sheet, column, header, would_be, likeness; sorted by place. Of these
    federations only, where any is named."""
    f, s = submitted_file.c, sheet.c
    query = (
        sa.select(f.federation_code, f.path, s.name, s.unknown_columns)
        .join_from(submitted_file, sheet, s.file_id == f.file_id)
        .where(f.campaign_id == campaign_id, f.current)
        .order_by(f.federation_code, f.path, f.file_id, s.sheet_no)
    )
    if federations:
        query = query.where(f.federation_code.in_(sorted(federations)))
    lines = [
        (code, path, name, u["column"], u["header"], u.get("would_be", ""), float(u.get("likeness", 0)))
        for code, path, name, unknown in store.frame(query).itertuples(index=False)
        for u in unknown
    ]
    return pd.DataFrame(lines, columns=list(_COLUMNS))
