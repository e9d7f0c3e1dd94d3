"""Make dossiers: every federation asked for, then the nation; what is open about one holds only that one."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from flows.alone import alone
from flows.dossier.changes import changes, content_hash, said, taken_back
from flows.dossier.composing import Composed, Desk, national_nominees, paper_figures, supplement
from flows.dossier.freezing import DOSSIERS, freeze, release_for
from flows.dossier.gathering import gather, hash_of
from flows.dossier.molds import load_molds
from flows.dossier.packaging import (
    DRAFT,
    PackageError,
    folder_of,
    manifest_of,
    next_number,
    package,
    signing_key,
    standing,
    withdraw,
    withdrawn_because,
)  # fmt: skip
from flows.dossier.printing import Printers, letters_as_pdf, workers_for
from flows.dossier.rendering import Press
from flows.faults import Misuse
from flows.settings import database_url
from flows.store.nominations import note_let_through
from flows.store.session import Store
from reports import wording_dossier as words
from rules.dossier_gates import federations_ready, remaining
from schemas.config import Config
from schemas.dossier import Obstacle

_LOCK = "dossier.lock"  # beside that of the nights: drafts may be made while one is at work


@dataclass(frozen=True, slots=True)
class DossierOrder:
    """What to make. No `federations`: all of them and the nation. `let_through`: who lets the nation pass, and why."""

    config: Config
    config_path: Path
    workdir: Path
    campaign_id: str
    as_of: date
    release: str = ""
    federations: tuple[str, ...] = ()
    draft: bool = False
    let_through: tuple[str, str] | None = None
    workers: int = 0  # processes that print; 0: as many as there are cores

    @property
    def releases(self) -> Path:
        """The folder of the campaign's releases."""
        return self.workdir.absolute() / self.config.releases.folder / self.campaign_id

    @property
    def dossiers(self) -> Path:
        """The folder of the campaign's dossiers."""
        return self.workdir.absolute() / DOSSIERS / self.campaign_id


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one dossier: made (or it stood already), or what is open. `code` "" is the nation."""

    code: str
    name: str
    folder: Path | None
    stood: bool = False
    obstacles: tuple[Obstacle, ...] = ()
    told: tuple[str, ...] = ()  # what holds nothing, and has to be known


@dataclass
class _Round:
    """One run over the dossiers asked for."""

    order: DossierOrder
    desk: Desk
    press: Press
    to_make: list[tuple[Composed, dict[str, Any]]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)


def make_dossiers(order: DossierOrder, store: Store) -> list[Outcome]:
    """Compose all, ask the gates, print and package what may be. Nothing is written before every template is known to
    fit."""
    campaign = order.config.campaign(order.campaign_id)
    key = signing_key(os.environ)
    molds = load_molds(order.config.dossier.templates, order.config_path.absolute().parent)
    release = release_for(order.releases, campaign, order.release, order.as_of, order.draft)
    material = gather(store, release, campaign)
    desk = Desk(order.config.dossier, campaign, material, order.as_of, order.draft)
    own, nation = national_nominees(desk)
    figures = paper_figures(desk, own, nation)
    round_ = _Round(order, desk, Press(molds, figures))
    known = {f.code: f for f in material.facts.federations}
    for code in order.federations:
        if code not in known:
            raise Misuse(f"--federation {code}: release {release.name} has no such federation")
    composed = {code: desk.federation(known[code], figures) for code in order.federations or known}
    for one in composed.values():
        _weigh(round_, one, one.obstacles)
    if not order.federations:
        open_ = list(federations_ready({code: one.obstacles for code, one in composed.items()}))
        national = desk.nation(figures, nation, open_, _through(order, open_))
        _weigh(round_, national, remaining(national.obstacles, order.let_through is not None))
    if round_.to_make:
        with alone(order.workdir, name=_LOCK):
            _print_and_package(round_, release, key)
    return sorted(round_.outcomes, key=lambda o: (o.code == "", o.code))


def _print_and_package(round_: _Round, release: Path, key: Ed25519PrivateKey | None) -> None:
    order, material = round_.order, round_.desk.material
    letters = {n: round_.press.letters(one.data) for n, (one, _) in enumerate(round_.to_make)}
    round_.press.try_annexes(round_.to_make[0][0])
    if not order.draft:
        freeze(order.releases, release)
    for (one, about), files, engine in _printed(round_, letters):
        place = folder_of(order.dossiers, one.data.scope_code)
        folder = package(place, {**about, "engine": engine}, files, key)
        _as_it_stands(release, material.release_hash, folder)
        round_.outcomes.append(Outcome(one.data.scope_code, one.data.name, folder, False, one.obstacles, one.told))


def _printed(
    round_: _Round, letters: Mapping[int, Mapping[str, bytes]]
) -> Iterator[tuple[tuple[Composed, dict[str, Any]], dict[str, bytes], dict[str, str]]]:
    """Each dossier with its files and what made them, in order: children print annexes while LibreOffice has the
    letters."""
    todo = [one for one, _ in round_.to_make]
    with Printers(round_.press, round_.order.workers or workers_for(todo)) as printers:
        annexes = printers.annexes(todo)
        pdfs, engine = letters_as_pdf(round_.order.config.dossier.letters_by, letters)
        for n, one in enumerate(todo):
            files = round_.press.documents(one, letters[n], pdfs.get(n, {}), annexes[n]())
            annexes[n] = dict  # no dossier is held longer than it takes
            yield round_.to_make[n], files, engine


def _as_it_stands(release: Path, hash_before: str, folder: Path) -> None:
    """What became secret while a dossier was made is in no dossier: whoever withholds looks for dossiers after the
    release, and here the release is looked at after the dossier."""
    if hash_of(release) != hash_before:
        withdraw(folder, withdrawn_because(manifest_of(folder), "secrecy"))
        raise PackageError(f"release {release.name} was changed meanwhile, for secrecy; make the dossiers again")


def _through(order: DossierOrder, open_: Sequence[Obstacle]) -> str:
    """The line on the checklist that tells who let the nation pass while something was open."""
    if order.let_through is None or not open_:
        return ""
    by, reason = order.let_through
    return words.LET_THROUGH.format(by=by, reason=reason, open=", ".join(open_[0].about))


def _weigh(round_: _Round, one: Composed, holding: Sequence[Obstacle]) -> None:
    """A dossier that is held, that stands already, or that is to be made."""
    order, code = round_.order, one.data.scope_code
    nothing = not one.data.nominees and not any(a.table.rows for a in one.data.annexes[:1])
    if (holding and not order.draft) or (code and nothing):
        round_.outcomes.append(Outcome(code, one.data.name, None, obstacles=tuple(holding), told=one.data.told))
        return
    about = about_of(order, round_.press, one)
    open_ = tuple(words.obstacle_text(o.code, o.about) for o in one.obstacles)
    one = replace(one, data=replace(one.data, told=(*one.data.told, *open_)), told=one.data.told)
    if order.draft:
        round_.to_make.append((one, {**about, "dossier_id": f"{DRAFT}{one.data.provenance.release_id}"}))
        return
    before = standing(folder_of(order.dossiers, code))
    if before and before[-1]["content_hash"] == about["content_hash"] and not taken_back(before[-1]):
        place = folder_of(order.dossiers, code) / str(before[-1]["dossier_id"])
        round_.outcomes.append(Outcome(code, one.data.name, place, stood=True))
        return
    about["dossier_id"] = f"{next_number(folder_of(order.dossiers, code)):02d}-{one.data.provenance.release_id}"
    if before:
        about["supplements"] = before[-1]["dossier_id"]
        one = supplemented(round_.desk, one, before[-1])
    round_.to_make.append((one, about))


def supplemented(desk: Desk, one: Composed, before: Mapping[str, Any]) -> Composed:
    """The dossier with the list of what it says otherwise than the one before."""
    told = changes(before, one.data, desk.material.secret, desk.material.current)
    return supplement(one, str(before["dossier_id"]), told)


def about_of(order: DossierOrder, press: Press, one: Composed) -> dict[str, Any]:
    """What a manifest tells, but for the dossier's own id, the files and who made them."""
    provenance = one.data.provenance
    through = order.let_through if not one.data.scope_code else None
    return {
        "campaign_id": order.campaign_id,
        "federation_code": one.data.scope_code,
        "release_id": provenance.release_id,
        "release_sha256": provenance.release_hash,
        "as_of": provenance.as_of.isoformat(),
        "draft": provenance.draft,
        "software": provenance.software,
        "content_hash": content_hash(one, press.molds),
        "dated": order.as_of.isoformat(),
        "open": list(one.open),
        "through": one.through,
        "let_through": {"by": through[0], "reason": through[1]} if through else None,
        "told": [words.obstacle_text(o.code, o.about) for o in one.obstacles],
        **said(one.data),
    }


def dossiers_of(
    config: Config, config_path: Path, workdir: Path, campaign_id: str, as_of: date, release: str
) -> tuple[int, int]:
    """All final dossiers of a campaign: how many are held, how many stand."""
    with closing(Store(database_url(config, workdir))) as store:
        outcomes = make_dossiers(DossierOrder(config, config_path, workdir, campaign_id, as_of, release), store)
    made = sum(o.folder is not None for o in outcomes)
    return len(outcomes) - made, made


def note_passed(order: DossierOrder, store: Store, outcomes: Sequence[Outcome]) -> None:
    """Keep in the store who let the national dossier pass."""
    nation = next(o for o in outcomes if o.code == "")
    if order.let_through and nation.folder:
        by, reason = order.let_through
        note_let_through(store, order.campaign_id, nation.folder.name, by, reason)


def told(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A line for each dossier, and below it what is open and who has to act."""
    for one in outcomes:
        state = "held" if one.folder is None else f"{'stands' if one.stood else 'made'}: {one.folder}"
        yield f"{one.code or words.NATION}: {state}"
        yield from (f"    {words.obstacle_text(o.code, o.about)}" for o in one.obstacles)
        yield from (f"    {line}" for line in one.told)
