"""Which initiative goes to which federation: originals, copies on two roads, near twins, secrets, grounds of refusal.

Numpy arrays over initiative numbers; everything else about an initiative follows from its number and the seed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.sample.families import borrow_titles, draw_families
from flows.sample.fates import draw_fates, draw_secrets
from flows.sample.originals import Bools, Family, Fate, Ints, Originals, draw_originals, is_province
from flows.sample.roads import draw_repeats, fill_up, second_roads
from schemas.config import Config

WITHIN, ACROSS = 0.093, 0.125  # shares of rows that are copies
_SIZE_SPREAD = 0.25


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole sample, before a word of it is written. Arrays are indexed by initiative number or by federation."""

    seed: int
    sizes: Ints
    first: Ints  # the first initiative number of each federation; one longer than `sizes`
    made: Originals
    head: Ints  # the initiative whose title stream is used
    variant: Ints
    family: Ints
    fate: Ints
    secret: Bools
    taken_over: tuple[Ints, ...]  # for each federation the initiatives of others that it lists too
    repeated: tuple[Ints, ...]  # for each federation its own initiatives that it lists again
    padded: Ints  # for each federation the number of the title repeated row after row, -1 for none

    def rows(self, federation: int) -> tuple[Ints, Bools]:
        """The initiatives of a federation's rows in their order, and which of them are copies."""
        rng = np.random.default_rng([self.seed, 21, federation])
        own = np.arange(self.first[federation], self.first[federation + 1])
        again, foreign = self.repeated[federation], self.taken_over[federation]
        place_own = own - self.first[federation]
        place_again = again - self.first[federation]
        later = place_again + 0.5 + rng.random(len(again)) * np.maximum(len(own) - place_again, 1)
        later = np.where(again == self.padded[federation], place_again + 0.25, later)
        place = np.concatenate([place_own, later, rng.random(len(foreign)) * max(len(own), 1)])
        order = np.argsort(place, kind="stable")
        copied = np.concatenate([np.zeros(len(own), bool), np.ones(len(again) + len(foreign), bool)])
        return np.concatenate([own, again, foreign])[order], copied[order]


def make_plan(config: Config, campaign_id: str, rows: int, seed: int) -> Plan:
    """The plan of a sample of that many data rows."""
    rng = np.random.default_rng([seed, 20])
    sizes = _sizes(rng, config, campaign_id, rows)
    again = np.minimum(_share(rng, sizes, WITHIN), sizes // 2)
    foreign = np.minimum(_share(rng, sizes, _across_shares(config)), sizes - again - (sizes > 0))
    originals = sizes - again - foreign
    first = np.concatenate([[0], np.cumsum(originals)])
    made = draw_originals(rng, config, sizes, np.repeat(np.arange(len(sizes)), originals))
    family, head, variant = draw_families(rng, made.home, rows)
    twin = family == Family.TWIN
    for values in (made.kind, made.workplace, made.field, made.province):
        values[twin] = values[head[twin]]
    borrow_titles(rng, made.kind * len(made.fields) + made.field, family, head)
    padded, repeated = draw_repeats(rng, first, again)
    fate = draw_fates(rng, family, padded, first)
    secret = draw_secrets(rng, config, made) & (fate < Fate.UNTITLED)
    taken_over = second_roads(rng, config, made, foreign, fate)
    return Plan(
        seed=seed,
        sizes=sizes,
        first=first,
        made=made,
        head=head,
        variant=variant,
        family=family,
        fate=fate,
        secret=secret,
        taken_over=taken_over,
        repeated=fill_up(taken_over, repeated, foreign, first),
        padded=padded,
    )


def _sizes(rng: np.random.Generator, config: Config, campaign_id: str, rows: int) -> Ints:
    quotas = np.array([f.quotas.get(campaign_id, 500) for f in config.federations], dtype=float)
    weights = (quotas + 1) * np.exp(rng.normal(0, _SIZE_SPREAD, len(quotas)))
    exact = weights / weights.sum() * rows
    sizes: Ints = np.floor(exact).astype(np.int64)
    if rows >= len(sizes):
        sizes = np.maximum(sizes, 1)
    order = np.argsort(-(exact - np.floor(exact)), kind="stable")
    short = rows - int(sizes.sum())
    while short > 0:
        sizes[order[:short]] += 1
        short = rows - int(sizes.sum())
    for _ in range(-short):
        sizes[int(np.argmax(sizes))] -= 1
    return sizes


def _share(rng: np.random.Generator, sizes: Ints, share: float | NDArray[np.float64]) -> Ints:
    shared: Ints = np.floor(sizes * share + rng.random(len(sizes))).astype(np.int64)
    return shared


def _across_shares(config: Config) -> NDArray[np.float64]:
    """Central unions are fewer and smaller, so copies weigh more in them."""
    return np.where(is_province(config), ACROSS * 0.72, ACROSS * 1.9)
