"""The same bytes for the same content: zips with fixed times, documents whose properties name the software alone."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reports.document_properties import with_our_program

_TIME = (1980, 1, 1, 0, 0, 0)
_FILE = 0o600 << 16


def name_software(document: Any, software: str, moment: datetime) -> None:
    """The document's properties: the software and the day; nothing of who edited the template."""
    about = document.core_properties
    about.author = about.last_modified_by = software
    about.title = about.subject = about.keywords = about.comments = about.category = ""
    about.created = about.modified = about.last_printed = moment
    about.revision = 1


def fixed_parts(docx: bytes) -> bytes:
    """The document with its parts at fixed times, and our program as the one that wrote it."""
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        return fixed_zip({name: with_our_program(name, parts.read(name)) for name in parts.namelist()})


def fixed_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
        for name, data in files.items():
            about = zipfile.ZipInfo(name, _TIME)
            about.compress_type, about.external_attr, about.create_system = zipfile.ZIP_DEFLATED, _FILE, 3
            made.writestr(about, data)
    return out.getvalue()
