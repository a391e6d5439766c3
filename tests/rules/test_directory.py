"""Who answers to a name, and who owes on a given day: hand-worked from the shipped directories."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from rules.directory import Agency, Directory, DirectoryFile, Group, Successor
from rules.directory_file import load_directory

DIRECTORIES = Path(__file__).parents[2] / "plans" / "directories"

BEFORE_MERGER, AFTER_MERGER = date(2025, 2, 28), date(2025, 3, 1)
WITH_DISTRICTS, WITHOUT_DISTRICTS = date(2025, 6, 30), date(2025, 7, 1)


@cache
def city(ident: str) -> Directory:
    directory, problems = load_directory(DIRECTORIES / f"{ident}.toml")
    assert problems == []
    assert directory is not None
    return directory


def standing(ident: str, target: str, day: date) -> dict[str, list[str]]:
    """Who stands for the target, each with those it replaces."""
    return {
        agency.id: [one.id for one in before]
        for agency, before in city(ident).in_force(target, day)
    }


# ------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("ident", "name", "target"),
    [
        # ids, names in both languages
        ("hanoi", "so-noi-vu", "so-noi-vu"),
        ("hanoi", "@so", "@so"),
        ("hanoi", "Department of Home Affairs", "so-noi-vu"),
        # case, spaces, composition, tone placement, invisible characters
        ("hanoi", "  SỞ   NỘI\nVỤ ", "so-noi-vu"),
        ("hanoi", "So\u031b\u0309 No\u0323\u0302i vu\u0323", "so-noi-vu"),
        ("hanoi", "Sở\u00a0Nội\u200b vụ", "so-noi-vu"),
        ("hanoi", "UBND huyện Ứng Hoà", "ubnd-huyen-ung-hoa"),
        ("hanoi", "Uỷ ban nhân dân thành phố", "ubnd-tp"),
        ("hanoi", "Sở Văn hoá và Thể thao", "so-vhtt"),
        # abbreviations
        ("hanoi", "UBND TP", "ubnd-tp"),
        ("hanoi", "UBND TP. Hà Nội", "ubnd-tp"),
        ("hanoi", "VP UBND TP", "vp-ubnd-tp"),
        ("hanoi", "Sở TT&TT", "so-ttt"),
        ("hanoi", "Sở TT & TT", "so-ttt"),
        ("hanoi", "Sở TTTT", "so-ttt"),
        ("hanoi", "Sở KH&ĐT", "so-khdt"),
        ("hanoi", "Sở KH&CN", "so-khcn"),
        ("hanoi", "Sở LĐ-TB&XH", "so-ldtbxh"),
        ("hanoi", "Sở LĐTBXH", "so-ldtbxh"),
        ("hanoi", "Sở Lao động, Thương binh và Xã hội", "so-ldtbxh"),
        ("hanoi", "Sở GD&ĐT", "so-gddt"),
        ("hanoi", "Sở NN&PTNT", "so-nnptnt"),
        ("hanoi", "Sở NN&MT", "so-nnmt"),
        ("hanoi", "Sở TN&MT", "so-tnmt"),
        ("hanoi", "Sở QH-KT", "so-qhkt"),
        ("hanoi", "Sở Quy hoạch – Kiến trúc", "so-qhkt"),
        ("hanoi", "Sở VH&TT", "so-vhtt"),
        ("haiphong", "Sở VH, TT&DL", "so-vhttdl"),
        ("haiphong", "Ủy ban MTTQVN thành phố", "mttq-tp"),
        # the city's name, filler words
        ("hanoi", "Sở Nội vụ thành phố Hà Nội", "so-noi-vu"),
        ("hanoi", "Sở Nội vụ Hà Nội", "so-noi-vu"),
        ("hanoi", "Công an Thành phố", "cong-an-tp"),
        ("hanoi", "các cơ quan, đơn vị có liên quan", "@co-quan-don-vi"),
        ("hanoi", "UBND các quận, huyện, thị xã liên quan", "@quan-huyen"),
        ("hanoi", "Các cơ quan Sở, ban, ngành", "@so-ban-nganh"),
        ("hanoi", "Sở, cơ quan ngang Sở", "@so"),
        ("haiphong", "UBND cấp huyện, cấp xã", "@quan-huyen-xa"),
        ("haiphong", "Ủy ban nhân dân các cấp", "@ubnd-cac-cap"),
        ("haiphong", "các ngành, các cấp", "@nganh-cap"),
        # the head of an agency is the agency
        ("hanoi", "Giám đốc Sở Tư pháp", "so-tu-phap"),
        ("hanoi", "Giám đốc các Sở", "@cac-so"),
        ("hanoi", "Chánh Thanh tra Thành phố", "thanh-tra-tp"),
        ("hanoi", "Trưởng Ban Dân tộc", "ban-dan-toc"),
        ("hanoi", "Chủ tịch UBND quận Ba Đình", "ubnd-quan-ba-dinh"),
        ("hanoi", "người đứng đầu cơ quan, đơn vị", "@co-quan-don-vi"),
        ("hanoi", "Thủ trưởng các cơ quan tương đương Sở", "@tuong-duong-so"),
        ("hcmc", "Chánh Văn phòng Ủy ban nhân dân Thành phố", "vp-ubnd-tp"),
        ("hcmc", "Viện trưởng Viện nghiên cứu Phát triển thành phố", "vien-nghien-cuu-phat-trien"),
        ("hcmc", "Ban thường trực MTTQVN TPHCM", "mttq-tp"),
        ("hcmc", "Chủ tịch Ủy ban nhân quận - huyện", "@quan-huyen"),  # sic in the plan
        ("hcmc", "UBND Quận 1", "ubnd-quan-1"),
        ("hcmc", "UBND Quận 12", "ubnd-quan-12"),
        ("hcmc", "UBND thành phố Thủ Đức", "ubnd-thanh-pho-thu-duc"),
        ("hcmc", "UBND quận Thủ Đức", "ubnd-quan-thu-duc"),
    ],
)
def test_who_answers_to_a_name(ident: str, name: str, target: str) -> None:
    assert city(ident).find(name) == target


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Sở",  # no single one: but see "Giám đốc các Sở"
        "Sở Nội",
        "Sở Nội vụ Hải Phòng",
        "Sở Nội vụ và Sở Tư pháp",
        "Phó Giám đốc Sở Nội vụ",
        "Phòng Nội vụ",
        "Sở Nôi vụ",
        "Bộ Nội vụ",
        "UBND quận Hồng Bàng",
        "Giám đốc",
    ],
)
def test_no_one_answers_to_a_name_that_is_not_theirs(name: str) -> None:
    if name == "Sở":
        assert city("hanoi").find(name) == "@cac-so"
    else:
        assert city("hanoi").find(name) is None


@pytest.mark.parametrize("ident", ["hanoi", "haiphong", "hcmc"])
def test_every_name_is_found_in_capitals_decomposed_with_spaces_and_by_its_head(
    ident: str,
) -> None:
    everyone: list[Agency | Group] = [
        *city(ident).agencies.values(),
        *city(ident).groups.values(),
    ]
    for one in everyone:
        for name in (one.vi, one.en, *one.also):
            written = unicodedata.normalize("NFD", name.upper()).replace(" ", "  ")
            assert city(ident).find(written) == one.id
        assert city(ident).find(f"Các {one.vi} có liên quan") == one.id
        if one.vi.startswith(("Sở", "Ủy ban nhân dân")):
            assert city(ident).find(f"Thủ trưởng {one.vi}") == one.id


def test_the_nearest_names_are_offered_as_written() -> None:
    assert city("hanoi").nearest("Sở Nội vụu")[0] == "Sở Nội vụ"
    assert "so-noi-vu" in city("hanoi").nearest("so-noi-vụ")
    assert city("hanoi").nearest("xyz") == []


# ------------------------------------------------------------------------- as of a day


def test_a_department_that_kept_its_name_replaces_nobody_when_named_itself() -> None:
    for day in (BEFORE_MERGER, AFTER_MERGER):
        assert standing("hanoi", "so-tu-phap", day) == {"so-tu-phap": []}
        assert standing("hanoi", "so-tai-chinh", day) == {"so-tai-chinh": []}


@pytest.mark.parametrize(
    ("ident", "old", "new"),
    [
        ("hanoi", "so-khdt", "so-tai-chinh"),
        ("hanoi", "so-gtvt", "so-xay-dung"),
        ("hanoi", "so-nnptnt", "so-nnmt"),
        ("hanoi", "so-tnmt", "so-nnmt"),
        ("hanoi", "so-ttt", "so-khcn"),
        ("hanoi", "so-ldtbxh", "so-noi-vu"),
        ("hanoi", "ban-dan-toc", "so-dttg"),
        ("hanoi", "so-ngoai-vu", "vp-ubnd-tp"),
        ("haiphong", "so-vhtt", "so-vhttdl"),
        ("haiphong", "so-du-lich", "so-vhttdl"),
        ("hcmc", "so-gtvt", "so-gtcc"),
        ("hcmc", "so-qhkt", "so-xay-dung"),
    ],
)
def test_the_departments_of_1_march_2025(ident: str, old: str, new: str) -> None:
    assert standing(ident, old, BEFORE_MERGER) == {old: []}
    assert standing(ident, old, AFTER_MERGER) == {new: [old]}


def test_a_department_before_its_first_day_is_not_there() -> None:
    assert standing("hanoi", "so-nnmt", BEFORE_MERGER) == {}
    assert standing("hanoi", "so-nnmt", AFTER_MERGER) == {"so-nnmt": []}


def test_parts_of_the_work_do_not_make_a_successor_where_one_took_the_whole() -> None:
    """Labour went to Home Affairs; health, schools and police took parts only."""
    parts = city("hanoi").agencies["so-ldtbxh"].successors
    assert [part.to for part in parts] == ["so-noi-vu", "so-y-te", "so-gddt", "cong-an-tp"]
    assert [bool(part.what) for part in parts] == [False, True, True, True]
    assert standing("hanoi", "so-ldtbxh", AFTER_MERGER) == {"so-noi-vu": ["so-ldtbxh"]}


def test_merged_departments_owe_once_with_their_predecessors_named() -> None:
    before = standing("hanoi", "@cac-so", BEFORE_MERGER)
    after = standing("hanoi", "@cac-so", AFTER_MERGER)
    assert len(before) == 18
    assert all(replaced == [] for replaced in before.values())
    # 18 less KH&ĐT, NN&PTNT, GTVT, TN&MT, TT&TT, LĐ-TB&XH, Ngoại vụ; NN&MT and DT&TG are new, the
    # office of the committee stands in for foreign affairs
    assert len(after) == 14
    assert after["so-tai-chinh"] == ["so-khdt"]
    assert after["so-nnmt"] == ["so-nnptnt", "so-tnmt"]
    assert after["so-noi-vu"] == ["so-ldtbxh"]
    assert after["vp-ubnd-tp"] == ["so-ngoai-vu"]
    assert after["so-dttg"] == []  # the Committee for Ethnic Affairs was no department
    assert "so-khdt" not in after


def test_hanoi_had_22_departments_and_equals_and_has_15_and_one_since() -> None:
    assert len(standing("hanoi", "@so", date(2019, 6, 1))) == 22
    # 25/02/2025: "15 sở và 1 cơ quan tương đương"; ours adds no other
    assert len(standing("hanoi", "@so", AFTER_MERGER)) == 16


def test_the_thirty_districts_of_hanoi_end_with_june_2025() -> None:
    districts = standing("hanoi", "@quan-huyen", WITH_DISTRICTS)
    assert len(districts) == 30
    assert sum(one.startswith("ubnd-quan-") for one in districts) == 12
    assert sum(one.startswith("ubnd-huyen-") for one in districts) == 17
    assert "ubnd-thi-xa-son-tay" in districts
    assert standing("hanoi", "@quan-huyen", WITHOUT_DISTRICTS) == {"ubnd-cap-xa": list(districts)}


def test_communes_owe_as_one_whatever_they_replace() -> None:
    both = standing("haiphong", "@quan-huyen-xa", WITHOUT_DISTRICTS)
    assert list(both) == ["ubnd-cap-xa"]
    assert city("haiphong").agencies["ubnd-cap-xa"].kind == "collective"


def test_thu_duc_is_one_city_for_three_districts_and_then_communes() -> None:
    old = ["ubnd-quan-2", "ubnd-quan-9", "ubnd-quan-thu-duc"]
    for one in old:
        assert standing("hcmc", one, date(2020, 12, 31)) == {one: []}
        assert standing("hcmc", one, date(2021, 1, 1)) == {"ubnd-thanh-pho-thu-duc": [one]}
        assert standing("hcmc", one, WITHOUT_DISTRICTS) == {"ubnd-cap-xa": [one]}
    assert len(standing("hcmc", "@quan-huyen", date(2018, 11, 29))) == 24
    since = standing("hcmc", "@quan-huyen", date(2021, 1, 1))
    assert len(since) == 22
    assert since["ubnd-thanh-pho-thu-duc"] == old


def test_hai_phong_has_fifteen_districts_before_and_after_thuy_nguyen_became_a_city() -> None:
    before = standing("haiphong", "@quan-huyen", date(2024, 12, 31))
    after = standing("haiphong", "@quan-huyen", date(2025, 1, 1))
    assert len(before) == len(after) == 15
    assert after["ubnd-thanh-pho-thuy-nguyen"] == ["ubnd-huyen-thuy-nguyen"]
    assert after["ubnd-quan-an-duong"] == ["ubnd-huyen-an-duong"]


def test_the_transport_department_of_ho_chi_minh_city_moved_on_twice() -> None:
    assert standing("hcmc", "so-gtvt", WITH_DISTRICTS) == {"so-gtcc": ["so-gtvt"]}
    assert standing("hcmc", "so-gtvt", WITHOUT_DISTRICTS) == {"so-xay-dung": ["so-gtvt"]}


def test_an_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        city("hanoi").in_force("so-khong-co", BEFORE_MERGER)


# ------------------------------------------------------------------------- made-up cases


def agency(ident: str, **more: object) -> Agency:
    return Agency.model_validate(
        {"id": ident, "vi": f"Sở {ident}", "en": f"Department {ident}", "kind": "so", **more}
    )


def made_up(*agencies: Agency, groups: tuple[Group, ...] = ()) -> Directory:
    data = {"id": "x", "vi": "x", "en": "x", "agency": agencies, "group": groups}
    return Directory(DirectoryFile.model_validate(data))


END = date(2025, 2, 28)


def test_where_all_took_parts_all_owe() -> None:
    parts = (Successor(to="b", what="báo chí"), Successor(to="c", what="viễn thông"))
    directory = made_up(
        agency("a", until=END, successor=parts), agency("b"), agency("c"), agency("d")
    )
    found = directory.in_force("a", AFTER_MERGER)
    assert [(one.id, before[0].id) for one, before in found] == [("b", "a"), ("c", "a")]


def test_without_a_successor_nobody_owes() -> None:
    directory = made_up(agency("a", until=END))
    assert [one.id for one, _ in directory.in_force("a", END)] == ["a"]
    assert directory.in_force("a", AFTER_MERGER) == ()


def test_groups_of_groups_keep_their_order_and_name_each_agency_once() -> None:
    groups = (
        Group(id="@all", vi="tất cả", en="all", members=("@two", "a", "@one")),
        Group(id="@one", vi="một", en="one", members=("a", "b")),
        Group(id="@two", vi="hai", en="two", members=("c", "b")),
    )
    directory = made_up(agency("a"), agency("b"), agency("c"), groups=groups)
    assert [one.id for one, _ in directory.in_force("@all", END)] == ["c", "b", "a"]


@pytest.mark.parametrize("ident", ["hanoi", "haiphong", "hcmc"])
def test_every_shipped_agency_can_be_written_to(ident: str) -> None:
    for one in city(ident).agencies.values():
        address = one.contacts.officer
        assert address.isascii()
        assert address.endswith(f"@{one.id}.{ident}.example.org")
        assert one.contacts.head or one.kind == "collective"
