"""What a later dossier says otherwise than the one before, from its manifest: numbers and nominated, by name."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from flows.dossier.composing import Composed
from flows.dossier.molds import NAMES
from reports import wording_dossier as words
from reports.dossier.letters import Mold
from reports.dossier.numbers_on_paper import LETTER_NUMBERS
from reports.wording import label
from schemas.dossier import Change, DossierData, ShortNominee


def content_hash(composed: Composed, molds: Mapping[str, Mold]) -> str:
    """Of all that stands on paper but the day of making it and the release's id: the same is not made twice."""
    data = composed.data
    letters = tuple(replace(one, head=replace(one.head, place_and_date="")) for one in data.letters)
    annexes = [(a.file, a.label, a.title, a.notes, a.table.columns, a.table.rows) for a in data.annexes]
    nominees = [(n.candidate.initiative_id, n.merit, n.basis, n.tied) for n in data.nominees]
    rest = (data.scope_code, data.name, data.numbers, data.facts, data.told, data.charts, composed.dated)
    digest = sha256(repr((letters, annexes, nominees, rest)).encode("utf-8", "surrogatepass"))
    for name in NAMES:
        digest.update(molds[name].data)
    return digest.hexdigest()


def said(data: DossierData) -> dict[str, Any]:
    """What a manifest keeps of the paper, to tell a later one's changes: numbers, nominated, who is named on it."""
    return {
        "numbers": {n.name: n.text for n in data.numbers},
        "nominated": {
            n.candidate.initiative_id: {
                "title": n.candidate.paper.title,
                "merit": n.merit.value,
                "basis": n.basis.value,
                "tied": n.tied,
            }
            for n in data.nominees
        },
    }


def named_openly(told: Mapping[str, Any]) -> set[str]:
    """The initiatives whose author a dossier names, or named when it was handed out."""
    return {*told.get("open", ()), *(one for note in told.get("remade", ()) for one in note["rows"])}


def taken_back(told: Mapping[str, Any]) -> bool:
    """Whether it was made again without what the paper that was handed out had: this wants a supplement."""
    return any(note["rows"] for note in told.get("remade", ()))


def changes(
    before: Mapping[str, Any], data: DossierData, secret: Mapping[str, ShortNominee], current: Mapping[str, str]
) -> list[Change]:
    """Number by number and initiative by initiative. `secret`: all that may be said of an initiative that is secret
    now; `current`: former id -> id."""
    now = said(data)
    found = [
        Change(_number_name(name), was.get(name, "-"), is_.get(name, "-"))
        for was, is_ in [(before["numbers"], now["numbers"])]
        for name in sorted({*was, *is_})
        if was.get(name) != is_.get(name)
    ]
    hidden = {current.get(i, i) for i in named_openly(before)} & secret.keys()
    found += [Change(f"{words.REDACTED_NOW}: {s.title}", words.WAS_OPEN, _short(s)) for s in _ordered(hidden, secret)]
    old, new = {current.get(i, i): told for i, told in before["nominated"].items()}, now["nominated"]
    for one in sorted({*old, *new}):
        was, is_ = old.get(one), new.get(one)
        before_title = secret[one].title if one in secret else (was or {}).get("title", "")
        if was is None or is_ is None:
            what, title = (words.CAME, is_["title"]) if is_ else (words.WENT, before_title)
            found.append(Change(f"{what}: {title}", _merit(was), _merit(is_)))
        elif (was["merit"], before_title) != (is_["merit"], is_["title"]):
            found.append(Change(is_["title"], f"{_merit(was)}: {before_title}", _merit(is_)))
    return found or [Change(words.NOTHING_CHANGED, "", "")]


def _ordered(ids: set[str], secret: Mapping[str, ShortNominee]) -> list[ShortNominee]:
    return sorted((secret[i] for i in ids), key=lambda s: (s.title, s.effect, s.award))


def _short(secret: ShortNominee) -> str:
    return "; ".join(part for part in (secret.effect, secret.award) if part)


def _merit(told: Mapping[str, Any] | None) -> str:
    return words.merit(told["merit"]) if told else "-"


def _number_name(name: str) -> str:
    measure, by, code = LETTER_NUMBERS[name]
    said_by = f" ({label(by, code) if by in ('sector',) else words.CODES.get(code, code)})" if by else ""
    return f"{words.MEASURES.get(measure) or label('measure', measure)}{said_by}"
