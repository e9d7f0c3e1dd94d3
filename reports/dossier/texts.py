"""Text from a sheet made fit for a document: no character that XML, and so Word, cannot hold."""

import re

_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def for_xml(text: str) -> str:
    """Control characters, lone surrogates and direction marks become a space; line ends one kind."""
    return _NEVER.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
