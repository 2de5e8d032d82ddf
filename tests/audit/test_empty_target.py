"""Links that lead nowhere, and the papers that they may mean."""

from __future__ import annotations

import json

import pytest

from enricher import text
from enricher.audit.interface import Confidence
from tests.audit.noting import ARXIV, fixed, found, known, paper

CODE = "empty-target"
PANET = paper(
    "arxiv:1803.01534",
    "Path Aggregation Network for Instance Segmentation",
    authors=("Shu Liu", "Lu Qi"),
    venue="CVPR 2018",
    year=2018,
)
MIXMATCH = paper("arxiv:1905.02249", "MixMatch: A Holistic Approach to Semi-Supervised Learning")
MAML = paper(
    "arxiv:1703.03400", "Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks"
)
FACTS = known(shelved=[PANET, MIXMATCH, MAML])


@pytest.mark.parametrize(
    ("label", "address", "confidence"),
    [
        ("Path Aggregation Network for Instance Segmentation", PANET, Confidence.LIKELY),
        ("Path aggregationnetwork for instance segmentation", PANET, Confidence.LIKELY),
        (
            "Path aggregationnetwork for instance segmentation. In CVPR, 2018.",
            PANET,
            Confidence.CERTAIN,
        ),
        (
            "Path Aggregation Network for Instance Segmentation (CVPR 2017)",
            PANET,
            Confidence.LIKELY,
        ),
        (
            "Path Aggregation Network for Instance Segmentation (Liu et al. 2018)",
            PANET,
            Confidence.CERTAIN,
        ),
        ("MixMatch", MIXMATCH, Confidence.UNSURE),
        ("Mix-Match", MIXMATCH, Confidence.UNSURE),
        ("MAML - Model Agnostic Meta-Learning for Fast Adaptation", MAML, Confidence.LIKELY),
    ],
)
def test_a_paper_is_proposed(label: str, address: object, confidence: Confidence) -> None:
    (finding,) = found(CODE, f"* [{label}]()\n", FACTS)
    assert finding.proposal == f"{ARXIV}/{address.arxiv}"  # type: ignore[attr-defined]
    assert finding.confidence is confidence


PATH = f"[{PANET.title}]()"


@pytest.mark.parametrize(
    ("note", "confidence"),
    [
        (f"* {PATH} CVPR 2018\n", Confidence.CERTAIN),
        (f"* {PATH}（CVPR2018）\n", Confidence.CERTAIN),
        (f"* CVPR 2018: {PATH}\n", Confidence.CERTAIN),
        (f"* {PATH}, Liu et al., 2018\n", Confidence.CERTAIN),
        (f"| CVPR 2018 | {PATH} |\n|---|---|\n", Confidence.CERTAIN),
        (f"* {PATH} [code](https://a.b) CVPR 2018 [M]({ARXIV}/1801.00001)\n", Confidence.CERTAIN),
        (f"* {PATH} CVPR 2017\n", Confidence.LIKELY),
        (f"* {PATH} 2018\n", Confidence.LIKELY),
        (f"* {PATH} CVPR 2018, ICCV 2019\n", Confidence.LIKELY),
        (f"* {PATH} [x y z]({ARXIV}/1801.00001) CVPR 2018\n", Confidence.LIKELY),
        (f"* [Mono](https://a.b) CVPR 2018 {PATH}\n", Confidence.LIKELY),
        (f"* {PATH} [nothing]() CVPR 2018\n", Confidence.LIKELY),
        (f"* {PATH}\n\nCVPR 2018\n", Confidence.LIKELY),
        (f"* {PATH} <!-- CVPR 2018 -->\n", Confidence.LIKELY),
    ],
)  # fmt: skip
def test_what_the_line_says_of_a_link_is_a_fact_too(note: str, confidence: Confidence) -> None:
    first = min(found(CODE, note, FACTS), key=lambda each: not each.proposal)
    assert first.confidence is confidence


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("Graph Attention Network", "Relational Graph Attention Networks"),
        (
            "Model-Based Reinforcement Learning",
            "Intelligent Trainer for Model-Based Reinforcement Learning",
        ),
        (
            "Explainable Artificial Intelligence (XAI)",
            "Explainable Artificial Intelligence: A Survey",
        ),
        (
            "MobileNetV3: Inverted Residuals and Linear Bottlenecks",
            "MobileNetV2: Inverted Residuals and Linear Bottlenecks",
        ),
        (
            "The Second Monocular Depth Estimation Challenge",
            "The Third Monocular Depth Estimation Challenge",
        ),
    ],
)
def test_a_paper_of_a_longer_or_another_name_is_not_proposed(label: str, title: str) -> None:
    facts = known(shelved=[paper("arxiv:1801.00001", title)])
    (finding,) = found(CODE, f"* [{label}]()\n", facts)
    assert not finding.proposal


@pytest.mark.parametrize("label", ["Mix", "A Title of Nothing", "", "MAML", "混合", "Segmentation"])
def test_what_names_no_known_paper_is_told_without_one(label: str) -> None:
    (finding,) = found(CODE, f"* [{label}]()\n", FACTS)
    named = f"The link “{label}”" if label else "The link"
    assert (finding.message, finding.proposal) == (f"{named} leads nowhere.", "")


