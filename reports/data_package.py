"""The public tables described for machines (a Frictionless Data Package) and for people (a page of their columns)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from reports.page import render
from reports.wording import BREAKDOWN_TITLES, label
from reports.wording_data import COLUMNS, CONSTRAINTS, DICTIONARY, TABLES
from schemas.release import ReleaseFacts

_KEYS = {"tallies": ["measure", "scope", "scope_code", "breakdown", "breakdown_code"]}
_NOTHING = {"tallies": [], "initiatives": [""]}  # texts that stand for nothing stated


@dataclass(frozen=True, slots=True)
class Column:
    """One column as people read it."""

    name: str
    kind: str
    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `codes`: of some columns each code that occurs, with its Vietnamese."""

    name: str
    title: str
    says: str
    columns: tuple[Column, ...]
    codes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


def data_package(facts: ReleaseFacts, tables: Mapping[str, bytes]) -> bytes:
    """public/datapackage.json; `tables`: name without its ending -> the CSV as published."""
    package = {
        "profile": "tabular-data-package",
        "name": f"tonghop-{facts.campaign_id}".lower(),
        "id": facts.release_id,
        "title": facts.campaign_name,
        "created": f"{facts.as_of.isoformat()}T00:00:00Z",
        "resources": [_resource(name, data) for name, data in tables.items()],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def dictionary_page(facts: ReleaseFacts, tables: Mapping[str, bytes], tallies: pd.DataFrame) -> bytes:
    """public/dictionary.html: the columns of the tables, and the codes of `tallies`."""
    told = [Table(name, *TABLES[name], _columns(name, data), _codes(name, tallies)) for name, data in tables.items()]
    return render("dictionary.html.j2", facts, t=DICTIONARY, tables=told)


def _resource(name: str, data: bytes) -> dict[str, object]:
    schema: dict[str, object] = {"fields": [_field(name, column) for column in _columns(name, data)]}
    if name in _KEYS:
        schema["primaryKey"] = _KEYS[name]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "title": TABLES[name][0],
        "description": TABLES[name][1],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": {**schema, "missingValues": _NOTHING[name]},
    }


def _field(table: str, column: Column) -> dict[str, object]:
    told: dict[str, object] = {"name": column.name, "type": column.kind, "title": column.title}
    told |= {"description": column.meaning} if column.meaning else {}
    constraints = CONSTRAINTS.get((table, column.name))
    return told | ({"constraints": constraints} if constraints else {})


def _columns(table: str, data: bytes) -> tuple[Column, ...]:
    """The columns that the table has, in its order."""
    header = data.partition(b"\r\n")[0].decode("utf-8-sig").split(",")
    return tuple(Column(name, *COLUMNS[table].get(name, ("string", name, ""))) for name in header)


def _codes(table: str, tallies: pd.DataFrame) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    if table != "tallies":
        return ()
    breakdowns = sorted(set(tallies["breakdown"]) - {""})
    told = [("measure", tuple((m, label("measure", m)) for m in sorted(set(tallies["measure"]))))]
    told.append(("breakdown", tuple((b, BREAKDOWN_TITLES.get(b, b)) for b in breakdowns)))
    return tuple(told)
