"""The text of a link and the work behind it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from enricher.audit.claims import claim_of
from enricher.audit.sameness import may_be
from tests.audit.noting import ARXIV, fixed, found, known, paper, sought

CODE = "wrong-paper"
TABLE = tomllib.loads(
    (Path(__file__).parents[2] / "fixtures/audit/link_texts.toml").read_text("utf-8")
)
ID = "arxiv:1801.00001"
OTHER = "arxiv:1801.00002"


def said(text: str, title: str) -> list[str]:
    """What is found of a link with a text to a work with a title."""
    note = f"- [{text}]({ARXIV}/1801.00001)\n"
    return [each.message for each in found(CODE, note, known(paper(ID, title)))]


def test_the_table_is_large() -> None:
    assert len(TABLE["same"]) + len(TABLE["other"]) >= 100
    assert len(TABLE["other"]) >= 40


@pytest.mark.parametrize(("text", "title"), [*TABLE["same"], *TABLE["altered"]])
def test_a_text_that_means_the_work_is_silent(text: str, title: str) -> None:
    claim = claim_of(text)
    assert claim is None or may_be(claim.title, [title])
    assert not said(text, title)


@pytest.mark.parametrize(("text", "title"), [*TABLE["other"], *TABLE["akin"]])
def test_the_title_of_another_work_is_told(text: str, title: str) -> None:
    assert said(text, title)


@pytest.mark.parametrize("text", [*TABLE["none"], *TABLE["foreign"]])
def test_what_is_no_title_is_silent(text: str) -> None:
    assert claim_of(text) is None
    assert not said(text, "Attention Is All You Need")


@pytest.mark.parametrize("label", TABLE["labels"])
def test_words_of_another_script_around_a_title_do_not_count(label: str) -> None:
    title, other = "Attention Is All You Need", "Deep Residual Learning for Image Recognition"
    assert not said(label.format(title), title)
    assert said(label.format(title), other)
    assert not said(label.format("Batch Norm"), other)


@pytest.mark.parametrize("opening", TABLE["openings"])
def test_what_readers_say_before_a_title_does_not_count(opening: str) -> None:
    title, other = "Attention Is All You Need", "Deep Residual Learning for Image Recognition"
    assert not said(opening.format(title), title)
    assert said(opening.format(title), other)


@pytest.mark.parametrize("text", TABLE["within"])
def test_what_a_sentence_says_of_a_paper_is_silent(text: str) -> None:
    assert claim_of(text, leads=False) is None
    title = "Attention Is All You Need"
    note = f"It is {text} and [{text}]({ARXIV}/1801.00001), too.\n"
    assert not found(CODE, note, known(paper(ID, title)))


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"venue": "ICCV 2019", "authors": ("Shaokai Ye", "Kaidi Xu")}, False),
        ({"venue": "ICCV 2019", "authors": ("Kaidi Xu", "Shaokai Ye")}, True),
        ({"venue": "CVPR 2019", "authors": ("Shaokai Ye", "Kaidi Xu")}, True),
        ({"venue": "ICCV 2019", "authors": ()}, True),
    ],
)
def test_a_work_that_got_another_title_is_silent(fields: dict[str, object], is_told: bool) -> None:
    own = paper(
        ID,
        "Second Rethinking of Network Pruning in the Adversarial Setting",
        venue="ICCV 2019",
        authors=("Shaokai Ye", "Kaidi Xu"),
    )
    title = "Adversarial Robustness vs. Model Compression, or Both?"
    facts = known(own, shelved=[paper("cvf:ICCV2019/Ye", title, **fields)])
    assert bool(found(CODE, f"- [{title}]({ARXIV}/1801.00001)\n", facts)) is is_told


@pytest.mark.parametrize(("_", "title"), TABLE["other"])
def test_every_title_is_its_own(_: str, title: str) -> None:
    assert not said(title, title)
    assert not said(title.upper(), title)
    assert not said(f"Name: {title}", title)


def test_all_titles_of_a_work_count() -> None:
    renamed = known(paper(ID, "HC-Net: Memory-Based Incremental Dual-Network System"))
    note = f"- [Stacking Parameters for Continual Learning]({ARXIV}/1801.00001)\n"
    assert found(CODE, note, renamed)
    titles = {ID: ["StackNet: Stacking Parameters for Continual Learning"]}
    both = known(*renamed.papers.values(), titles=titles)
    assert not found(CODE, note, both)


def test_a_link_in_a_sentence_may_name_a_thing_in_three_words() -> None:
    facts = known(paper(ID, "Continuous Deep Q-Learning with Model-based Acceleration"))
    name = f"[Normalized Advantage Function]({ARXIV}/1801.00001)"
    assert found(CODE, f"- {name}\n", facts)
    assert not found(CODE, f"It uses the {name} for this.\n", facts)


@pytest.mark.parametrize(
    ("text", "title", "is_sought"),
    [
        ("Segment Anything", "Segment Anything in High Quality", True),
        ("Attention Is All You Need", "Segment Anything", True),
        ("Segment Anything", "Segment Anything", False),
        ("SAM: Segment Anything", "Segment Anything", False),
        ("Swin Transformer", "Swin Transformer: Hierarchical Vision Transformer", False),
        ("paper", "Segment Anything", False),
    ],
)
def test_what_may_be_the_title_of_another_work_is_looked_for(
    text: str, title: str, is_sought: bool
) -> None:
    note = f"- [{text}]({ARXIV}/1801.00001)\n"
    assert sought(CODE, note, known(paper(ID, title))) == [text] * is_sought


@pytest.mark.parametrize(
    "text", ["Lecture Notes by Ada Lovelock", "Lovelock and Babbage on Engines"]
)
def test_a_text_with_the_names_of_the_authors_speaks_of_their_work(text: str) -> None:
    title = "Attention Is All You Need"
    assert said(text, title)
    note = f"- [{text}]({ARXIV}/1801.00001)\n"
    assert not found(CODE, note, known(paper(ID, title, authors=("Ada Lovelock", "Bob Babbage"))))


class TestTheVeryTitleOfAnotherWork:
    FACTS = known(
        paper(ID, "Part-Aware Panoptic Segmentation", authors=("Daan de Geus",)),
        shelved=[paper(OTHER, "Panoptic Segmentation", authors=("Alexander Kirillov",))],
    )
    NOTE = f"- [Panoptic Segmentation]({ARXIV}/1801.00001)\n"

    def test_is_told_with_its_address(self) -> None:
        (finding,) = found(CODE, self.NOTE, self.FACTS)
        assert finding.proposal == f"{ARXIV}/1801.00002"
        assert (finding.line, finding.column) == (1, 27)

    def test_is_never_written(self) -> None:
        assert fixed(self.NOTE, found(CODE, self.NOTE, self.FACTS)) == self.NOTE

    def test_is_nothing_where_it_is_one_of_the_works_own(self) -> None:
        titles = {ID: ["Panoptic Segmentation"]}
        facts = known(
            *self.FACTS.papers.values(),
            titles=titles,
            shelved=[paper(OTHER, "Panoptic Segmentation")],
        )
        assert not found(CODE, self.NOTE, facts)

    def test_is_nothing_where_both_may_be_one_work(self) -> None:
        authors = ("Ada Lovelock", "Bob Babbage")
        facts = known(
            paper(ID, "Dense Bundle Adjustment Network", authors=authors),
            shelved=[paper(OTHER, "Dense Bundle Adjustment Networks", authors=authors)],
        )
        assert not found(CODE, f"- [Dense Bundle Adjustment Networks]({ARXIV}/1801.00001)\n", facts)


@pytest.mark.parametrize(
    ("text", "title", "is_told"),
    [
        ("MobileNetV3", "MobileNetV2: Inverted Residuals and Linear Bottlenecks", True),
        ("YOLOv3", "YOLOv4: Optimal Speed and Accuracy of Object Detection", True),
        ("YOLOv2", "YOLO9000: Better, Faster, Stronger", False),
        ("GPT-3", "Language Models are Few-Shot Learners", False),
    ],
)
def test_a_name_with_another_number_is_another(text: str, title: str, is_told: bool) -> None:
    assert bool(said(text, title)) is is_told


def test_the_text_of_a_link_in_html_counts() -> None:
    note = f'<a href="{ARXIV}/1801.00001"><b>“Attention Is All You Need”, 2017 NIPS</b></a>\n'
    assert found(CODE, note, known(paper(ID, "Mask R-CNN")))
    assert not found(CODE, note, known(paper(ID, "Attention Is All You Need")))


def test_an_entry_of_a_bibliography_has_its_title_for_a_text() -> None:
    entry = "@article{a,\n  title = {{Attention} Is All You {N}eed},\n  eprint = {1801.00001},\n}\n"
    assert not found(CODE, entry, known(paper(ID, "Attention Is All You Need")), "a.bib")
    (finding,) = found(CODE, entry, known(paper(ID, "Mask R-CNN")), "a.bib")
    assert (finding.line, finding.column) == (3, 13)


@pytest.mark.parametrize(
    "comment",
    [
        "% enricher:ignore wrong-paper",
        "% enricher:ignore",
        "% enricher:ignore duplicate, wrong-paper",
    ],
)
def test_an_entry_may_want_to_be_left_alone(comment: str) -> None:
    entry = f"@article{{a,\n  title = {{Focal Loss}},\n{comment}\n  eprint = {{1801.00001}}}}\n"
    facts = known(paper(ID, "Mask R-CNN"))
    assert found(CODE, entry.replace(comment, ""), facts, "a.bib")
    assert not found(CODE, entry, facts, "a.bib")


@pytest.mark.parametrize(
    "note",
    [
        "- [{0}]({1}) <!-- enricher:ignore wrong-paper -->\n",
        "<!-- enricher:ignore wrong-paper, venue-claim -->\n- [{0}]({1})\n",
        "- [{0}]({1}) <!-- enricher:ignore -->\n",
        "<!-- enricher: off -->\n\n- [{0}]({1})\n",
        "---\nenricher: false\n---\n- [{0}]({1})\n",
        "```\n[{0}]({1})\n```\n",
    ],
)
def test_a_note_may_want_to_be_left_alone(note: str) -> None:
    content = note.format("Attention Is All You Need", f"{ARXIV}/1801.00001")
    assert not found(CODE, content, known(paper(ID, "Mask R-CNN")))


@pytest.mark.parametrize(
    "note",
    [
        "- [{0}]({1}) <!-- enricher:ignore venue-claim -->\n",
        "<!-- enricher:ignore wrong-paper -->\n\n- [{0}]({1})\n",
        "- other <!-- enricher:ignore wrong-paper -->\n- [{0}]({1})\n",
    ],
)
def test_comments_on_other_things_and_places_hide_nothing(note: str) -> None:
    content = note.format("Attention Is All You Need", f"{ARXIV}/1801.00001")
    assert found(CODE, content, known(paper(ID, "Mask R-CNN")))
