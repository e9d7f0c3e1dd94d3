"""Pull a federation's files over fsspec: bytes in memory and a receipt of each. The bytes are never kept (RULES.md 14).

`pull(source)` is all that others need. It walks a place (folder, SFTP, HTTPS, S3), reads file by file and tells what it
did not read. The kinds of places are imported when they are needed: most processes fetch nothing.
"""

from flows.sources.pulling import how_many, pull
from flows.sources.receipts import SKIPPED, TOLD, Pulled, Reason, Receipt, SourceUnreachable

__all__ = ["SKIPPED", "TOLD", "Pulled", "Reason", "Receipt", "SourceUnreachable", "how_many", "pull"]
