"""The submission dossier as documents: letters from docx templates, annexes as docx, PDF and xlsx."""
