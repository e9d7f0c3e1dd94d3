"""Material and config -> what stands on paper (DossierData), and what keeps it from being made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from flows.dossier.gathering import Material
from flows.dossier.heads import Headed, federation_head, petition_head, report_head
from flows.dossier.portal_numbers import OnPortal
from reports import wording_dossier as words
from reports.dossier import annexes
from reports.dossier.chart import national_charts, ordered, running
from reports.dossier.criteria import criteria
from reports.dossier.numbers_on_paper import counted, letter_numbers, printed, with_derived
from reports.figures import Figures, standings
from reports.numbers import day, number
from reports.page import sentence
from reports.wording import SOFTWARE, label, short_name
from rules import dossier_gates as gates
from rules.nomination import left_out, marked, nominate, within
from schemas.config import Campaign
from schemas.config_dossier import Dossier
from schemas.dossier import (
    Annex,
    Candidate,
    Change,
    DossierData,
    Letter,
    Merit,
    Nominee,
    Obstacle,
    OpenNominee,
    Printed,
    Provenance,
)  # fmt: skip
from schemas.release import FederationFacts

FEDERATION_MOLD, NATIONAL_MOLD, REPORT_MOLD = "to-trinh-don-vi", "to-trinh-toan-quoc", "bao-cao"
REPORT, LETTER = "02-bao-cao", "01-to-trinh"


@dataclass(frozen=True)
class Composed:
    """One dossier on paper, the lines by which its annexes name its letter, and what is open about it."""

    data: DossierData
    attached: str
    obstacles: tuple[Obstacle, ...]
    dated: str  # days that the config fixes
    open: tuple[str, ...]  # the initiatives whose author it names
    through: str = ""  # who let it pass, and why
    told: tuple[str, ...] = ()  # what holds nothing, and has to be known


@dataclass(frozen=True)
class Desk:
    """What composes the dossiers of one release."""

    rules: Dossier
    campaign: Campaign
    material: Material
    as_of: date
    draft: bool
    kept: Mapping[str, Sequence[Nominee]] = field(default_factory=dict)  # of a dossier that is made again

    @property
    def provenance(self) -> Provenance:
        """What stands at the foot of every page."""
        facts = self.material.facts
        software = f"{SOFTWARE} {facts.software_version}"
        return Provenance(facts.release_id, self.material.release_hash, facts.as_of, self.draft, software)

    def nominated(self, code: str) -> list[Nominee]:
        """The federation's nominated within its quota."""
        if code in self.kept:
            return list(self.kept[code])
        rule, chosen = self.rules.nomination, self.material.choices.get(code, {})
        return nominate(self.material.candidates.get(code, []), rule, self.most(code), chosen)

    def most(self, code: str) -> int:
        """How many a federation may put forward."""
        own = self.rules.federations.get(code)
        return own.nominations if own and own.nominations is not None else self.rules.nomination.most

    def federation(self, facts: FederationFacts, figures: Figures) -> Composed:
        """The dossier of one federation. `figures`: with the nominated of all counted in."""
        code, found = facts.code, self.nominated(facts.code)
        headed = federation_head(self.rules, facts, self.as_of)
        candidates, rule = self.material.candidates.get(code, []), self.rules.nomination
        chosen = self.material.choices.get(code, {})
        left = left_out(candidates, rule, self.most(code), chosen)
        elsewhere = self.material.elsewhere.get(code, 0)
        by_mark, most = marked(candidates, rule), self.most(code)
        quota = (
            counted("nomination_quota", most, code),
            counted("nomination_marked", by_mark, code),
            counted("nomination_left_out", left, code),
        )
        phases = {p.id: p.name for p in self.material.facts.phases}
        subject = words.LETTER_SUBJECT.format(campaign=self.material.facts.campaign_name)
        summary = annexes.summary([c.paper for c in candidates], rule.longest_title)
        told = [
            *(n for n in summary.notes if words.LONG_MARK in n),
            *([words.OVER_QUOTA.format(marked=quota[1].text, most=quota[0].text)] if by_mark > most else []),
            *([words.MARKED_ELSEWHERE.format(many=number(elsewhere))] if elsewhere else []),
            *([words.STATES[facts.state]] if facts.state in words.STATES else []),
        ]
        data = DossierData(
            code,
            facts.name,
            self.provenance,
            (Letter(LETTER, FEDERATION_MOLD, subject, headed.head),),
            (summary, annexes.nominees(found, criteria(rule), *quota), annexes.own_figures(figures, code, phases)),
            letter_numbers(figures, code),
            self._facts(facts.name),
            tuple(found),
            told=tuple(told),
        )
        named = _named(candidates)
        return Composed(data, headed.attached, tuple(self._open(facts, found, headed)), headed.dated, named)

    def nation(
        self, figures: Figures, found: Sequence[Nominee], obstacles: Sequence[Obstacle], through: str = ""
    ) -> Composed:
        """The national dossier. `found`: its nominated; `obstacles`: what is open in the federations; `through`: who
        let it pass, and why."""
        rules, facts = self.rules, self.material.facts
        heads = {f"{LETTER}-{p.id}": petition_head(rules, p, self.as_of) for p in rules.national.petitions}
        report = report_head(rules, self.as_of)
        subject = words.NATIONAL_SUBJECT.format(campaign=facts.campaign_name)
        letters = [Letter(file, NATIONAL_MOLD, subject, headed.head) for file, headed in heads.items()]
        letters.append(
            Letter(REPORT, REPORT_MOLD, words.REPORT_SUBJECT.format(campaign=facts.campaign_name), report.head)
        )
        order = [(s.facts.code, short_name(s.facts.name)) for s in standings(facts, figures)]
        data = DossierData(
            "",
            rules.national.issuer,
            self.provenance,
            tuple(letters),
            self._national_annexes(figures, found, order),
            letter_numbers(figures, ""),
            self._facts(rules.national.issuer),
            tuple(found),
            charts=national_charts(figures, order),
            told=(
                *(() if self.on_portal.copied or self.material.portal else (words.NO_PORTAL,)),
                *((through,) if through else ()),
            ),
        )
        every = {**heads, REPORT: report}
        form = gates.letter_complete("", {f: h.head for f, h in every.items()}, to_nobody=(REPORT,))
        open_ = gates.nominees_ready("", found, rules.nomination, rules.national.nominations)
        missing = () if heads else (Obstacle(gates.LETTER, "", ("national.petitions",)),)
        attached = next(iter(heads.values()), report).attached
        dated = " ".join(h.dated for h in every.values())
        named = _named([n.candidate for n in found])
        return Composed(data, attached, (*obstacles, *open_, *form, *missing), dated, named, through)

    def _national_annexes(
        self, figures: Figures, found: Sequence[Nominee], order: list[tuple[str, str]]
    ) -> tuple[Annex, ...]:
        names = {f.code: short_name(f.name) for f in self.material.facts.federations}
        notes, numbers = self.on_portal.notes(figures)
        known, nameless = self.on_portal.measures, self.on_portal.nameless
        return (
            annexes.national_nominees(found, names, criteria(self.rules.nomination)),
            annexes.by_federation(figures, order),
            annexes.exhibition(found, names),
            replace(annexes.portal(figures, order, known, (words.NATIONAL_PORTAL, *notes), nameless), numbers=numbers),
            annexes.charted(national_charts(figures, order)),
        )

    @property
    def on_portal(self) -> OnPortal:
        """What the config and the newest comparison tell of the portal."""
        told = self.material
        return OnPortal(self.rules.portal.get(self.campaign.id), told.portal, told.portal_units)

    def _open(self, facts: FederationFacts, found: list[Nominee], headed: Headed) -> list[Obstacle]:
        code, material = facts.code, self.material
        counted = {c.initiative_id for c in material.candidates.get(code, [])}
        chosen = list(material.choices.get(code, {}).values())
        return [
            *([] if counted else [Obstacle(gates.NOTHING_VALID, code)]),
            *gates.files_answered(code, material.receipts, material.answered.get(code, set())),
            *gates.nominees_ready(code, found, self.rules.nomination, self.most(code)),
            *gates.choices_stand(chosen, counted, code),
            *gates.letter_complete(code, {LETTER: headed.head}),
        ]

    def _facts(self, name: str) -> dict[str, str]:
        facts = self.material.facts
        return {"chuong_trinh": facts.campaign_name, "ten_don_vi": name, "tinh_den_ngay": day(facts.as_of)}


