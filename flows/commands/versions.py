"""What one federation sent: every version of its files that the store still knows (`tonghop status --federation`)."""

import json
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from flows.store.session import Store


def versions_told(store: "Store", campaign_id: str, federation_code: str, as_json: bool) -> str:
    """A line a version, by file and the newest last, or the same as JSON."""
    from flows.store.old_receipts import versions

    found = versions(store, campaign_id, federation_code)
    if as_json:
        return json.dumps(found.assign(state=_states(found)).to_dict("records"), ensure_ascii=False, indent=1)
    head = f"{'received':<12}{'last fetched':<18}{'bytes':>12}  {'sha256':<14}{'state':<36}file"
    lines = [
        f"{v['received_on']:<12}{v['fetched'][:16].replace('T', ' '):<18}{v['size']:>12,}  {v['sha256'][:12]:<14}"
        f"{state:<36}{v['file']}"
        for v, state in zip(found.to_dict("records"), _states(found), strict=True)
    ]
    return "\n".join([f"{federation_code}: {len(found)} versions (times by UTC)", head, *lines])


def _states(found: "pd.DataFrame") -> list[str]:
    return [_state(v) for v in found.to_dict("records")]


def _state(version: Mapping[Hashable, Any]) -> str:
    if version["skipped"]:
        return f"not read ({version['skipped']})"
    refused = f"rejected ({version['rejected_because']})" if version["rejected_because"] else "replaced"
    if version["counted"]:
        return "counts" if version["current"] else "counts, no more at its source"
    return f"{refused}, at its source" if version["current"] else refused
