"""The key by which a row is known from night to night, and the keys of the last night: only a new row's key is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from rules.features import Coder
from rules.hashing import Codes, mix
from rules.normalise import title_key

_TEXT: Any = pd.StringDtype(na_value=np.nan)
_DIGITS = 16


def _nothing() -> Codes:
    return np.zeros(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """Numbers in ascending order, and beside each what is known of it: of titles as they are written their folded form,
    of rows (federation, folded title, turn) their key."""

    titles: Codes = field(default_factory=_nothing)
    folded: Codes = field(default_factory=_nothing)
    rows: Codes = field(default_factory=_nothing)
    keys: Codes = field(default_factory=_nothing)

    def arrays(self) -> dict[str, Codes]:
        """All of it by name."""
        return {"titles": self.titles, "folded": self.folded, "rows": self.rows, "keys": self.keys}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        """From what `arrays` gave."""
        return cls(*(np.asarray(arrays[name], dtype=np.uint64) for name in ("titles", "folded", "rows", "keys")))


def row_keys(records: pd.DataFrame, campaign_id: str, coder: Coder) -> Any:
    """A key of each row that rests on its federation, its public title and its turn among equal ones, and on nothing
    withheld: sixteen hexadecimal digits.

    So an id neither tells of nor changes with a withheld field (RULES.md 4, 16), and moves with its row."""
    return keys_and_known(records, campaign_id, coder, KnownKeys())[0]


def keys_and_known(
    records: pd.DataFrame, campaign_id: str, coder: Coder, known: KnownKeys
) -> tuple[Any, KnownKeys | None]:
    """The keys, and what is known now; None where that is nothing new."""
    spelt, found = pd.factorize(records["title"])
    titles = np.asarray(found, dtype=object)
    written = _numbers(titles)
    folded, is_new = _looked_up(written, known.titles, known.folded)
    forms = {at: title_key(titles[at]) for at in np.flatnonzero(is_new).tolist()}
    folded[is_new] = _numbers(np.array(list(forms.values()), dtype=object))
    same, earlier = folded[spelt], records["is_earlier"].to_numpy(dtype=bool)
    place, known_names = pd.factorize(records["federation_code"])
    names: npt.NDArray[np.object_] = np.asarray(known_names, dtype=object)
    counted: Any = pd.Series(same).groupby([earlier, place, same], sort=False).cumcount()
    turns: Codes = counted.to_numpy(dtype=np.uint64)
    rows = mix(mix(same ^ mix(_numbers(names))[place]) ^ (turns << np.uint64(1) | earlier.astype(np.uint64)))
    keys, unknown = _looked_up(rows, known.rows, known.keys)
    at = np.flatnonzero(unknown)
    forms |= {n: title_key(titles[n]) for n in set(spelt[at].tolist()) - forms.keys()}
    told = (told[at].tolist() for told in (earlier, names[place], spelt, turns))
    texts = (f"{campaign_id}|{e}|{f}|{forms[n]}|{turn}" for e, f, n, turn in zip(*told, strict=True))
    keys[at] = [int(key, 16) for key in coder.keys("row", texts)]
    if not len(at) and not is_new.any():
        return _as_texts(keys), None
    return _as_texts(keys), KnownKeys(*_in_order(written, folded), *_in_order(rows, keys))


def _numbers(texts: npt.NDArray[np.object_]) -> Codes:
    return pd.util.hash_array(texts, categorize=False).astype(np.uint64)


def _looked_up(sought: Codes, known: Codes, values: Codes) -> tuple[Codes, npt.NDArray[np.bool_]]:
    """The value beside each number, and which of them are not known."""
    if not len(known):
        return np.zeros(len(sought), dtype=np.uint64), np.ones(len(sought), dtype=bool)
    at = np.minimum(np.searchsorted(known, sought), len(known) - 1)
    return values[at], known[at] != sought


def _in_order(numbers: Codes, values: Codes) -> tuple[Codes, Codes]:
    order = np.argsort(numbers)
    return numbers[order], values[order]


def _as_texts(keys: Codes) -> Any:
    """Keys as columns of a frame hold them."""
    ends = np.arange(0, _DIGITS * (len(keys) + 1), _DIGITS, dtype=np.int64)
    data = keys.astype(">u8").tobytes().hex().encode()
    return _TEXT.__from_arrow__(pa.LargeStringArray.from_buffers(len(keys), pa.py_buffer(ends), pa.py_buffer(data)))
