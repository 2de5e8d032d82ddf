"""What holds for every kind of finding, whatever it looks for."""

from __future__ import annotations

import time

import pytest

from enricher import audit
from enricher.audit import all_kinds
from enricher.audit.interface import Kind, Subject
from enricher.ignoring import without_ignored
from enricher.models import Span
from tests.audit.noting import ARXIV, fixed, found, known, paper, sought, subject

KINDS = list(all_kinds().values())
ID = "arxiv:1801.00001"
HOSTILE = (
    *("a", "A b", "[", "]", "](", "[]()", "(", "`", "*", "\\", '"', "et al ", "et al, ", "x: "),
    *("- ", "A & ", "2019 ", "CVPR 2019, ", "<!-- ", "enricher:ignore ", "https://", "arXiv:"),
    *("ü", "文", "\ud800", "{", "%", "Ab-", "v2 ", "[a](b.pdf) ", "<a href="),
    *(f"[x]({ARXIV}/1801.00001) ", f"{ARXIV}/1801.0000 "),
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_its_code_is_that_of_its_file(kind: Kind) -> None:
    module = kind.find.__module__.rpartition(".")[2]
    assert kind.code == module.replace("_", "-")
    assert kind.find.__module__.startswith(audit.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_its_title_is_a_sentence(kind: Kind) -> None:
    assert kind.title[0].isupper()
    assert kind.title.endswith(".")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_nothing_is_found_in_nothing(kind: Kind) -> None:
    assert not list(kind.find(Subject(path="note.md", text="")))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
@pytest.mark.parametrize("part", HOSTILE)
def test_findings_stand_where_they_say(kind: Kind, part: str) -> None:
    content = f"- [{part * 20}]({ARXIV}/1801.00001)\n\n{part * 20}\n"
    for finding in found(kind.code, content, known(paper(ID, "Mask R-CNN", venue="ICCV 2017"))):
        before = content[: finding.span.start]
        assert finding.line == before.count("\n") + 1
        assert finding.edit is None or content.startswith(finding.edit.old, finding.edit.start)
        assert finding.message.endswith(".")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
@pytest.mark.parametrize(
    "form", ["{0}", "[]({0})", "<{0}>", "[a]: {0}", '<a href="{0}"></a>', "`{0}`"]
)
def test_every_form_of_a_link_is_read(kind: Kind, form: str) -> None:
    content = form.format(f"{ARXIV}/1801.00001") + "\n"
    facts = known(paper(ID, "Mask R-CNN", venue="ICCV 2017"))
    told = [*found(kind.code, content, facts), *sought(kind.code, content, facts)]
    assert len(told) <= 1


PLAGUED = f"""---
title: x
---
# Notes

- [Mask R-CNN]({ARXIV}/1801.00001) (CVPR 2018)
- [A Title of Another Paper]({ARXIV}/1801.00001v1)
  <!-- enricher:ignore missing -->
- [x]({ARXIV}/1801.00002) [y](https://arxiv.org/pdf/1801.00001.pdf&embed) [z]()

```
[none]()
```
- [Mask R-CNN]({ARXIV}/1801.00001)

| a | [b]({ARXIV}/1801.0000) |
|---|---|
| [z](<>) | [c]({ARXIV}/1801. 00001) |
"""


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.reads_only])
def test_a_kind_that_only_reads_finds_the_same_whatever_is_known(kind: Kind) -> None:
    facts = known(paper(ID, "Mask R-CNN", venue="ICCV 2017"), missing=["arxiv:1801.00002"])
    assert found(kind.code, PLAGUED, facts) == found(kind.code, PLAGUED, known()) != []
    assert kind.seeks is None


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_change_nothing(end: str) -> None:
    facts = known(
        paper(ID, "Mask R-CNN", venue="ICCV 2017", type="conference", year=2017),
        missing=["arxiv:1801.00002"],
    )
    notes = (PLAGUED, PLAGUED.replace("\n", end))
    told = [[each for kind in KINDS for each in found(kind.code, note, facts)] for note in notes]
    assert len({each.code for each in told[0]}) == 5
    places, others = (
        [each._replace(span=Span(0, 0), edit=None) for each in findings] for findings in told
    )
    assert places == others
    after, other = (fixed(note, findings) for note, findings in zip(notes, told, strict=True))
    assert after != PLAGUED
    assert other == after.replace("\n", end)


@pytest.mark.timed
@pytest.mark.parametrize("part", HOSTILE)
def test_time_is_linear_in_the_text(part: str) -> None:
    def seconds(size: int) -> float:
        content = f"- [{part * (size // len(part))}]({ARXIV}/1801.00001)\n"
        note = subject(content, known(paper(ID, "Mask R-CNN", venue="ICCV 2017", year=2017)))
        began = time.process_time()
        for kind in KINDS:
            without_ignored("note.md", content, list(kind.find(note)))
            list(kind.seeks(note) if kind.seeks else ())
        return time.process_time() - began

    small = max(seconds(250_000), 0.05)
    assert seconds(1_000_000) < 8 * small
