"""Exceptions without values: the message of a foreign exception may hold what stood in a row, and Prefect keeps
messages."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OURS = ("flows", "rules", "reports", "schemas")


class ToldError(Exception):
    """An error whose message is ours, holds no value of any row, and may be shown and stored anywhere."""


class Misuse(ToldError):
    """Wrong usage or config: the command ends with exit code 2 and these words."""


class UnexpectedError(ToldError):
    """A broken assumption: the kind of the exception and where it rose, never its message."""


@contextmanager
def only_told_errors() -> Iterator[None]:
    """Let our own errors pass as they are; of any other only its kind and place go on."""
    try:
        yield
    except ToldError:
        raise
    except Exception as error:
        raise UnexpectedError(place_of(error)) from None


def place_of(error: Exception) -> str:
    """The kind of an exception and the innermost line of our own code: "KeyError at rules/layout.py:12"."""
    places = [
        f"{'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if any(part in _OURS for part in Path(frame.filename).parts[-3:-1])
    ]
    return f"{type(error).__name__} at {places[-1] if places else 'an unknown place'}"
