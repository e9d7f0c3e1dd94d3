"""Which records of a release show what is secret now: by the title that a secret row of the same federation has, or had
before a mark was added to it."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rules.features import Coder, pack
from rules.normalise import title_key

Key = tuple[str, int, bytes]  # federation, title code, packed codes of the authors
Chosen = Callable[[pd.DataFrame], "pd.Series[bool]"]
_FEWEST_WORDS = 3  # of a title that another one, with its mark, begins or ends with


def same_initiative(secret: pd.DataFrame, coder: Coder, still_open: AbstractSet[Key] = frozenset()) -> Chosen:
    """Chooses the records by federation_code, title and authors. `secret`: federation_code, title, title_code of the
    secret rows; `still_open`: rows that are open, another work under a common title."""
    theirs = {str(code): _Secrets.of(rows, coder) for code, rows in secret.groupby("federation_code")}
    known: dict[str, _Title] = {}  # from release to release most titles are the same

    def may_be(code: str, title: str) -> bool:
        told = known.get(title)
        if told is None:
            told = known[title] = _Title.of(title_key(title))
        return theirs[code].may_be(told, coder)

    def is_open(code: str, title: str, authors: str) -> bool:
        author_codes = coder.authors(authors)[0] if authors else ()
        return (code, coder.code("title", known[title].key), pack(author_codes)) in still_open

    def chosen(records: pd.DataFrame) -> "pd.Series[bool]":
        found = np.zeros(len(records), dtype=bool)
        which, titles = pd.factorize(records["title"])
        authors = records["authors"]
        for code, rows in records.groupby("federation_code").indices.items():
            if code not in theirs:
                continue
            at = np.asarray(rows)
            candidates = [n for n in set(map(int, which[at])) if may_be(str(code), titles[n])]
            hit = at[np.isin(which[at], candidates)]
            found[hit] = [not is_open(str(code), titles[which[n]], authors.iloc[n]) for n in hit.tolist()]
        return pd.Series(found, index=records.index, dtype=bool)

    return chosen


@dataclass(frozen=True, slots=True)
class _Title:
    """The key of a title, and the fewest words that tell it, at its beginning and at its end."""

    key: str
    outermost: tuple[str, str]

    @classmethod
    def of(cls, key: str) -> "_Title":
        begins = " ".join(key.split(" ", _FEWEST_WORDS)[:_FEWEST_WORDS])
        return cls(key, (begins, " ".join(key.rsplit(" ", _FEWEST_WORDS)[-_FEWEST_WORDS:])))


@dataclass(frozen=True, slots=True)
class _Secrets:
    """What the secret rows of a federation are known by: `keys` of their titles as they are shown, those of them that
    tell the whole title (`whole`), the title codes that none of these tells (`coded`), what the titles begin or end
    with (`ends`), and their outermost words (`begun`)."""

    keys: frozenset[str]
    whole: frozenset[str]
    coded: frozenset[int]
    ends: frozenset[str]
    begun: frozenset[str]

    @classmethod
    def of(cls, rows: pd.DataFrame, coder: Coder) -> "_Secrets":
        told = []
        for title, code in zip(rows["title"].tolist(), rows["title_code"].tolist(), strict=True):
            key = title_key(title)
            told.append((key, code % 2**64, coder.code("title", key)))
        keys = frozenset(key for key, _, _ in told)
        whole = frozenset(key for key, code, tells in told if tells == code)
        coded = frozenset(code for _, code, tells in told if tells != code)
        ends = frozenset(end for key in keys for end in _ends(key))
        return cls(keys, whole, coded, ends, frozenset(part for key in keys for part in _Title.of(key).outermost))

    def may_be(self, title: _Title, coder: Coder) -> bool:
        """Whether a record of the federation with this title is one of them. Nearly none is past the first words, so
        all that takes long stands behind them."""
        if title.key in self.whole or title.key in self.ends:
            return True
        if self.coded and coder.code("title", title.key) in self.coded:
            return True
        return any(part in self.begun for part in title.outermost) and any(end in self.keys for end in _ends(title.key))


def _ends(key: str) -> Iterator[str]:
    """What a title begins or ends with: some of its words, not all, and no fewer than would tell it."""
    words = key.split(" ")
    for n in range(_FEWEST_WORDS, len(words)):
        yield " ".join(words[:n])
        yield " ".join(words[-n:])
