"""What a Word document tells of the program that wrote it: ours, and not the one in which its template was made."""

from reports.wording import SOFTWARE

PROGRAM_PART = "docProps/app.xml"
PROGRAM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Application>{SOFTWARE}</Application></Properties>"
).encode()


def with_our_program(name: str, data: bytes) -> bytes:
    """A part of the document, the one that names the program written anew."""
    return PROGRAM if name == PROGRAM_PART else data
