"""What stands on paper -> the files of a dossier, all in memory: docx, PDF and xlsx, and the list of its numbers."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flows.dossier.composing import NATIONAL_MOLD, REPORT, REPORT_MOLD, Composed, by_sector
from flows.dossier.molds import LANDSCAPE, PORTRAIT
from flows.faults import Misuse
from reports import wording_dossier as words
from reports.dossier import annexes
from reports.dossier.annex_pdf import annex_pdf, foot
from reports.dossier.annex_xlsx import annex_xlsx
from reports.dossier.chart import drawn
from reports.dossier.letter_pdf import letter_pdf
from reports.dossier.letters import PICTURES, Mold, MoldFault, filled, used_numbers
from reports.dossier.numbers_on_paper import LETTER_NUMBERS
from reports.figures import Figures
from reports.number_words import words as in_words
from schemas.dossier import Annex, DossierData, Letter, Printed

NUMBERS = "so-lieu.csv"
_NUMBER_COLUMNS = ("document", "name", "measure", "scope_code", "breakdown", "breakdown_code", "value", "text")
_LETTER_FIELDS = (
    "co_quan_cap_tren", "co_quan", "so_ky_hieu", "dia_danh_ngay", "trich_yeu", "kinh_gui", "noi_nhan", "tham_quyen",
    "chuc_vu", "nguoi_ky",
)  # fmt: skip


@dataclass(frozen=True)
class Press:
    """The templates and numbers that all dossiers of a release are printed with."""

    molds: Mapping[str, Mold]
    figures: Figures

    def letters(self, data: DossierData) -> dict[str, bytes]:
        """File -> docx of each letter."""
        return {one.file: self._filled(self.molds[one.mold], self._letter(data, one), data) for one in data.letters}

    def try_annexes(self, composed: Composed) -> None:
        """Misuse where a template of the annexes does not fit; nothing is kept."""
        sample = annexes.checklist(composed.data.told)
        for landscape in (True, False):
            self._annex_docx(composed.data, replace(sample, landscape=landscape), composed.attached, "")

    def annexes(self, composed: Composed) -> dict[str, bytes]:
        """The annexes, the index, the checklist."""
        data, files = composed.data, dict[str, bytes]()
        for annex in (*data.annexes, self._contents(data), annexes.checklist(data.told)):
            files |= self._annex(data, annex, composed.attached)
        return files

    def documents(
        self,
        composed: Composed,
        docx: Mapping[str, bytes],
        pdf: Mapping[str, bytes],
        printed: Mapping[str, bytes] | None = None,
    ) -> dict[str, bytes]:
        """Every file but the manifest. `docx`, `pdf`: the letters; a letter without a PDF gets one of the bundled
        engine. `printed`: the annexes where they are printed already."""
        data = composed.data
        files = dict(printed if printed is not None else self.annexes(composed))
        for one in data.letters:
            files[f"{one.file}.docx"] = docx[one.file]
            files[f"{one.file}.pdf"] = pdf.get(one.file) or _read_as_pdf(docx[one.file], data)
        files[NUMBERS] = self._numbers(data)
        return dict(sorted(files.items()))

    def _annex(self, data: DossierData, annex: Annex, attached: str) -> Iterator[tuple[str, bytes]]:
        about = data.name if annex.label else f"{data.name} - {data.facts['chuong_trinh']}"
        yield f"{annex.file}.docx", self._annex_docx(data, annex, attached, about)
        yield f"{annex.file}.pdf", annex_pdf(annex, about, attached, data.provenance)
        if annex.label:
            yield f"{annex.file}.xlsx", annex_xlsx(annex, about, data.provenance)

    def _annex_docx(self, data: DossierData, annex: Annex, attached: str, about: str) -> bytes:
        fields = _context(data, self.figures) | {
            "ten_don_vi": about,
            "nhan": annex.label,
            "tieu_de": annex.title,
            "kem_theo": attached if annex.label else "",
            "ghi_chu": list(annex.notes),
            "ky": annex.signed,
        }
        mold = self.molds[LANDSCAPE if annex.landscape else PORTRAIT]
        return self._filled(mold, fields, data, annex)

    def _filled(self, mold: Mold, fields: dict[str, Any], data: DossierData, annex: Annex | None = None) -> bytes:
        day = data.provenance.as_of
        moment = datetime(day.year, day.month, day.day)
        try:
            return filled(mold, fields, data.provenance.software, moment, annex.table if annex else None)
        except MoldFault as fault:
            raise Misuse(f"template {fault}") from None

    def _letter(self, data: DossierData, letter: Letter) -> dict[str, Any]:
        head = letter.head
        said = (
            words.unbroken(head.superior), words.unbroken(head.issuer), head.symbol, head.place_and_date,
            letter.subject, list(head.recipients), list(head.copies), head.authority, head.title, head.name,
        )  # fmt: skip
        fields = _context(data, self.figures) | dict(zip(_LETTER_FIELDS, said, strict=True))
        fields |= {chart.field: drawn(chart) for chart in data.charts} if letter.mold == REPORT_MOLD else {}
        fields["tieu_de"] = words.DOCUMENTS["report" if letter.mold == REPORT_MOLD else "letter"]
        return fields

    def _contents(self, data: DossierData) -> Annex:
        listed = [*((_said(letter), f"{letter.file}.docx, .pdf") for letter in data.letters)]
        for annex in data.annexes:
            title = f"{annex.label}. {annex.title}" if annex.label else annex.title
            listed.append((title, f"{annex.file}.docx, .pdf" + (", .xlsx" if annex.label else "")))
        listed.append((words.ANNEXES["checklist"][1], "00-phieu-kiem-tra.docx, .pdf"))
        return annexes.contents(listed)

    def _numbers(self, data: DossierData) -> bytes:
        """Every number of every document under its name, for who checks the paper."""
        named = {one.name: one for one in data.numbers}
        lines = [(one.file, n) for one in data.letters for n in used_numbers(self.molds[one.mold], named)]
        lines += [(REPORT, n) for _, n in by_sector(self.figures)] if not data.scope_code else []
        lines += [(REPORT, n) for chart in data.charts for _, n in chart.points]
        lines += [(a.file, n) for a in data.annexes for n in a.numbers]
        lines += [(a.file, c) for a in data.annexes for row in a.table.rows for c in row if isinstance(c, Printed)]
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(_NUMBER_COLUMNS)
        for file, n in lines:
            value = "" if n.value != n.value else repr(n.value)
            writer.writerow((file, n.name, n.measure, n.scope_code, n.breakdown, n.breakdown_code, value, n.text))
        return ("\ufeff" + out.getvalue()).encode()


def _context(data: DossierData, figures: Figures) -> dict[str, Any]:
    """What every template may name; a number that the release does not have is empty."""
    named = {one.name: one for one in data.numbers}
    provenance = data.provenance
    blank: dict[str, Any] = dict.fromkeys((*_LETTER_FIELDS, "nhan", "tieu_de", "kem_theo", "ky", *PICTURES), "")
    return blank | {
        "kinh_gui": [],
        "noi_nhan": [],
        "ghi_chu": [],
        "bang": "",
        "so": {name: named[name].text if name in named else "" for name in LETTER_NUMBERS},
        "chu": {name: in_words(round(named[name].value)) if name in named else "" for name in LETTER_NUMBERS},
        "theo_khoi": [(name, n.text) for name, n in by_sector(figures)] if not data.scope_code else [],
        "phu_luc": [words.annex_name(a.label, a.title) for a in data.annexes if a.label],
        "bo_sung": words.SUPPLEMENTS.format(before=data.supplements) if data.supplements else "",
        "du_thao": words.DRAFT if provenance.draft else "",
        "chan_trang": foot(provenance),
        **data.facts,
    }


def _read_as_pdf(docx: bytes, data: DossierData) -> bytes:
    provenance = data.provenance
    draft = words.DRAFT if provenance.draft else ""
    return letter_pdf(docx, draft, foot(provenance), provenance.software)


def _said(letter: Letter) -> str:
    kind = words.DOCUMENTS["letter" if letter.mold != REPORT_MOLD else "report"]
    to = f" gửi {letter.head.recipients[0]}" if letter.mold == NATIONAL_MOLD and letter.head.recipients else ""
    return f"{kind}{to}. {letter.subject}"
