"""Titles, contents and effects, from a grammar (`data/works.yaml`) with rare words, products and grades."""

import re
from dataclasses import dataclass
from functools import cache
from random import Random

from flows.sample.chance import pick
from flows.sample.wordlists import words

_SLOT = re.compile(r"\{(\w+)\}")
_CODE_HEADS = ("P", "K", "E", "TE", "V", "HT", "XT", "C", "L", "M", "BT", "QN")


@dataclass(frozen=True, slots=True)
class Template:
    """A title with its slots; a change in one of `keys` makes another work."""

    text: str
    slots: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """The field of a work, the kind of workplace it is made at (no physics in a nursery school), the year."""

    field: str
    kind: str
    year: int


@dataclass(frozen=True, slots=True)
class Work:
    """A title and the words that filled its slots, which its content repeats."""

    title: str
    topic: Topic
    words: dict[str, str]


def make_work(rng: Random, topic: Topic, variant: int, keyed: bool) -> Work:
    """A work of that topic.

    Works made from equal streams differ by `variant` in one key slot and in nothing else: "lớp 4" and "lớp 5".
    """
    templates = _templates(topic.field, topic.kind)
    template = pick(rng, [t for t in templates if t.keys] if keyed else templates)
    turning = pick(rng, template.keys) if keyed else ""
    filled = {slot: _fill(rng, slot, topic, variant if slot == turning else 0) for slot in template.slots}
    return Work(template.text.format(**filled), topic, filled)


def make_content(rng: Random, work: Work) -> str:
    """Two or three sentences on how it is done, with the words of the title."""
    return _sentences(rng, "contents", work, 2 + (rng.random() < 0.3))


def make_effect(rng: Random, work: Work) -> str:
    """A sentence on what it brings, with figures."""
    return _sentences(rng, "effects", work, 1)


def _sentences(rng: Random, part: str, work: Work, count: int) -> str:
    data = words("works")
    options = data[part][data["content_of"][work.topic.field]]
    start = int(rng.random() * len(options))
    chosen = [options[(start + i) % len(options)] for i in range(min(count, len(options)))]
    return ". ".join(_render(rng, text, work) for text in chosen)


def _render(rng: Random, text: str, work: Work) -> str:
    def value(match: re.Match[str]) -> str:
        slot = match.group(1)
        if slot == "n":
            return str(2 + int(rng.random() * 58))
        if slot == "low":
            return str(1 + int(rng.random() * 45))
        if slot == "high":
            return str(50 + int(rng.random() * 50))
        return work.words.get(slot) or _fill(rng, slot, work.topic, 0)

    return _SLOT.sub(value, text)


def _fill(rng: Random, slot: str, topic: Topic, variant: int) -> str:
    if slot == "year":
        return str(topic.year)
    if slot == "code":
        number = 101 + (int(rng.random() * 890) + variant) % 890
        return f"{pick(rng, _CODE_HEADS)}-{number}{'AB'[number % 2] if rng.random() < 0.25 else ''}"
    slots = words("works")["slots"]
    options: list[str] = slots.get(f"{slot}_{topic.kind}") or slots[slot]
    return options[(int(rng.random() * len(options)) + variant) % len(options)]


@cache
def _templates(field: str, kind: str) -> tuple[Template, ...]:
    data = words("works")
    special = f"{field}_{words('workplaces')['kinds'][kind].get('works', kind)}"
    name = special if special in data["fields"] else field
    made = []
    for text in data["fields"][name]:
        slots = tuple(_SLOT.findall(text))
        made.append(Template(text, slots, tuple(s for s in slots if s in data["keys"])))
    return tuple(made)