def test_only_what_is_certain_is_written_and_can_be_undone() -> None:
    label = "Path aggregationnetwork for instance segmentation. In CVPR, 2018."
    note = f"---\ntitle: x\n---\r\n# [MixMatch]()\n 1. [{label}]() - mine\n"
    findings = found(CODE, note, FACTS)
    after = fixed(note, findings)
    assert after == note.replace(f"[{label}]()", f"[{label}]({ARXIV}/1803.01534)")
    assert len(found(CODE, after, FACTS)) == 1
    edits = [each.edit for each in findings if each.is_safe and each.edit]
    assert text.apply(after, text.invert(edits)) == note


@pytest.mark.parametrize("form", ["[MixMatch]()", "[MixMatch]( )", "[MixMatch](<>)"])
def test_every_form_of_an_empty_target_is_filled(form: str) -> None:
    (finding,) = found(CODE, f"- {form}\n", FACTS)
    assert finding.edit is not None
    after = text.apply(f"- {form}\n", [finding.edit])
    assert after == f"- [MixMatch]({ARXIV}/1905.02249)\n"


@pytest.mark.parametrize(
    "note",
    [
        "`[MixMatch]()`\n",
        "```\n[MixMatch]()\n```\n",
        "<!-- [MixMatch]() -->\n",
        "![MixMatch]()\n",
        "[MixMatch](#mixmatch)\n",
        r"\[MixMatch]()",
        "[MixMatch]() <!-- enricher:ignore empty-target -->\n",
    ],
)
def test_what_is_no_empty_link_is_silent(note: str) -> None:
    assert not found(CODE, note, FACTS)


@pytest.mark.parametrize(
    ("path", "note"),
    [
        ("note.md", 'x <a class="y" href="" >MixMatch</a>\n'),
        ("note.md", "<p>\n<a href=' '>MixMatch</a>\n</p>\n"),
        ("note.html", '<!-- <a href="">x</a> --><a href="">MixMatch</a>\n'),
    ],
)
def test_an_empty_address_of_html_is_filled(path: str, note: str) -> None:
    (finding,) = found(CODE, note, FACTS, path)
    assert finding.edit is not None
    after = text.apply(note, [finding.edit])
    assert after.count(f"{ARXIV}/1905.02249") == 1
    assert not found(CODE, after, FACTS, path)


def test_an_address_is_escaped_in_html() -> None:
    odd = paper("doi:10.1/a", "An Odd Work", url='https://a.b/?x="&y')
    (finding,) = found(CODE, '<a href="">An Odd Work</a>\n', known(shelved=[odd]))
    assert finding.edit is not None
    assert finding.edit.new == "https://a.b/?x=&quot;&amp;y"


@pytest.mark.parametrize(
    "note",
    [
        '`<a href="">MixMatch</a>`\n',
        '<!-- <a href="">MixMatch</a> -->\n',
        '```\n<a href="">MixMatch</a>\n```\n',
        '<a name="x">MixMatch</a>\n',
        '<a href="#">MixMatch</a>\n',
        '<a data-href="">MixMatch</a>\n',
        '<a href="">MixMatch\n',
    ],
)
def test_other_anchors_are_silent(note: str) -> None:
    assert not found(CODE, note, FACTS)


def test_of_two_works_with_one_title_none_is_proposed() -> None:
    twins = [
        paper("arxiv:1801.00001", "One Title Only"),
        paper("arxiv:1801.00002", "One Title Only"),
    ]
    (finding,) = found(CODE, "[One Title Only]()\n", known(shelved=twins))
    assert not finding.proposal


class TestNotebooks:
    """Cells are JSON: what stands in their Markdown is told where it stands in the file."""

    @staticmethod
    def notebook(*sources: str | list[str], kind: str = "markdown") -> str:
        cells = [{"cell_type": kind, "source": source, "metadata": {}} for source in sources]
        return json.dumps({"cells": cells, "nbformat": 4}, indent=1)

    @pytest.mark.parametrize(
        "source",
        [
            ["# A\n", "- [Title, CVPR 2018]()\n", "- x"],
            '- \u00e9\U0001f600 "x" [Title, CVPR 2018]()\n',
            ["[a](b)\n", "[Title, CVPR 2018](<>)"],
        ],
    )
    def test_an_empty_link_is_told(self, source: str | list[str]) -> None:
        note = self.notebook("# Notes", source)
        (finding,) = found("empty-target", note, known(), "a.ipynb")
        assert note[slice(*finding.span)].startswith("[Title, CVPR 2018](")
        assert note[slice(*finding.span)].endswith(")")
        assert finding.message == "The link \u201cTitle, CVPR 2018\u201d leads nowhere."

    def test_its_target_is_where_the_address_goes(self) -> None:
        note = self.notebook(["[Focal Loss for Dense Object Detection]()"])
        meant = paper("arxiv:1708.02002", "Focal Loss for Dense Object Detection")
        (finding,) = found("empty-target", note, known(shelved=[meant]), "a.ipynb")
        assert finding.edit is not None
        after = text.apply(note, [finding.edit])
        assert after == note.replace("]()", f"]({ARXIV}/1708.02002)")

    @pytest.mark.parametrize(
        "source", [["```python\n", "of[x]()\n", "```\n"], "`[a]()`", "[a](b)", "a", ""]
    )
    def test_code_is_none(self, source: str | list[str]) -> None:
        assert not found("empty-target", self.notebook(source), known(), "a.ipynb")

    def test_cells_of_code_have_none(self) -> None:
        note = self.notebook("calls[name]()", kind="code")
        assert not found("empty-target", note, known(), "a.ipynb")
