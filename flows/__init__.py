"""The imperative shell: network, disk, clock, database and Prefect."""

import sys

# jsonschema, which Prefect and Altair import, would build a whole grammar of international web addresses as it starts,
# some 3 CPU seconds in every process, to check a format that no schema here has. It goes on where there is none.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
