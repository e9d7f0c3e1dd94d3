"""What the plan knows of each original: where it was made, in which kind of workplace, in which field."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from flows.sample.wordlists import words
from schemas.config import Config, FederationKind

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Fate(IntEnum):
    """Why an original is not simply good."""

    GOOD = 0
    OUTSIDE = 1  # applied wholly outside the window
    REFUSED = 2  # "không công nhận"
    UNTITLED = 3
    PLACEHOLDER = 4  # "Sáng kiến 1"


class Family(IntEnum):
    """How a title came about; members of one family are hard negatives to each other."""

    NONE = 0
    TWIN = 1  # same author and workplace, one key word differs
    SAME_TITLE = 2  # same title, other people elsewhere
    GENERIC = 3  # forty times the same empty title


@dataclass(frozen=True, slots=True)
class Originals:
    """Arrays by initiative number; `kind` is a position in `kinds`, `home` and `province` are federation indexes."""

    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    home: Ints
    kind: Ints
    field: Ints
    workplace: Ints
    province: Ints


def draw_originals(rng: np.random.Generator, config: Config, sizes: Ints, home: Ints) -> Originals:
    """Workplace, kind, field and province of each original, by the mix of its home federation."""
    kinds, kind = _kinds(rng, config, home)
    places = np.maximum(sizes[home] // 12, 2)
    workplace = (rng.random(len(home)) * places).astype(np.int64) * len(kinds) + kind
    fields, field = _fields(rng, kinds, kind)
    return Originals(kinds, fields, home, kind, field, workplace, _provinces(config, sizes, home, workplace))


def is_province(config: Config) -> Bools:
    """By federation: whether it is one of a province."""
    return np.array([f.kind == FederationKind.PROVINCE for f in config.federations])


def _kinds(rng: np.random.Generator, config: Config, home: Ints) -> tuple[tuple[str, ...], Ints]:
    data = words("workplaces")
    kinds = tuple(data["kinds"])
    usual = np.array(
        [max(data["kinds"][k]["weight"], data["rare_in_provinces"].get(k, 0) / 3) for k in kinds], dtype=float
    )
    table = []
    for federation in config.federations:
        if federation.kind == FederationKind.PROVINCE:
            table.append(usual / usual.sum())
        else:
            members = data["unions"].get(federation.code, data["any_province"])
            table.append(np.array([(k in members) / len(members) for k in kinds]))
    cumulative = np.cumsum(np.array(table), axis=1)[home]
    drawn = (rng.random(len(home))[:, None] * cumulative[:, -1:] >= cumulative).sum(axis=1)
    return kinds, drawn.astype(np.int64)


def _fields(rng: np.random.Generator, kinds: tuple[str, ...], kind: Ints) -> tuple[tuple[str, ...], Ints]:
    data = words("workplaces")["kinds"]
    fields = tuple(words("works")["field_names"])
    weights = np.array([[data[k]["fields"].get(f, 0) for f in fields] for k in kinds], dtype=float)
    weights[:, fields.index("KH")] += 1
    cumulative = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)[kind]
    return fields, np.minimum((rng.random(len(kind))[:, None] >= cumulative).sum(axis=1), len(fields) - 1).astype(
        np.int64
    )


def _provinces(config: Config, sizes: Ints, home: Ints, workplace: Ints) -> Ints:
    """The province of a workplace; a central union's workplaces are spread by the provinces' sizes."""
    provincial = is_province(config)
    if not provincial.any():
        return home.copy()
    weights = np.cumsum(np.where(provincial, sizes + 1, 0)) / np.where(provincial, sizes + 1, 0).sum()
    mixed = ((workplace * 2654435761 + home * 40503) % 1_000_003) / 1_000_003
    return np.where(provincial[home], home, np.minimum(np.searchsorted(weights, mixed), len(sizes) - 1))
