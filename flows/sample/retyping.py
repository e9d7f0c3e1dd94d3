"""An initiative typed again by someone else: other spellings, other order, a name less, a word more, a slip."""

from dataclasses import dataclass
from functools import cache
from random import Random

from flows.sample.chance import pick
from flows.sample.initiative import Initiative
from flows.sample.originals import Family, Fate
from flows.sample.people import Person
from flows.sample.places import Workplace
from flows.sample.wordlists import words


@dataclass(frozen=True, slots=True)
class Typed:
    """What one row says of title, authors, workplace and content."""

    title: str
    authors: tuple[Person, ...]
    honoured: bool  # names with Ông, Bà, Đ/c, ThS. before them
    workplace: str
    content: str
    effect: str


def type_first(rng: Random, work: Initiative, abroad: bool) -> Typed:
    """The initiative as its own federation lists it."""
    place = work.workplace
    workplace = place.located(abroad=abroad) if rng.random() < 0.75 else place.full
    return Typed(work.title, work.authors, rng.random() < 0.06, workplace, work.content, work.effect)


def type_again(rng: Random, work: Initiative, family: int, abroad: bool) -> Typed:
    """The initiative as a second list has it: one to four things differ, never the words that make it this work."""
    title = work.title
    changes = 0 if work.fate == Fate.PLACEHOLDER else 1 + int(rng.random() * 2)
    for _ in range(changes):
        title = pick(rng, _CHANGES)(rng, title, work.applied.year)
    if family == Family.NONE and rng.random() < 0.12:
        title = _cut(title)
    authors = list(work.authors)
    if len(authors) > 1:
        if rng.random() < 0.3:
            authors.reverse()
        if rng.random() < 0.25:
            authors.pop()
    effect = work.effect if rng.random() < 0.7 else ""
    content = work.content if rng.random() < 0.7 else work.content.split(". ")[0]
    return Typed(title, tuple(authors), rng.random() < 0.3, _workplace(rng, work.workplace, abroad), content, effect)


def old_tone(text: str) -> str:
    """hòa as hoà, thủy as thuỷ."""
    for new, old in _tones():
        text = text.replace(new, old)
    return text


def abbreviated(rng: Random, text: str) -> str:
    """CNTT for công nghệ thông tin and the like; the text itself where nothing fits."""
    for long, forms in _shortenings():
        if long in text and rng.random() < 0.7:
            return text.replace(long, pick(rng, forms), 1)
    return text


def with_honorific(rng: Random, who: Person) -> str:
    """The name with a title before it."""
    options = words("spellings")["honorifics"]
    return f"{pick(rng, options[who.gender] + options['both'])} {who.name}"


def _workplace(rng: Random, place: Workplace, abroad: bool) -> str:
    draw = rng.random()
    if draw < 0.35:
        return place.short
    if draw < 0.6:
        text = f"{place.short}, {place.located(abroad=abroad).removeprefix(place.full + ', ')}"
    else:
        text = place.located(abroad=abroad)
    for long, forms in words("spellings")["places_short"]:
        if long in text and rng.random() < 0.6:
            text = text.replace(long, pick(rng, forms))
    return old_tone(text) if rng.random() < 0.15 else text


def _upper(rng: Random, title: str, year: int) -> str:
    return title.upper()


def _old_tone(rng: Random, title: str, year: int) -> str:
    return old_tone(title)


def _short(rng: Random, title: str, year: int) -> str:
    return abbreviated(rng, title)


def _i_for_y(rng: Random, title: str, year: int) -> str:
    return title.replace("kỹ ", "kĩ ").replace("Kỹ ", "Kĩ ").replace("lý ", "lí ")


def _suffix(rng: Random, title: str, year: int) -> str:
    suffix: str = pick(rng, words("spellings")["suffixes"])
    return title + suffix.format(school_year=f"{year - 1}-{year}", year=year)


def _prefix(rng: Random, title: str, year: int) -> str:
    prefix: str = pick(rng, words("spellings")["prefixes"])
    return f"{prefix}{title if prefix.endswith(': ') else title[:1].lower() + title[1:]}"


def _quoted(rng: Random, title: str, year: int) -> str:
    return f"“{title}”"


def _frame(rng: Random, title: str, year: int) -> str:
    for frame in words("works")["slots"]["frame"]:
        if title.startswith(frame + " "):
            return f"{pick(rng, words('works')['slots']['frame'])}{title[len(frame) :]}"
    return title


def _typo(rng: Random, title: str, year: int) -> str:
    """Swaps two letters inside a word, or loses one: never in a number or a word with a capital."""
    parts = title.split(" ")
    fits = [i for i, w in enumerate(parts) if len(w) > 3 and w.isalpha() and w.islower()]
    if not fits:
        return title
    spot = pick(rng, fits)
    word = parts[spot]
    at = 1 + int(rng.random() * (len(word) - 2))
    parts[spot] = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :] if rng.random() < 0.5 else word[:at] + word[at + 1 :]
    )
    return " ".join(parts)


def _cut(title: str) -> str:
    parts = title.split(" ")
    return " ".join(parts[: max(len(parts) * 3 // 4, 8)])


_CHANGES = (_upper, _old_tone, _i_for_y, _short, _short, _suffix, _prefix, _quoted, _frame, _typo, _typo)


@cache
def _tones() -> tuple[tuple[str, str], ...]:
    return tuple(words("spellings")["tone_old"].items())


@cache
def _shortenings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((long, tuple(forms)) for long, forms in words("spellings")["title_short"])
