"""The key of the codes: where it comes from, and how one is told from another without telling it."""

import hashlib
import os
from pathlib import Path

KEY_VARIABLE = "TONGHOP_HMAC_KEY"
KEY_FILE = "hmac.key"  # in the working directory; made there where the environment states none


def key_id(key: bytes) -> str:
    """Tells one key from another, and nothing else of it."""
    return hashlib.sha256(b"key id" + key).hexdigest()[:16]


def key_in_workdir(workdir: Path) -> Path | None:
    """The key file that a run in this working directory would use, None where the key comes from the environment."""
    path = workdir / KEY_FILE
    return path if not os.environ.get(KEY_VARIABLE) and path.exists() else None
