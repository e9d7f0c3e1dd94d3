"""The block of config.yaml about the national portal."""

from pydantic import BaseModel, ConfigDict


class Portal(BaseModel):
    """How an export of the portal is read. Its rows are compared with the submissions; they count only where it says
    so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit_headers: tuple[str, ...] = ()  # headers of the column that names the federation, as the export spells them
    counts: bool = False  # True: a row of the newest export is a source, credited to the federation that it names
    holds_no_secrets: bool = False  # True: an export without a secrecy column is taken as open
