"""The bounds of config.yaml that guard the matching: what the planted pairs must reach, how much may be duplicate."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=100)]


class MatchingLimits(BaseModel):
    """Part of `limits`: floors of the planted pairs (RULES.md 10), the band of the duplicate share (RULES.md 9)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    planted_recall_pct: Share = 95  # fewer of the planted duplicates accepted: held
    planted_precision_pct: Share = 99  # fewer of the accepted planted pairs true: held
    federation_duplicate_pct: Share = 50  # more of what a federation entered is duplicate: told
    national_duplicate_jump: Share = (
        15  # points by which the nation's duplicate share moved since the last release: held
    )
