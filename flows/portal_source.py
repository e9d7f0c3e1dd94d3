"""The portal's export as a source that counts (`portal.counts`): stored by federation, beside what each one sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from flows.erasing import withhold_titles
from flows.settings import Settings
from flows.sources import Receipt
from flows.store.portal import portal_marks, remember_marks
from flows.store.portal_rows import replace_portal
from flows.store.session import Store
from flows.store.submissions import Submission, TakenFile
from reports.wording_portal import PORTAL
from rules.features import Coder
from rules.portal_parts import NOWHERE, may_count, portal_parts
from schemas.parsed import ParsedFile
from schemas.release import FederationState

_OWN_MARK = ("", "no_secrecy_column")


@dataclass(frozen=True, slots=True)
class Export:
    """An export as it was read. `codes`: the federation that each of its rows names, "" for none."""

    parsed: ParsedFile
    data: bytes
    codes: Sequence[str]


def count_export(settings: Settings, store: Store, campaign_id: str, as_of: date, export: Export) -> int:
    """Its rows count from the next night on, in the place of those of the export before; how many. None of an export
    without a secrecy column, and none where the setting is off."""
    counts = settings.config.portal.counts and may_count(export.parsed)
    receipt = _receipt(export)
    parts = list(portal_parts(export.parsed, export.codes)) if counts else []
    told = [_submission(campaign_id, as_of, receipt, code, part) for code, part in parts]
    replace_portal(store, campaign_id, told)
    for code, part in parts:
        _keep_marks(settings, store, campaign_id, code, part)
    return sum(len(part.told["records"]) for _, part in parts)


def settle_portal(settings: Settings, store: Store, campaign_id: str) -> None:
    """Where the setting is off nothing of the portal counts, whatever counted before."""
    if not settings.config.portal.counts:
        replace_portal(store, campaign_id, [])


def _receipt(export: Export) -> Receipt:
    path = PORTAL["path"].format(file=export.parsed.file)
    return Receipt(path, len(export.data), sha256(export.data).hexdigest(), None, datetime.now(UTC))


def _submission(campaign_id: str, as_of: date, receipt: Receipt, code: str, part: ParsedFile) -> Submission:
    return Submission(
        campaign_id=campaign_id,
        federation_code=code,
        parser_key="",
        run_id="",
        state=FederationState.ACCEPTED.value,
        files=[TakenFile(receipt, "", parsed=part)],
        retired=frozenset(),
        findings=(),
        as_of=as_of,
    )


def _keep_marks(settings: Settings, store: Store, campaign_id: str, code: str, part: ParsedFile) -> None:
    """What the portal marks stays secret, also where a later export does not mark it any more."""
    if code == NOWHERE:
        return
    rows = part.told["records"].each("secret_reason", "title_code")
    remember_marks(store, campaign_id, [(code, title) for reason, title in rows if reason not in _OWN_MARK])
    withhold_titles(store, Coder(settings.hmac_key), campaign_id, code, portal_marks(store, campaign_id, code))