def national_nominees(desk: Desk) -> tuple[dict[str, list[Nominee]], list[Nominee]]:
    """Every federation's nominated, and those of the nation within its own quota."""
    own = {f.code: desk.nominated(f.code) for f in desk.material.facts.federations}
    nation = desk.kept.get("")
    if nation is not None:
        return own, list(nation)
    return own, within([n for found in own.values() for n in found], desk.rules.national.nominations)


def _named(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    return tuple(sorted(c.initiative_id for c in candidates if isinstance(c.paper, OpenNominee)))


def paper_figures(desk: Desk, own: Mapping[str, Sequence[Nominee]], nation: Sequence[Nominee]) -> Figures:
    """The release's numbers and those that the dossiers count themselves, each under its name."""
    numbers, counts = desk.material.figures, dict[tuple[str, str, str, str], float]()
    for code, found in {**own, "": nation}.items():
        counts["nominated", code, "", ""] = len(found)
        for merit in Merit:
            counts["nominated", code, "merit", merit.value] = sum(n.merit is merit for n in found)
    for code, found in own.items():
        counts["put_forward", code, "", ""] = len(found)
    counts["put_forward", "", "", ""] = sum(map(len, own.values()))
    codes = list(own)
    counts["federations", "", "", ""] = len(codes)
    counts["federations", "", "state", "with_valid"] = sum(numbers.count("valid", c) > 0 for c in codes)
    reached = sum((numbers.get("quota_pct", c) or 0) >= 100 for c in codes)
    counts["federations", "", "state", "quota_reached"] = reached
    return with_derived(numbers, counts | running(numbers) | desk.on_portal.figures(numbers, codes))


def by_sector(figures: Figures) -> list[tuple[str, Printed]]:
    """The report's lines: each khối with its number."""
    codes = ordered("sector", figures)
    return [(sentence(label("sector", code)), printed(figures, "valid", "", "sector", code)) for code in codes]


def supplement(composed: Composed, before: str, changes: Sequence[Change]) -> Composed:
    """The same dossier as a supplementary one that lists what changed."""
    data = composed.data
    listed = replace(
        data, supplements=before, changes=tuple(changes), annexes=(annexes.changes(changes), *data.annexes)
    )
    return replace(composed, data=listed)
