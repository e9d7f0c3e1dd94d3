"""Letterhead, number, place and date, signature of each letter: from the config, and where it is silent from the
federation's name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from reports import wording_dossier as words
from reports.numbers import day
from schemas.config_dossier import Dossier, Letter, Petition
from schemas.dossier import Head
from schemas.release import FederationFacts

_PROVINCE = "ldld"
_SEATS = ("Liên đoàn Lao động tỉnh ", "Liên đoàn Lao động thành phố ")


@dataclass(frozen=True, slots=True)
class Headed:
    """A letter's head, and the line by which an annex names it."""

    head: Head
    attached: str
    dated: str  # the day that the config fixes, "" where it follows --as-of


def federation_head(rules: Dossier, federation: FederationFacts, as_of: date) -> Headed:
    """What holds for every federation, but for what its own block says."""
    own = rules.federations.get(federation.code)
    letter = Letter.model_validate(_over(_plain(rules.federation), _said(own, without=("nominations",)) if own else {}))
    province = federation.kind == _PROVINCE
    seat = next((federation.name.removeprefix(s) for s in _SEATS if federation.name.startswith(s)), "")
    silent = {
        "issuer": federation.name,
        "place": seat or rules.national.place,
        "symbol": "TTr-LĐLĐ" if province else "TTr-CĐ",
    }
    return _headed(rules, letter, silent, as_of, words.PETITION)


def petition_head(rules: Dossier, petition: Petition, as_of: date) -> Headed:
    """One of the national letters."""
    national = _plain(rules.national)
    letter = Letter.model_validate(_over(national, _said(petition, without=("id",))))
    return _headed(rules, letter, {}, as_of, words.PETITION)


def report_head(rules: Dossier, as_of: date) -> Headed:
    """The national report: it is addressed to nobody, so who the petitions go to stand first among its copies, in the
    place of "Như trên"."""
    told = dict.fromkeys(rules.recipients[r] for p in rules.national.petitions for r in p.recipients)
    copies = (*told, *(c for c in rules.national.copies if c != words.AS_ABOVE))
    own = {"symbol": rules.national.report_symbol, "copies": copies}
    national = Letter.model_validate({**_plain(rules.national), **own})
    return _headed(rules, national, {}, as_of, words.REPORT)


def _headed(rules: Dossier, letter: Letter, silent: dict[str, str], as_of: date, kind: str) -> Headed:
    issuer, place, symbol = (getattr(letter, n) or silent.get(n, "") for n in ("issuer", "place", "symbol"))
    dated = letter.dated or as_of
    number = f"{letter.number:02d}" if letter.number else words.OPEN_NUMBER
    head = Head(
        letter.superior,
        issuer,
        words.NUMBER.format(number=number, symbol=symbol) if symbol else "",
        words.PLACE_AND_DATE.format(place=place, day=f"{dated.day:02d}", month=_month(dated), year=dated.year),
        tuple(rules.recipients[r] for r in letter.recipients),
        letter.copies,
        letter.signatory.authority,
        letter.signatory.title,
        letter.signatory.name,
    )
    numbered = f"{number}/{symbol}" if letter.number else f"...../{symbol}"
    attached = words.ATTACHED.format(what=kind, number=numbered, day=day(dated), issuer=issuer)
    return Headed(head, attached, letter.dated.isoformat() if letter.dated else "")


def _month(dated: date) -> str:
    """A zero before January and February only (NĐ 30/2020/NĐ-CP)."""
    return f"{dated.month:02d}" if dated.month < 3 else str(dated.month)


def _plain(letter: Letter) -> dict[str, Any]:
    kept = set(Letter.model_fields)
    return {name: value for name, value in letter.model_dump().items() if name in kept}


def _said(letter: Letter, without: tuple[str, ...]) -> dict[str, Any]:
    """Only what the config says of it."""
    return {name: value for name, value in letter.model_dump(exclude_unset=True).items() if name not in without}


def _over(under: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    return {**under, **said, "signatory": {**under["signatory"], **said.get("signatory", {})}}
