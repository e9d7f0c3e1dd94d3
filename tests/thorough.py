"""How many examples a costly property is tried on."""

import os


def thorough(examples: int) -> int:
    """So many in `make test`; TONGHOP_THOROUGH times as many in `make soak`."""
    return examples * int(os.environ.get("TONGHOP_THOROUGH", "1"))
