"""Letters and annexes from docx templates that a clerk edits: a field that does not exist is told by its name."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from reports.dossier.annex_docx import MARK, NoPlaceForTable, put_table
from reports.dossier.fixed import fixed_parts, name_software
from reports.dossier.texts import for_xml
from schemas.dossier import Printed, Table

PICTURES = ("bieu_do", "bieu_do_tien_do", "bieu_do_khoi", "bieu_do_linh_vuc")  # the report's charts
_NUMBERED = ("so", "chu")  # fields of which every name is a number of the paper


@dataclass(frozen=True, slots=True)
class Mold:
    """A template by its name, with the bytes of its docx."""

    name: str
    data: bytes


class MoldFault(Exception):
    """What is wrong with a template, told so that a clerk can mend it."""


@cache
def fields_of(mold: Mold) -> frozenset[str]:
    """Every field the template names: "nguoi_ky", "so.hop_le"."""
    try:
        template = DocxTemplate(io.BytesIO(mold.data))
        template.init_docx()
        parts = [template.patch_xml(template.get_xml())]
        for uri in (template.HEADER_URI, template.FOOTER_URI):
            parts += [template.patch_xml(template.get_part_xml(p)) for _, p in template.get_headers_footers(uri)]
        return frozenset(name for part in parts for name in _named(_environment().parse(part)))
    except TemplateError as error:
        raise MoldFault(f"{mold.name}: {_plain(error)}") from None
    except (ValueError, KeyError, OSError) as error:
        raise MoldFault(f"{mold.name}: is no docx that can be opened ({type(error).__name__})") from None


def unknown_fields(mold: Mold, context: Mapping[str, Any]) -> list[str]:
    """The fields of the template that no dossier has."""
    known = set(context) | {f"{of}.{name}" for of in _NUMBERED for name in context[of]}
    return sorted(name for name in fields_of(mold) if name not in known)


def used_numbers(mold: Mold, numbers: Mapping[str, Printed]) -> list[Printed]:
    """The numbers that a template names, and so the document may show."""
    names = {field.split(".")[1] for field in fields_of(mold) if field.split(".")[0] in _NUMBERED and "." in field}
    return [numbers[name] for name in sorted(names) if name in numbers]


def filled(
    mold: Mold, context: Mapping[str, Any], software: str, moment: datetime, table: Table | None = None
) -> bytes:
    """The document. MoldFault names the field that is not known, or what is wrong with the template."""
    if wrong := unknown_fields(mold, context):
        raise MoldFault(f"{mold.name}: no such field: {', '.join(wrong)}")
    template = DocxTemplate(io.BytesIO(mold.data))
    fields = {name: _clean(value) for name, value in context.items()}
    for name in (name for name in PICTURES if context.get(name)):
        fields[name] = InlineImage(template, io.BytesIO(context[name]), width=Mm(158))
    try:
        template.render({**fields, "bang": MARK}, _environment())
    except TemplateError as error:
        raise MoldFault(f"{mold.name}: {_plain(error)}") from None
    document = template.docx
    if table is not None:
        _put(mold, document, table)
    name_software(document, software, moment)
    out = io.BytesIO()
    template.save(out)
    return fixed_parts(out.getvalue())


def _put(mold: Mold, document: Any, table: Table) -> None:
    try:
        put_table(document, table)
    except NoPlaceForTable:
        raise MoldFault(f"{mold.name}: expected a paragraph that is {{{{ bang }}}} and nothing else") from None


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def _named(parsed: nodes.Template) -> set[str]:
    stored = {n.name for n in parsed.find_all(nodes.Name) if n.ctx == "store"} | {"loop"}
    found = {n.name for n in parsed.find_all(nodes.Name)} - stored
    below = {(n.node.name, n.attr) for n in parsed.find_all(nodes.Getattr) if isinstance(n.node, nodes.Name)}
    return (found - set(_NUMBERED)) | {f"{of}.{name}" for of, name in below if of in _NUMBERED}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return for_xml(value)
    if isinstance(value, Mapping):
        return {name: _clean(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value


def _plain(error: TemplateError) -> str:
    """The template engine's words, without markup."""
    return re.sub(r"<[^>]*>", "", error.message or type(error).__name__)[:200]
