"""What scans and retyping do to a wording: it is read as before, or refused; never otherwise."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.wording import WordingError, read
from rules.wording.normalise import normalise
from rules.wording.spelling import is_syllable
from rules.wording.syllables import listed
from tests.rules.wording.noise import NOISES, Case, cases, meaning, verdict
from tests.rules.wording.reading import context, said

# Noise of a whole phrase, or that leaves every word as it is, is read through.
HARMLESS = {
    "NFD", "upper case", "lower case", "full width", "one letter wide", "Đ as Ð", "space doubled",
    "line break", "soft hyphen", "zero width", "star put in", "other dash",
}  # fmt: skip


@given(st.sampled_from(cases()), st.sampled_from(sorted(NOISES)), st.integers(0, 10**6))
def test_one_fault_never_changes_the_meaning(case: Case, name: str, turn: int) -> None:
    phrase, given_context = case
    noisy = list(NOISES[name](phrase))
    if not noisy:
        return
    text = noisy[turn % len(noisy)]
    result = verdict(meaning(phrase, given_context), meaning(text, given_context))
    assert result == "same" or (result == "refused" and name not in HARMLESS), text


@pytest.mark.parametrize("name", NOISES)
def test_some_of_each_noise_is_read_through(name: str) -> None:
    noises = [
        (phrase, noisy, given_context)
        for phrase, given_context in cases()
        for noisy in NOISES[name](phrase)
    ]
    few = random.Random(name).sample(noises, 25)
    results = Counter(
        verdict(meaning(phrase, given_context), meaning(noisy, given_context))
        for phrase, noisy, given_context in few
    )
    assert set(results) <= {"same", "refused"}
    assert results["same"] > 0


MENDED = [
    ("3O/6/2O22", "30/6/2022"),
    ("l5/O1/2019", "15/01/2019"),
    ("15/l0/20l9", "15/10/2019"),
    ("ngày l/6/2022", "ngày 1/6/2022"),
    ("t háng 6", "tháng 6"),
    ("cu ối n ăm 2022", "cuối năm 2022"),
    ("từ ng ày 15", "từ ngày 15"),
    ("hoàn thànhtrước 30/6", "hoàn thành trước 30/6"),
    ("quýII/2022", "quý II/2022"),
    ("cuốl tháng 6", "cuối tháng 6"),
    ("n9ày ký 6an hành", "ngày ký ban hành"),
    ("2 1ần/năm", "2 lần/năm"),
    ("ðến năm 2025", "đến năm 2025"),
    ("chậm, nhất 30/6", "chậm nhất 30/6"),
    ("giai đo-\nạn 2021", "giai đoạn 2021"),
    ("15//6//2022", "15/6/2022"),
    ("quý II\\2022 năm", "quý II/2022 năm"),
    # words that only look like it stay as they are
    ("Bộ Y tế, CNTT, KL 15-KL/TW", "Bộ Y tế, CNTT, KL 15-KL/TW"),
    ("thời hạn, cuối năm", "thời hạn, cuối năm"),
    ("hàng tuần, hoàn thành", "hàng tuần, hoàn thành"),
    ("website và Internet (T6)", "website và Internet (T6)"),
]


@pytest.mark.parametrize(("noisy", "clean"), MENDED)
def test_what_has_one_reading_is_mended(noisy: str, clean: str) -> None:
    assert normalise(noisy).text == clean


READ = [
    ("Quý l/2022", "finish 2022-01-01..2022-03-31 within"),
    ("Quý 1I/2022", "finish 2022-04-01..2022-06-30 within"),
    ("Quý lV/2022", "finish 2022-10-01..2022-12-31 within"),
    ("Quý 1V/2022", "finish 2022-10-01..2022-12-31 within"),
    ("Quý I- II/2022", "finish 2022-01-01..2022-06-30 within"),
    ("tháng II/2022", "finish 2022-02-01..2022-02-28 within"),
    ("tháng l2/2022", "finish 2022-12-01..2022-12-31 within"),
    ("tháng 1O/2022", "finish 2022-10-01..2022-10-31 within"),
    ("tháng 1X/2022", "finish 2022-09-01..2022-09-30 within"),
    ("ngày l5 tháng 6", "finish ..2022-06-15 by"),
    ("trước, ngày 15/6/2022", "finish ..2022-06-14 before"),
    ("| Quý II |", "finish 2022-04-01..2022-06-30 within"),
]


@pytest.mark.parametrize(("phrase", "row"), READ)
def test_a_stroke_is_read_as_its_unit_allows(phrase: str, row: str) -> None:
    assert said(phrase, year=2022) == [row]


# phrase, the place that is doubtful, and what it may have been
DOUBTS = [
    ("tháng 1l/2022", "1l", "11"),  # or II
    ("tháng Il/2022", "Il", "II"),
    ("Quý II|", "II|", "III"),  # or II and the border of a table
    ("Quý II2022", "II2022", "I/2022"),  # or II/2022
    ("T6l2022", "T6l2022", "T6/2022"),
    ("Hoàn thành 912020", "912020", "9/2020"),
    ("năm Z022", "Z022", "2022"),
    ("15/6/202S", "202S", "2025"),
    ("Hoàn thành 7/202 0", "7/202 0", "7/2020"),
    ("6 thángllần", "thángllần", ""),
    ("Quý II II", "II", ""),
    ("1 5/01/2019", "5/01/2019", ""),
    ("tháng 1 2/2019", "2/2019", ""),
    ("Tháng 10, đến tháng 12/2021", ",", ""),
    ("Tháng 10: đến tháng 12/2021", ":", ""),
    ("2021. 2025", ".", ""),
    ("Quý IV. năm 2018", ".", ""),
    ("quý \u0309 II", " \u0309", ""),
]


@pytest.mark.parametrize(("phrase", "place", "reading"), DOUBTS)
def test_what_has_two_readings_is_refused_at_its_place(
    phrase: str, place: str, reading: str
) -> None:
    with pytest.raises(WordingError) as caught:
        read(phrase, context())
    refusal = caught.value
    assert refusal.kind == "not-understood"
    assert refusal.phrase[slice(*refusal.position)] == place
    said_and_near = refusal.text.vi + " ".join(near.vi for near in refusal.nearest)
    assert reading in said_and_near


def test_both_readings_of_a_stroke_are_named() -> None:
    with pytest.raises(WordingError) as caught:
        read("tháng 1l/2022", context())
    assert [near.vi for near in caught.value.nearest] == ["11", "II"]
    with pytest.raises(WordingError) as caught:
        read("Quý II2022", context())
    assert [near.vi for near in caught.value.nearest] == ["I/2022", "II/2022"]


def test_places_lead_back_through_what_was_mended() -> None:
    given_text = "hoàn thànhtrước n gày 3O/13/2O22"
    shown = normalise(given_text)
    assert shown.text == "hoàn thành trước ngày 30/13/2022"
    start = shown.text.index("30/13")
    begin, end = shown.place_in_original(start, len(shown.text))
    assert given_text[begin:end] == "3O/13/2O22"


SYLLABLES = listed("nghiêng|quý|kỳ|giữa|được|Uỷ|tuần|gì|quốc|khuỷu|y|yên")
NO_SYLLABLES = listed("t|nă|cuốl|tlếp|hoànthành|bat|Internet|UBND|web|quýý")


@pytest.mark.parametrize("word", SYLLABLES)
def test_a_syllable_is_one(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", NO_SYLLABLES)
def test_no_syllable_is_none(word: str) -> None:
    assert not is_syllable(word)
