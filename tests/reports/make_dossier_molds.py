"""Makes the packaged docx templates of the dossier anew: `python -m tests.reports.make_dossier_molds`. A clerk edits a
copy of them in Word instead."""

import io
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as AT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.dossier.fixed import fixed_parts, name_software

FOLDER = Path(__file__).parents[2] / "reports" / "dossier" / "templates"
FONT = "Times New Roman"


class Mold:
    """One template being made."""

    def __init__(self, landscape: bool = False) -> None:
        self.document = Document()
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(13)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        style.paragraph_format.space_after = Pt(0)
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        if landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(20)
        section.header_distance, section.footer_distance = Mm(10), Mm(8)
        section.different_first_page_header_footer = True
        self._number(section.header.paragraphs[0])
        for part in (section.header, section.first_page_header):
            line = part.paragraphs[0] if part is section.first_page_header else part.add_paragraph()
            _run(line, "{{ du_thao }}", bold=True, size=13)
            line.alignment = AT.RIGHT
        for part in (section.footer, section.first_page_footer):
            _run(part.paragraphs[0], "{{ chan_trang }}", size=7)

    def heading(self, text: str) -> None:
        """A heading, which never stands at the foot of a page."""
        self.say(text, bold=True, keep=True)

    def chart(self, number: int, field: str, title: str) -> None:
        """A picture with its title above, on one page."""
        self.say(f"{{%p if {field} %}}")
        self.say(f"Biểu đồ {number}. {title}", AT.CENTER, italic=True, size=12, keep=True)
        self.say(f"{{{{ {field} }}}}", AT.CENTER, indent=0)
        self.say("{%p endif %}")

    def say(
        self, text: str, at: AT = AT.JUSTIFY, into=None, indent=12.7, before=0.0, after=6.0, keep=False, **look
    ) -> None:
        paragraph = (into or self.document).add_paragraph()
        _run(paragraph, text, **look)
        paragraph.alignment = at
        shape = paragraph.paragraph_format
        shape.keep_with_next = keep or None
        if at == AT.JUSTIFY and indent:
            shape.first_line_indent = Mm(indent)
            shape.space_before, shape.space_after = Pt(before), Pt(after)  # no less than 6 pt between paragraphs
            shape.line_spacing = 1.0  # the least there may be: a letter stands on one page where it can

    def gap(self, points: float, with_next: bool = False) -> None:
        """White space of this height."""
        paragraph = self.document.add_paragraph()
        _run(paragraph, " ", size=2)
        shape = paragraph.paragraph_format
        shape.line_spacing, shape.keep_with_next = Pt(points), with_next or None

    def head(self, number: str = "{{ so_ky_hieu }}") -> None:
        """Letterhead: issuer at the left, the nation at the right."""
        left, right = self._columns(62, 98)
        self._cell(left, "{%p if co_quan_cap_tren %}", size=12)
        self._cell(left, "{{ co_quan_cap_tren|upper }}", size=12)
        self._cell(left, "{%p endif %}", size=12)
        self._cell(left, "{{ co_quan|upper }}", size=12, bold=True)
        self._line(left, 62, 26)
        self._cell(left, number, size=13)
        self._cell(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
        self._cell(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
        self._line(right, 98, 60)
        self._cell(right, "{{ dia_danh_ngay }}", size=13, italic=True)

    def title(self, word: str) -> None:
        """The kind of the letter and its trích yếu, a line under it."""
        self.gap(10)
        self.say(word, AT.CENTER, bold=True, size=14)
        self.say("{{ trich_yeu }}", AT.CENTER, bold=True, size=14)
        self._line(None, 160, 55)

    def to(self) -> None:
        """Kính gửi: one on its line, or several as a list."""
        self.say("{%p if kinh_gui|length == 1 %}", AT.LEFT)
        self.say("Kính gửi: {{ kinh_gui[0] }}", AT.CENTER)
        self.say("{%p else %}", AT.LEFT)
        self.say("Kính gửi:", AT.CENTER)
        self.say("{%p for ai in kinh_gui %}", AT.LEFT)
        self.say("- {{ ai }}{% if loop.last %}.{% else %};{% endif %}", AT.CENTER)
        self.say("{%p endfor %}", AT.LEFT)
        self.say("{%p endif %}", AT.LEFT)
        self.gap(8)

    def signature(self) -> None:
        """Nơi nhận at the left, who signs at the right."""
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True  # who signs stands on no page alone
        self.gap(8, with_next=True)
        left, right = self._columns(80, 80)
        self._cell(left, "Nơi nhận:", at=AT.LEFT, size=12, bold=True, italic=True)
        self._cell(left, "{%p for noi in noi_nhan %}", at=AT.LEFT, size=11)
        self._cell(left, "- {{ noi }}{% if loop.last %}.{% else %};{% endif %}", at=AT.LEFT, size=11)
        self._cell(left, "{%p endfor %}", at=AT.LEFT, size=11)
        self._cell(right, "{{ tham_quyen }}", size=14, bold=True)
        self._cell(right, "{{ chuc_vu }}", size=14, bold=True)
        for _ in range(3):
            self._cell(right, "", size=14)
        self._cell(right, "{{ nguoi_ky }}", size=14, bold=True)
        self.gap(1)  # a table at the end gets an empty line of its own, else

    def save(self, name: str) -> None:
        name_software(self.document, "tonghop", datetime(2021, 1, 1))
        out = io.BytesIO()
        self.document.save(out)
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / name).write_bytes(fixed_parts(out.getvalue()))

    def _columns(self, *widths: int):
        table = self.document.add_table(rows=1, cols=len(widths))
        table.autofit = False
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(table.rows[0].cells, widths, strict=True):
            cell.width = Mm(width)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table.rows[0].cells

    def _cell(self, cell, text: str, at: AT = AT.CENTER, **look) -> None:
        fresh = len(cell.paragraphs) == 1 and not cell.paragraphs[0].text and not hasattr(cell._tc, "begun")
        first = cell.paragraphs[0] if fresh and not cell.paragraphs[0].runs else cell.add_paragraph()
        _run(first, text or " ", **look)
        first.alignment = at

    def _line(self, cell, width: int, length: int) -> None:
        """A rule of this length in the middle: an empty paragraph with a border, drawn in from both sides."""
        paragraph = (cell or self.document).add_paragraph()
        _run(paragraph, " ", size=2)
        shape = paragraph.paragraph_format
        shape.left_indent = shape.right_indent = Mm((width - length) / 2)
        shape.space_after, shape.line_spacing = Pt(5), Pt(3)
        border = OxmlElement("w:pBdr")
        bottom = OxmlElement("w:bottom")
        for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            bottom.set(qn(f"w:{key}"), value)
        border.append(bottom)
        paragraph._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:spacing", "w:ind", "w:jc")

    @staticmethod
    def _number(paragraph) -> None:
        paragraph.alignment = AT.CENTER
        run = paragraph.add_run()
        run.font.size = Pt(13)
        for kind in ("begin", None, "end"):
            if kind:
                part = OxmlElement("w:fldChar")
                part.set(qn("w:fldCharType"), kind)
            else:
                part = OxmlElement("w:instrText")
                part.set(qn("xml:space"), "preserve")
                part.text = "PAGE"
            run._r.append(part)


def _run(paragraph, text: str, size: float = 13, bold: bool = False, italic: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic, run.font.name = Pt(size), bold or None, italic or None, FONT


def federation_letter() -> None:
    it = Mold()
    it.head()
    it.title("TỜ TRÌNH")
    it.to()
    it.say(
        "Thực hiện Chương trình “{{ chuong_trinh }}” do Tổng Liên đoàn Lao động Việt Nam phát động, {{ "
        "ten_don_vi }} đã chỉ đạo các cấp công đoàn vận động đoàn viên, người lao động đăng ký sáng kiến; tổ "
        "chức tiếp nhận, thẩm định và tổng hợp. Kết quả tính đến hết ngày {{ tinh_den_ngay }} như sau:"
    )
    it.heading("1. Kết quả")
    it.say(
        "Tổng số đã cập nhật: {{ so.da_cap_nhat }} dòng. Số sáng kiến hợp lệ: {{ so.hop_le }} sáng kiến "
        "(bằng chữ: {{ chu.hop_le }} sáng kiến){% if so.chi_tieu %}, đạt {{ so.ty_le_chi_tieu }} chỉ tiêu {{ "
        "so.chi_tieu }} sáng kiến{% endif %}; trong đó đang xem xét {{ so.dang_xem_xet }} sáng kiến. Số còn "
        "lại: trùng lặp {{ so.trung_lap }}, không hợp lệ {{ so.khong_hop_le }}, không tiếp nhận {{ "
        "so.khong_tiep_nhan }} dòng."
    )
    it.say(
        "Theo khối: hành chính sự nghiệp {{ so.hcsn }}, doanh nghiệp {{ so.doanh_nghiep }}, cán bộ công đoàn "
        "{{ so.can_bo_cong_doan }}, chưa nêu khối {{ so.chua_neu_khoi }}, bí mật công nghệ {{ so.bi_mat }} "
        "sáng kiến.{% if so.lam_loi %} Giá trị làm lợi ước tính của các sáng kiến không thuộc bí mật công "
        "nghệ: {{ so.lam_loi }}.{% endif %}"
    )
    it.heading("2. Đề nghị")
    it.say("{%p if so.de_nghi == '0' %}")
    it.say(
        "{{ ten_don_vi }} kính đề nghị xem xét, ghi nhận kết quả trên; đơn vị không có sáng kiến đề nghị tuyên dương."
    )
    it.say("{%p else %}")
    it.say(
        "{{ ten_don_vi }} đề nghị xét tuyên dương {{ so.de_nghi }} sáng kiến (bằng chữ: {{ chu.de_nghi }} "
        "sáng kiến), gồm {{ so.xuat_sac }} sáng kiến xuất sắc và {{ so.tieu_bieu }} sáng kiến tiêu biểu, "
        "theo danh sách kèm theo."
    )
    it.say("{%p endif %}")
    _closing(it)
    it.save("to-trinh-don-vi.docx")


def national_letter() -> None:
    it = Mold()
    it.head()
    it.title("TỜ TRÌNH")
    it.to()
    it.say(
        "Thực hiện Chương trình “{{ chuong_trinh }}”, {{ so.don_vi }} đơn vị trực thuộc Tổng Liên đoàn Lao "
        "động Việt Nam đã chỉ đạo các cấp công đoàn vận động đoàn viên, người lao động tham gia; {{ "
        "so.don_vi_co_ket_qua }} đơn vị đã có sáng kiến hợp lệ. Tính đến hết ngày {{ tinh_den_ngay }}:"
    )
    it.heading("1. Kết quả")
    it.say(
        "Tổng số đã cập nhật: {{ so.da_cap_nhat }} dòng. Số sáng kiến hợp lệ: {{ so.hop_le }} sáng kiến "
        "(bằng chữ: {{ chu.hop_le }} sáng kiến), đạt {{ so.ty_le_muc_tieu }} mục tiêu {{ so.muc_tieu }} sáng "
        "kiến (bằng chữ: {{ chu.muc_tieu }} sáng kiến); trong đó đang xem xét {{ so.dang_xem_xet }} sáng "
        "kiến."
    )
    it.say(
        "Theo khối: hành chính sự nghiệp {{ so.hcsn }}, doanh nghiệp {{ so.doanh_nghiep }}, cán bộ công đoàn "
        "{{ so.can_bo_cong_doan }}, chưa nêu khối {{ so.chua_neu_khoi }}, bí mật công nghệ {{ so.bi_mat }} "
        "sáng kiến.{% if so.lam_loi %} Giá trị làm lợi ước tính của các sáng kiến không thuộc bí mật công "
        "nghệ: {{ so.lam_loi }}.{% endif %}"
    )
    it.heading("2. Đề nghị")
    it.say(
        "{{ co_quan }} kính đề nghị xem xét, tuyên dương {{ so.de_nghi }} sáng kiến (bằng chữ: {{ "
        "chu.de_nghi }} sáng kiến), gồm {{ so.xuat_sac }} sáng kiến xuất sắc và {{ so.tieu_bieu }} sáng kiến "
        "tiêu biểu, theo danh sách kèm theo."
    )
    _closing(it)
    it.save("to-trinh-toan-quoc.docx")


def report() -> None:
    it = Mold()
    it.head()
    it.title("BÁO CÁO")
    it.heading("I. KẾT QUẢ CHUNG")
    it.say(
        "Tính đến hết ngày {{ tinh_den_ngay }}, {{ so.don_vi_co_ket_qua }} trên {{ so.don_vi }} đơn vị có "
        "sáng kiến hợp lệ. Các đơn vị đã cập nhật {{ so.da_cap_nhat }} dòng; sau thẩm định có {{ so.hop_le "
        "}} sáng kiến hợp lệ (bằng chữ: {{ chu.hop_le }} sáng kiến), đạt {{ so.ty_le_muc_tieu }} mục tiêu {{ "
        "so.muc_tieu }} sáng kiến."
    )
    it.say(
        "Số không được tính: trùng lặp {{ so.trung_lap }}, không hợp lệ {{ so.khong_hop_le }}, không tiếp "
        "nhận {{ so.khong_tiep_nhan }} dòng. Trong số hợp lệ, {{ so.dang_xem_xet }} sáng kiến đang xem xét."
    )
    it.say(
        "{% if so.chi_tieu %}Tổng chỉ tiêu các đơn vị: {{ so.chi_tieu }} sáng kiến, đạt {{ so.ty_le_chi_tieu "
        "}}; {{ so.don_vi_dat_chi_tieu }} đơn vị đạt từ chỉ tiêu trở lên.{% endif %}"
    )
    it.heading("II. TIẾN ĐỘ")
    it.chart(1, "bieu_do_tien_do", "Số sáng kiến hợp lệ lũy kế theo tuần đăng ký")
    it.say("Sáng kiến chưa nêu ngày đăng ký và sáng kiến thuộc bí mật công nghệ không có trong biểu đồ này.")
    it.heading("III. THEO KHỐI")
    it.say("{%p for ten, so_luong in theo_khoi %}")
    it.say("- {{ ten }}: {{ so_luong }} sáng kiến{% if loop.last %}.{% else %};{% endif %}", after=0)
    it.say("{%p endfor %}")
    it.chart(2, "bieu_do_khoi", "Sáng kiến hợp lệ theo khối")
    it.heading("IV. THEO LĨNH VỰC")
    it.chart(3, "bieu_do_linh_vuc", "Sáng kiến hợp lệ theo lĩnh vực")
    it.heading("V. XẾP HẠNG CÁC ĐƠN VỊ")
    it.say("Các đơn vị có nhiều sáng kiến hợp lệ nhất (đủ các đơn vị ở phụ lục kèm theo):", keep=True)
    it.chart(4, "bieu_do", "Các đơn vị có nhiều sáng kiến hợp lệ nhất")
    it.heading("VI. SÁNG KIẾN ĐỀ NGHỊ TUYÊN DƯƠNG")
    it.say("Đề nghị tuyên dương {{ so.de_nghi }} sáng kiến: {{ so.xuat_sac }} xuất sắc, {{ so.tieu_bieu }} tiêu biểu.")
    _closing(it, "Trên đây là báo cáo kết quả thực hiện Chương trình.")
    it.save("bao-cao.docx")


def _closing(it: Mold, last: str = "") -> None:
    it.say("{%p if bo_sung %}")
    it.say("{{ bo_sung }}")
    it.say("{%p endif %}")
    it.say("Kèm theo:", after=0, keep=True)
    it.say("{%p for pl in phu_luc %}")
    it.say("- {{ pl }}{% if loop.last %}.{% else %};{% endif %}", after=0)
    it.say("{%p endfor %}")
    it.say((last or "{{ co_quan }} kính trình.")[:-1] + "./.", before=6)
    it.signature()


def annex(name: str, landscape: bool) -> None:
    it = Mold(landscape)
    for text, look in (
        ("{{ nhan }}", {"bold": True}),
        ("{{ tieu_de }}", {"bold": True}),
        ("{{ ten_don_vi }}", {}),
        ("{{ kem_theo }}", {"italic": True}),
    ):
        it.say(text, AT.CENTER, size=13, **look)
    it.say("", AT.CENTER, size=6)
    it.say("{{ bang }}", AT.LEFT, size=11)
    it.say("{%p for dong in ghi_chu %}", AT.LEFT)
    it.say("{{ dong }}", AT.LEFT, size=10, italic=True)
    it.document.paragraphs[-1].paragraph_format.keep_with_next = True
    it.say("{%p endfor %}", AT.LEFT)
    left, right = it._columns(100, 80)
    it._cell(left, " ")
    it._cell(right, "{{ ky }}", bold=True, size=12)
    for _ in range(4):
        it._cell(right, " ", size=12)
    it.save(name)


if __name__ == "__main__":
    federation_letter()
    national_letter()
    report()
    annex("phu-luc-ngang.docx", True)
    annex("phu-luc-doc.docx", False)
