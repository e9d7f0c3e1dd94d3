"""How far the matching is: a bar on a terminal, lines with counts in the log of a night that nobody watches."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from rules.scoring import Progress

_LINES = 10  # so many in the log, however many pairs there are
_log = logging.getLogger(__name__)


@contextmanager
def told_progress(campaign_id: str, records: int) -> Iterator[Progress]:
    """What the matcher tells is shown; counts only. It may be told the same again."""
    _log.info("matching %s: %d records", campaign_id, records)
    with tqdm(desc="pairs", unit="", disable=not sys.stderr.isatty(), file=sys.stderr) as bar:
        done = 0

        def told(compared: int, pairs: int) -> None:
            nonlocal done
            if compared <= done:
                return
            if compared * _LINES // pairs > done * _LINES // pairs:
                _log.info("matching %s: %d of %d pairs compared", campaign_id, compared, pairs)
            bar.total = pairs
            bar.update(compared - done)
            done = compared

        yield told
    _log.info("matching %s: pairs found", campaign_id)
