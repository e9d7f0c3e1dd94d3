"""How often a question is asked, how long one pull may take, and what a fault of the system means."""

import errno
import random
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep
from typing import TypeVar

from flows.sources.places import Place, Trouble
from flows.sources.receipts import Reason
from schemas.config import Sources

_Answer = TypeVar("_Answer")
_ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.ELOOP})


def trouble_of(error: BaseException) -> Trouble:
    """What an exception means that is no library's own. What is not known is not asked again."""
    if isinstance(error, Trouble):
        return Trouble(error.reason, error.passing)  # a new one: the old one's trace leads through the libraries
    if isinstance(error, TimeoutError):
        return Trouble(Reason.TIMEOUT, passing=True)
    if isinstance(error, OSError) and error.errno in _ABSENT:
        return Trouble(Reason.NOT_FOUND)
    if isinstance(error, OSError) and error.errno in _FORBIDDEN:
        return Trouble(Reason.REFUSED)
    return Trouble(Reason.UNREACHABLE, passing=isinstance(error, OSError | EOFError))


@dataclass
class Patience:
    """The patience with one place. `left`: seconds that its questions may still take, pauses included; the time in
    which others read what was fetched does not count."""

    place: Place
    rules: Sources
    left: float

    def ask(self, question: Callable[[float], _Answer], attempts: int) -> _Answer:
        """The answer, asked for again where the trouble may pass. The Trouble that is raised holds no other exception:
        those of the libraries may hold addresses, headers and keys."""
        trouble = Trouble(Reason.TIMEOUT)
        for attempt in range(1, attempts + 1):
            answers, met = self._once(question)
            if met is None:
                return answers[0]
            trouble = met
            if not trouble.passing:
                break
            if attempt < attempts:
                self._rest(attempt)
        raise trouble

    def _once(self, question: Callable[[float], _Answer]) -> tuple[list[_Answer], Trouble | None]:
        if self.left <= 0:
            return [], Trouble(Reason.TIMEOUT)
        started = monotonic()
        try:
            return [question(self.left)], None
        except Exception as error:
            return [], self.place.trouble_of(error)
        finally:
            self.left -= monotonic() - started

    def _rest(self, attempt: int) -> None:
        """Twice as long each time, give or take a half: three federations on one server do not knock in step."""
        pause = self.rules.backoff_seconds * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)
        pause = min(pause, max(self.left, 0))
        sleep(pause)
        self.left -= pause
