"""What was let go of is given back to the system; freed piece by piece, much of it would stay."""

import contextlib
import ctypes
import gc
from collections.abc import Iterator

import pyarrow as pa

_MANY = 20_000  # rows; a few dozen MiB


@contextlib.contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """For making very many plain values: to look for cycles among them is a fifth of the work."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def give_back() -> None:
    """Return what the C library holds free."""
    with contextlib.suppress(AttributeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


def give_back_frames(rows: int) -> None:
    """The same, of frames of so many rows that are no longer needed: what Arrow holds, too. What stands now is left out
    of later searches for cycles, until the next call. Of few rows there is nothing worth the search."""
    if rows < _MANY:
        return
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    pa.default_memory_pool().release_unused()
    give_back()
