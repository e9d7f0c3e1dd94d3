"""What may stand in config.yaml as the address of a source: no user name, no password, nothing in the clear.

An address that breaks a rule is refused without being repeated: it may hold a password.
"""

import re
from urllib.parse import urlsplit

_REMOTE = ("sftp", "https", "s3")
_WITH_PASSWORD = re.compile(r":.*@", re.DOTALL)  # user:pass@, also behind a mistyped scheme


def checked_source(address: str) -> str:
    """The address of a source; ValueError says what was expected. A plain path is a folder of this machine."""
    scheme, separator, _ = address.partition("://")
    if not separator:
        if _WITH_PASSWORD.search(address):
            raise ValueError(f"expected a folder, or an address of {', '.join(_REMOTE)} without user and password")
    elif scheme in _REMOTE:
        _check_remote(address)
    elif scheme != "file":
        raise ValueError(f"expected a folder, or an address that begins with {'://, '.join(_REMOTE)}:// or file://")
    return address


def checked_endpoint(address: str) -> str:
    """The address of an S3 server, or "" for none."""
    if address and not address.startswith("https://"):
        raise ValueError("expected an address that begins with https://")
    if address:
        _check_remote(address)
    return address


def checked_page(address: str) -> str:
    """The address under which people see a folder, or "" for none."""
    if address and not address.startswith(("https://", "http://")):
        raise ValueError("expected an address that begins with https:// or http://")
    if address:
        _check_remote(address)
    return address.rstrip("/")


def _check_remote(address: str) -> None:
    if "@" in address:
        raise ValueError(
            "expected no user name and no password in the address (an @ of the path is written %40); they come from "
            "the environment: see docs/sources.md"
        )
    try:
        parts = urlsplit(address)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = False
    if not whole or any(c.isspace() for c in parts.netloc):
        raise ValueError("expected an address with a server and, where it needs one, a port: scheme://server:port/path")
    if parts.query or parts.fragment:
        raise ValueError("expected an address without ? and #")
