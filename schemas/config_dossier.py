"""The block `dossier` of config.yaml: who signs, to whom, under which letterhead, and who may be put forward."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Count = Annotated[int, Field(ge=0)]
Level = Annotated[int, Field(ge=1, le=4)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Line = Annotated[str, Field(max_length=300)]


class Block(BaseModel):
    """Frozen, and no key that the model does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Signatory(Block):
    """The block below a letter: on whose behalf ("TM. BAN THƯỜNG VỤ"), as what ("CHỦ TỊCH"), and the name."""

    authority: Line = "TM. BAN THƯỜNG VỤ"
    title: Line = "CHỦ TỊCH"
    name: Line = ""  # without it no dossier is made but a draft


class Letter(Block):
    """What stands around a letter; "" or none takes what follows from the federation."""

    superior: Line = ""  # the line above the issuer
    issuer: Line = ""
    place: Line = ""
    symbol: Line = ""  # after the number: TTr-LĐLĐ
    number: Annotated[int, Field(gt=0)] | None = None  # none: left open, it is written when the letter is registered
    dated: date | None = None  # none: the day of --as-of
    recipients: tuple[Id, ...] = ()  # "Kính gửi", by their ids in `dossier.recipients`
    copies: tuple[Line, ...] = ()  # "Nơi nhận"
    signatory: Signatory = Signatory()


class FederationLetter(Letter):
    """The same of one federation, and how many initiatives it may put forward (none: `nomination.most`)."""

    nominations: Count | None = None


class Petition(Letter):
    """One of the national letters; what it leaves open follows from `dossier.national`."""

    id: Id


class National(Letter):
    """The national dossier: its report's symbol, its letters, and how many initiatives go into it."""

    report_symbol: Line = "BC-TLĐ"
    petitions: tuple[Petition, ...] = ()
    nominations: Count = 200

    @model_validator(mode="after")
    def _ids(self) -> Self:
        ids = [p.id for p in self.petitions]
        if len(set(ids)) != len(ids):
            raise ValueError(f"two petitions share an id: {', '.join(ids)}")
        return self


class NominationRule(Block):
    """Puts forward every initiative that meets all it states, as `merit`; a secret one has no khối and no benefit to
    meet."""

    merit: Literal["excellent", "typical"]
    award_from_level: Level | None = None
    benefit_from_vnd: Annotated[int, Field(gt=0)] | None = None
    sectors: tuple[Literal["HCSN", "DN", "CBCD"], ...] = ()

    @model_validator(mode="after")
    def _states_something(self) -> Self:
        if self.award_from_level is None and self.benefit_from_vnd is None and not self.sectors:
            raise ValueError("a rule of nomination states one of award_from_level, benefit_from_vnd, sectors")
        return self


class Nomination(Block):
    """Which initiatives are put forward, the better kind first; a federation's mark stands in a column of its own, or
    as words in the award column."""

    by: tuple[Literal["mark", "award", "rule"], ...] = ("mark", "award", "rule")  # what counts beside a person's choice
    marked_as: Literal["excellent", "typical"] = "typical"  # what a mark means that does not say as what
    rules: tuple[NominationRule, ...] = ()
    most: Count = 20  # of one federation, where its own block says nothing
    excellent_words: tuple[str, ...] = ("xuất sắc",)
    typical_words: tuple[str, ...] = ("tiêu biểu", "tuyên dương", "biểu dương")
    excellent_from_level: Level | None = 4  # of the award; none: no award alone makes one
    typical_from_level: Level | None = 3
    needs: tuple[Literal["effect", "authors", "position", "workplace"], ...] = ("effect", "authors", "workplace")
    longest_title: Annotated[int, Field(ge=50)] = 500  # characters; a longer one is to be shortened before signing


class PortalCount(Block):
    """What the national portal shows for a federation: entered and valid."""

    entered: Count
    valid: Count


class Portal(Block):
    """The portal's numbers of one campaign as of a day, copied by hand, to be laid beside ours."""

    as_of: date
    federations: dict[str, PortalCount]


class Dossier(Block):
    """All of it. `templates`: a folder whose docx take the place of the packaged ones of the same name."""

    templates: str = ""
    letters_by: Literal["auto", "libreoffice", "typst"] = "auto"
    recipients: dict[Id, Line] = {}
    nomination: Nomination = Nomination()
    national: National = National()
    federation: Letter = Letter()  # what holds for every federation
    federations: dict[str, FederationLetter] = {}
    portal: dict[str, Portal] = {}  # by campaign

    @model_validator(mode="after")
    def _recipients(self) -> Self:
        letters: dict[str, Letter] = {"national": self.national, "federation": self.federation}
        letters |= {f"national.petitions {p.id}": p for p in self.national.petitions}
        letters |= {f"federations.{code}": letter for code, letter in self.federations.items()}
        for place, letter in letters.items():
            for unknown in sorted(set(letter.recipients) - set(self.recipients)):
                raise ValueError(f"{place}: the recipient {unknown!r} is none of dossier.recipients")
        return self
