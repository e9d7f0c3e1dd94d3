"""What was let go of is given back to the system: of frames of the nation, freed piece by piece, much would stay."""

import ctypes
import gc
import sys

import pyarrow as pa


def give_back() -> None:
    """Return free memory of Arrow and of the C library, where it can (glibc); costs some hundredths of a second."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
