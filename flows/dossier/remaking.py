"""What became secret, or is to be forgotten, goes from the dossiers that stand: made again in short form in the same
place, or withdrawn (RULES.md 17)."""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flows.dossier.composing import Composed, Desk, national_nominees, paper_figures
from flows.dossier.gathering import Material, gather
from flows.dossier.making import DossierOrder, about_of, supplemented
from flows.dossier.molds import load_molds
from flows.dossier.packaging import DRAFT, manifest_of, package, signing_key, standing, withdraw, withdrawn_because
from flows.dossier.printing import letters_as_pdf
from flows.dossier.rendering import Press
from flows.faults import Misuse
from flows.settings import Settings
from flows.store.session import Store
from schemas.config import Campaign
from schemas.dossier import Basis, Candidate, Merit, Nominee

_log = logging.getLogger(__name__)
Told = dict[str, Any]


@dataclass
class Remaking:
    """Makes final dossiers of a campaign again, each from its own release as that stands now: the same letters of the
    same day, the same nominated; words and quotas as the config has them now. `rewrite`: of what it told of itself."""

    settings: Settings
    store: Store
    campaign: Campaign
    because: str
    rewrite: Callable[[Told], Told] = lambda told: told
    names: Callable[[Path], bool] = lambda folder: False
    _materials: dict[str, Material] = field(default_factory=dict)

    def treat(self, folder: Path) -> bool:
        """Make a dossier again, or withdraw it where that cannot be done; True when it stands again."""
        told: Told = {}
        try:
            told = self.rewrite(manifest_of(folder))
            if folder.name.startswith(DRAFT):
                raise Misuse("a draft is made again by hand")
            self._again(folder, told)
            if self.names(folder):
                raise Misuse("it names still who is to be forgotten")
        except Exception as error:  # whatever it is: the text may not stay
            _log.warning("dossier %s %s: withdrawn (%s)", folder.parent.name, folder.name, type(error).__name__)
            withdraw(folder, withdrawn_because(told, self.because))
            return False
        _log.warning("dossier %s %s: made again in short form", folder.parent.name, folder.name)
        return True

    def _again(self, folder: Path, told: Told) -> None:
        desk, order = self._desk(told), self._order(told)
        own, nation = national_nominees(desk)
        molds = load_molds(self.settings.config.dossier.templates, self.settings.config_path.absolute().parent)
        press = Press(molds, paper_figures(desk, own, nation))
        one = self._composed(desk, press, told, nation)
        about = about_of(order, press, one)
        lines = (*one.data.told, *told["told"])
        one = replace(one, data=replace(one.data, told=lines))
        if "supplements" in told:
            before = {m["dossier_id"]: m for m in standing(folder.parent)}
            one = supplemented(desk, one, before[told["supplements"]])
        letters = press.letters(one.data)
        pdfs, engine = letters_as_pdf(order.config.dossier.letters_by, {0: letters})
        note = {
            "because": self.because,
            "on": datetime.now(UTC).date().isoformat(),
            "rows": sorted({*told["open"]} - {*one.open}),
        }
        kept = {**told, **about, "told": told["told"], "engine": engine, "remade": [*told.get("remade", ()), note]}
        kept.pop("files")
        package(folder.parent, kept, press.documents(one, letters, pdfs.get(0, {})), _key(), again=True)

    def _composed(self, desk: Desk, press: Press, told: Told, nation: list[Nominee]) -> Composed:
        code = told["federation_code"]
        if not code:
            return desk.nation(press.figures, nation, (), told["through"])
        return desk.federation({f.code: f for f in desk.material.facts.federations}[code], press.figures)

    def _order(self, told: Told) -> DossierOrder:
        through = told["let_through"]
        return DossierOrder(
            self.settings.config,
            self.settings.config_path,
            self.settings.workdir,
            self.campaign.id,
            date.fromisoformat(told["dated"]),
            told["release_id"],
            let_through=(through["by"], through["reason"]) if through else None,
        )

    def _desk(self, told: Told) -> Desk:
        release = told["release_id"]
        if release not in self._materials:
            self._materials[release] = gather(self.store, self._release(release), self.campaign)
        material, code = self._materials[release], told["federation_code"]
        known = {c.initiative_id: c for found in material.candidates.values() for c in found}
        kept = {code: list(_nominees(told["nominated"], known))}
        return Desk(
            self.settings.config.dossier, self.campaign, material, date.fromisoformat(told["dated"]), False, kept
        )

    def _release(self, release_id: str) -> Path:
        return self.settings.releases / self.campaign.id / release_id


def _nominees(told: Mapping[str, Any], known: Mapping[str, Candidate]) -> Iterator[Nominee]:
    for initiative, said in told.items():
        yield Nominee(known[initiative], Merit(said["merit"]), Basis(said["basis"]), said["tied"])


def _key() -> Any:
    """None where the one of the environment is none: a signature less is better than a secret more."""
    try:
        return signing_key(os.environ)
    except Misuse:
        return None
