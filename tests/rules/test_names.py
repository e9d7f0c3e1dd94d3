"""Names come out of an author cell one by one, whole, and without what is no name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.names import fold_name, initials_key, split_authors

PEOPLE = (
    "Nguyễn Văn An",
    "Trần Thị Bình",
    "Lê Quý Đôn",
    "Phạm Ngọc Ánh",
    "Huỳnh Cao Nguyên",
    "Võ Thị Phòng",
    "Cao Bá Quát",
)
people = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4, unique=True)


@given(people, st.sampled_from(["\n", "; ", ", ", " và ", " & ", " - ", "\r\n"]))
def test_every_separator_parts_the_same_people(names: list[str], separator: str) -> None:
    assert split_authors(separator.join(names).replace("\r", "")) == tuple(names)


@given(
    people,
    st.sampled_from(["Ông ", "Bà ", "ThS. ", "TS.", "BS ", "KS. ", "Đ/c ", "Thầy ", "Cô ", "BSCKII. ", "PGS.TS. "]),
)
def test_titles_numbers_and_shares_are_no_part_of_a_name(names: list[str], title: str) -> None:
    cell = "\n".join(f"{i}. {title}{name} (đồng tác giả) - 50%" for i, name in enumerate(names, 1))
    assert split_authors(cell) == tuple(names)
    assert [fold_name(title + name) for name in names] == [fold_name(name) for name in names]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("1) Nguyễn Văn An 2) Lê Thị Bé", ("Nguyễn Văn An", "Lê Thị Bé")),
        ("Nguyễn Văn An và cộng sự", ("Nguyễn Văn An",)),
        ("Nguyễn Văn An và nhóm kỹ thuật", ("Nguyễn Văn An", "nhóm kỹ thuật")),
        ("Tập thể phòng Kỹ thuật và Vật tư", ("Tập thể phòng Kỹ thuật và Vật tư",)),
        ("Nhóm tác giả: Lê An, Võ Bé", ("Lê An", "Võ Bé")),
        ("Nguyễn Văn An, Phó Giám đốc", ("Nguyễn Văn An",)),
        ("Nguyễn Văn An (1980)", ("Nguyễn Văn An",)),
        ("Nguyễn Văn An/Lê Thị Bé", ("Nguyễn Văn An", "Lê Thị Bé")),
        ("Nguyễn Văn An, ThS", ("Nguyễn Văn An",)),
        ("Nguyễn Văn An\nNguyễn Văn An", ("Nguyễn Văn An",)),
        ("Không", ()),
        ("", ()),
        ("-", ()),
    ],
)
def test_cells_met_in_real_lists(cell: str, names: tuple[str, ...]) -> None:
    assert split_authors(cell) == names


@pytest.mark.parametrize("short", ["N.V. An", "NV An", "N V An", "ThS. N.V.An", "NGUYỄN VĂN AN"])
def test_initials_meet_the_full_name(short: str) -> None:
    assert initials_key(short) == initials_key("Nguyễn Văn An") == "n v an"


def test_initials_keep_what_tells_people_apart() -> None:
    assert initials_key("Đỗ Văn An") != initials_key("Dương Văn An")
    assert initials_key("Nguyễn Văn An") != initials_key("Nguyễn Văn Ân")
    assert initials_key("Nguyễn Th. An") == initials_key("Nguyễn Thị An")
    assert initials_key("") == fold_name("") == ""


@given(st.text())
def test_any_cell_gives_clean_names(cell: str) -> None:
    for name in split_authors(cell):
        assert name == name.strip()
        assert "\n" not in name
        assert any(c.isalpha() for c in name)
