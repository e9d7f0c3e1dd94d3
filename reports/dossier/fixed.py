"""The same bytes for the same content: zips with fixed times, documents whose properties name the software alone."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

from docx import Document

_TIME = (1980, 1, 1, 0, 0, 0)
_FILE = 0o600 << 16


def fixed_docx(data: bytes, title: str, software: str, moment: datetime) -> bytes:
    """The document with properties of ours only, and its parts with fixed times."""
    document = Document(io.BytesIO(data))
    about = document.core_properties
    about.title, about.author, about.last_modified_by = title, software, software
    about.subject = about.keywords = about.comments = about.category = ""
    about.created = about.modified = about.last_printed = moment
    about.revision = 1
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as parts:
        return fixed_zip({name: parts.read(name) for name in parts.namelist()})


def fixed_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
        for name, data in files.items():
            about = zipfile.ZipInfo(name, _TIME)
            about.compress_type, about.external_attr, about.create_system = zipfile.ZIP_DEFLATED, _FILE, 3
            made.writestr(about, data)
    return out.getvalue()
