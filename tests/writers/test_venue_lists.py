"""Real notes in every form, and the list of 1,500 links that a maintainer keeps in a README."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import cmarkgfm
import pytest

from enricher import text as texts
from enricher.models import Link, PaperRef
from enricher.paper import Paper
from enricher.writers.interface import WriteOptions
from enricher.writers.venue import WRITER
from tests.writers.venue_samples import document

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev"
OPTIONS = WriteOptions()
BOM = b"\xef\xbb\xbf"
FORMS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda raw: raw,
    "CRLF": lambda raw: raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "BOM": lambda raw: raw if raw.startswith(BOM) else BOM + raw,
    "a bad byte": lambda raw: raw.rstrip() + b"\n\n\xff bad\n",
    "no final newline": lambda raw: raw.rstrip(b"\r\n"),
}
LINES = (
    "- [A title of *paper* {n}](https://arxiv.org/abs/{id}) [[Notes](n/{n}.md)] [Lab {n}]",
    "- [Title {n}](https://arxiv.org/abs/{id}) <kbd>CVPR 2019</kbd>",
    "* **Title {n}**, Some Author, arXiv 2020 [[pdf]](https://arxiv.org/pdf/{id}.pdf)",
    "1. 论文{n}：https://arxiv.org/abs/{id}，很好",
    "- [Title {n}](https://arxiv.org/abs/{id}) | [**ICLR 2019**] | [pdf](https://arxiv.org/pdf/{id})",
    "- Title {n} ([paper](https://arxiv.org/abs/{id}), [pdf](https://arxiv.org/pdf/{id}v2))",
)


def _papers(links: tuple[Link, ...], published: int = 1) -> dict[PaperRef, Paper]:
    """A paper for each link; every so many of them have a venue."""
    refs = dict.fromkeys(link.ref for link in links)
    return {
        ref: Paper(
            id=str(ref),
            title=f"Title of {ref.id}",
            authors=("Ann Lee", "Bo Li", "Cy Wu"),
            venue="ICML 2099" if n % published == 0 else None,
        )
        for n, ref in enumerate(refs)
    }


def _run(text: str, papers: Mapping[PaperRef, Paper], path: str = "README.md") -> str:
    return texts.apply(text, WRITER.plan(document(text, path), papers, OPTIONS).edits)


def _changed_lines(before: str, after: str) -> list[str]:
    diff = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in diff if line.startswith("+") and not line.startswith("+++")]


def _maintained(before: str) -> str:
    """A first run on a list, and one after three of its papers were published."""
    links = document(before, "README.md").links
    papers = _papers(links, published=2)
    first = _run(before, papers)
    assert _run(first, papers) == first
    lines = first.split("\n")
    times = Counter(link.ref for link in links)
    single = [  # preprints that stand in one line, which names no venue
        link.ref
        for link in links
        if papers[link.ref].venue is None
        and times[link.ref] == 1
        and "kbd" not in lines[link.line - 1]
    ]
    later = dict(papers)
    for ref in single[5:200:80]:
        later[ref] = papers[ref].model_copy(update={"venue": "NeurIPS 2099"})
    second = _run(first, later)
    changed = _changed_lines(first, second)
    assert len(changed) == 3
    assert all(' <kbd title="Lee et al.">NeurIPS 2099</kbd>' in line for line in changed)
    assert _run(second, later) == second
    removed = WRITER.remove(document(second, "README.md"), later, OPTIONS).edits
    assert texts.apply(second, removed) == before
    return first


def test_a_list_of_1500_links() -> None:
    parts = ["# Papers", ""]
    for n in range(1_200):
        id_ = f"{1801 + n // 1000}.{10000 + n % 1000}"
        parts += [""] if n % 40 == 0 else []
        parts.append(LINES[n % len(LINES)].format(n=n, id=id_))
    parts += ["", "| Title | Venue |", "|---|---|"]
    for n in range(100):
        venue = "CVPR" if n % 3 == 0 else "-"
        parts.append(f"| [Title {n}](https://arxiv.org/abs/1905.{10000 + n}) | {venue} |")
    before = "\n".join([*parts, ""])
    assert len(document(before, "README.md").links) >= 1_500
    first = _maintained(before)
    # 400 items and 34 rows name a venue; every other of the 866 other papers has one to be told
    assert first.count("<kbd title=") == 433
    unsafe = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    html, old = (cmarkgfm.github_flavored_markdown_to_html(t, unsafe) for t in (first, before))
    assert html.count("<kbd title=") == 433
    for tag in ("<a ", "<li>", "<td>", "<tr>", "<em>", "<strong>", "<p>"):
        assert html.count(tag) == old.count(tag)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of real notes beside the checkout")
def test_a_real_list() -> None:
    path = CORPUS / "patrick-llgc+Learning-Deep-Learning" / "README.md"
    _maintained(texts.decode(path.read_bytes()))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of real notes beside the checkout")
@pytest.mark.parametrize(("number", "form"), list(enumerate(FORMS)))
def test_real_notes(number: int, form: str) -> None:
    """Every tenth note in each form, another tenth each time."""
    written = 0
    for path in sorted(file for file in CORPUS.rglob("*") if file.is_file())[number::10]:
        raw = FORMS[form](path.read_bytes())
        before = texts.decode(raw)
        note = document(before, path.name)
        papers = _papers(note.links)
        edits = WRITER.plan(note, papers, OPTIONS).edits
        if not edits:
            assert not WRITER.remove(note, papers, OPTIONS).edits
            continue
        written += len(edits)
        assert not any(edit.old for edit in edits)
        after = document(texts.apply(before, edits), path.name)
        assert not WRITER.plan(after, papers, OPTIONS).edits, path
        removed = texts.apply(after.text, WRITER.remove(after, papers, OPTIONS).edits)
        assert texts.encode(removed) == raw, path
    assert written > 200
