"""What was let go of is given back to the system; freed piece by piece, much of it would stay."""

import contextlib
import ctypes
import gc

import pyarrow as pa


def give_back() -> None:
    """Return what the C library holds free."""
    with contextlib.suppress(AttributeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


def give_back_frames() -> None:
    """The same, of frames that are no longer needed: what Arrow holds, too."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    give_back()
