"""Laws of how texts and titles are compared."""

from __future__ import annotations

import tomllib
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.audit.alignment import LONGEST, aligned, words
from enricher.audit.claims import claim_of
from enricher.audit.languages import is_foreign
from enricher.audit.sameness import may_be
from enricher.audit.series import is_other_version
from enricher.audit.spelling import alike, parts

TABLE = tomllib.loads(
    (Path(__file__).parents[2] / "fixtures/audit/link_texts.toml").read_text("utf-8")
)
TITLES = sorted({title for _, title in TABLE["other"]})
LEAST = 8  # letters of what is left of a title
titles = st.sampled_from(TITLES)
names = st.sampled_from(["SRGAN", "MoCo", "DetNAS", "R2-Net", "eNAS"])


@given(titles, st.data())
def test_a_title_may_be_cut_off_anywhere(title: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(min(2 * LEAST, len(title)), len(title)))
    assert may_be(title[:end], [title])
    assert may_be(title[:end] + "…", [title])


@given(titles, names, st.sampled_from([": ", " - ", " – ", " | "]), st.data())
def test_a_name_may_stand_before_a_title_and_how_it_begins(
    title: str, name: str, separator: str, data: st.DataObject
) -> None:
    said = title.split()
    count = data.draw(st.integers(min(4, len(said)), len(said)))
    assert may_be(name + separator + title, [title])
    assert may_be(name + separator + " ".join(said[:count]), [title])


@given(titles, st.sampled_from([str.lower, str.upper, str.title]))
def test_case_does_not_count(title: str, change: type[str]) -> None:
    assert may_be(change(title), [title])


@given(st.text(max_size=120), titles)
def test_any_text_can_be_compared(text: str, title: str) -> None:
    claim = claim_of(text, authors=("Ada Lovelock", text[:9]))
    assert claim is None or may_be(claim.title, [claim.title])
    may_be(text, [title])
    may_be(title, [text])


@given(titles, titles)
def test_an_alignment_is_the_same_from_both_sides(one: str, other: str) -> None:
    found, back = aligned(words(one), words(other)), aligned(words(other), words(one))
    assert found.ratio == pytest.approx(back.ratio)
    assert 0 <= found.ratio <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("recognitio", "recognition"),
        ("imgae", "image"),
        ("conv", "convolutional"),
        ("nets", "networks"),
        ("repr", "representation"),
        ("seg", "segmentation"),
        ("attn", "attention"),
        ("modelling", "modeling"),
    ],
)
def test_typos_and_short_forms_are_one_word(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("unsupervised", "supervised"),
        ("nonlinear", "linear"),
        ("asymmetric", "symmetric"),
        ("2023", "2024"),
        ("v2", "v3"),
        ("fast", "faster"),
        ("layer", "batch"),
        ("semi", "self"),
    ],
)
def test_other_words_are_not(one: str, other: str) -> None:
    assert not alike(one, other)
    assert not alike(other, one)


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        ("rl", ["reinforcement", "learning"]),
        ("moco", ["momentum", "contrast"]),
        ("vit", ["vision", "transformer"]),
        ("gans", ["generative", "adversarial", "networks"]),
        ("convnets", ["convolutional", "networks"]),
    ],
)
def test_names_are_spelled_by_the_words_of_a_title(word: str, spelled: list[str]) -> None:
    assert parts(word, ["deep", *spelled, "here"]) == spelled


@pytest.mark.parametrize("title", TITLES)
def test_titles_are_english(title: str) -> None:
    assert not is_foreign(title)


@pytest.mark.parametrize(
    ("name", "title", "is_other"),
    [
        ("Depth Anything V2", "Depth Anything: Unleashing Unlabeled Data", True),
        ("Segment Anything II", "Segment Anything", True),
        ("VGG-16", "VGG", False),
        ("MobileNetV2", "MobileNetV2: Inverted Residuals", False),
    ],
)
def test_a_number_behind_a_name_is_of_another_work(name: str, title: str, is_other: bool) -> None:
    assert is_other_version(name, [title]) is is_other


@pytest.mark.parametrize("part", ["a - ", "by Ab, ", "(", "net ", "of the ", "A: ", "a.b.", "“"])
def test_hostile_texts_take_no_long_time(part: str) -> None:
    text = (part * LONGEST)[:LONGEST]
    start = process_time()
    claim_of(text)
    may_be(text, [text[3:], "Attention Is All You Need"])
    assert process_time() - start < 1
