"""`tonghop forget`: a person's name goes from the store and from every release; no count changes."""

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pandas as pd

from flows.dossier.settling import LETTERS, Settled, Settling
from flows.kept_matching import forget_kept
from flows.releases import replace_release, standing_releases
from flows.rendering import parquet
from flows.settings import Settings
from flows.store.forgetting import forgotten_codes, remember_forgotten, rewrite_texts
from flows.store.session import Store
from rules.features import Coder
from rules.forgetting import Change, forgetting
from rules.returning import change_texts

_NODE = re.compile(r">([^<>]+)<")
_ATTRIBUTE = re.compile(r'="([^"<>]+)"')
_LINK = re.compile(r'(?<=href=")([^"#:]+)(?=")')


def forget(settings: Settings, store: Store, code: str, done_by: str) -> tuple[int, int, Settled]:
    """Remove the names of this code and of all before: how many values and releases changed; which dossiers."""
    remember_forgotten(store, code, done_by)
    return forget_again(settings, store)


def forget_again(settings: Settings, store: Store) -> tuple[int, int, Settled]:
    """Remove all names that are to be forgotten: how many values and releases changed, and which dossiers."""
    if not forgotten_codes(store):
        return 0, 0, Settled()
    forget_kept(settings)
    change = forgetting(Coder(settings.hmac_key), forgotten_codes(store))
    values = rewrite_texts(store, change, lambda packed: change_texts(packed, change))
    folders = [f for c in settings.config.campaigns for f in standing_releases(settings.releases / c.id)]
    changed = sum(_forget_in(folder, change) for folder in folders)
    dossiers = Settled()
    for campaign in settings.config.campaigns:
        names, rewrite = partial(_names_in, change=change), partial(_walked, change=change)
        dossiers += Settling(settings, store, campaign, "forgotten", names, rewrite).settle()
    return values, changed, dossiers


def _names_in(dossier: Path, change: Change) -> bool:
    """Whether a document of a dossier, but its letters, names one of them: who signs is the config's."""
    for path in sorted(p for p in dossier.iterdir() if p.is_file() and not p.name.startswith(LETTERS)):
        kind = "xlsx" if path.suffix == ".docx" else path.suffix[1:]
        data = path.read_bytes()
        if kind in _READERS and _READERS[kind](data, change) != data:
            return True
    return False


def _forget_in(folder: Path, change: Change) -> bool:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    files: dict[str, bytes] = {}
    gone: set[str] = set()
    for path in manifest["files"]:
        data = (folder / path).read_bytes()
        kind = path.rpartition(".")[2]
        new, named = _READERS[kind](data, change) if kind in _READERS else data, change(path)
        if named != path:
            gone.add(path)
        if new != data or named != path:
            files[named] = new
    told = {k: v for k, v in manifest.items() if k != "files"}
    changed: dict[str, Any] = _walked(told, change)
    if not files and changed == told:
        return False
    note = {"because": "forgotten", "files": len(files)}
    whole = {**changed, "files": manifest["files"], "rerendered": [*manifest.get("rerendered", []), note]}
    replace_release(folder, files.items(), frozenset(gone - files.keys()), lambda: whole)
    return True


def _walked(value: Any, change: Change) -> Any:
    if isinstance(value, dict):
        return {change(key): _walked(inner, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [_walked(inner, change) for inner in value]
    return change(value) if isinstance(value, str) else value


def _json(data: bytes, change: Change) -> bytes:
    told = json.loads(data)
    new = _walked(told, change)
    return data if new == told else (json.dumps(new, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _csv(data: bytes, change: Change) -> bytes:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    new = [[change(cell) for cell in row] for row in rows]
    if new == rows:
        return data
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(new)
    return ("\ufeff" + out.getvalue()).encode()


def _parquet(data: bytes, change: Change) -> bytes:
    frame = pd.read_parquet(io.BytesIO(data))
    texts = frame.select_dtypes(include=["object", "string", "str"]).columns
    new = frame.assign(**{name: frame[name].map(change, na_action="ignore") for name in texts})
    return data if new.equals(frame) else parquet(new)


def _markup(data: bytes, change: Change) -> bytes:
    def node(match: re.Match[str]) -> str:
        text = html.unescape(match[1])
        new = change(text)
        return match[0] if new == text else f">{html.escape(new, quote=False)}<"

    def link(match: re.Match[str]) -> str:
        path = unquote(html.unescape(match[1]))
        new = change(path)
        return match[0] if new == path else html.escape(quote(new))

    def attribute(match: re.Match[str]) -> str:
        text = html.unescape(match[1])
        new = change(text)
        return match[0] if new == text else f'="{html.escape(new)}"'

    return _ATTRIBUTE.sub(attribute, _LINK.sub(link, _NODE.sub(node, data.decode("utf-8")))).encode()


def _workbook(data: bytes, change: Change) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        entries = [(entry, old.read(entry)) for entry in old.infolist()]
        told = [(e, _markup(d, change) if e.filename.endswith((".xml", ".vml")) else d) for e, d in entries]
        for entry, part in told:
            new.writestr(entry, part)
    return data if all(a[1] == b[1] for a, b in zip(entries, told, strict=True)) else out.getvalue()


_READERS: dict[str, Callable[[bytes, Change], bytes]] = {
    "json": _json, "csv": _csv, "parquet": _parquet, "html": _markup, "xlsx": _workbook,
}  # fmt: skip
