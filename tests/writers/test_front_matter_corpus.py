"""Real notes, where they lie beside the checkout: one insertion, and removal restores."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import Context, Link, PaperRef, Span
from enricher.paper import Paper
from enricher.writers.front_matter import WRITER
from enricher.writers.interface import Document, Profile, WriteOptions
from tests.writers.samples import inserted, papers

BESIDE = Path(__file__).parents[3] / "shared"
NOTES = BESIDE / "notes"
CORPUS = BESIDE / "corpus" / "dev"
OPTIONS = WriteOptions()
FLAT = WriteOptions(profile=Profile.FLAT)
PAPER = Paper(id="arxiv:2004.01899", title="标题: “x” {{ y }}", authors=("Ann Lee",), year=2020)


def _planned(text: str, options: WriteOptions = OPTIONS) -> tuple[str, str]:
    """The text after a run that finds one link at its end, and after a second run."""
    url = "https://arxiv.org/abs/2004.01899"
    states = [text]
    for _ in range(2):
        end = len(states[-1])
        link = Link(Span(end, end), 1, 1, url, url, "", Context.BARE, PaperRef("arxiv", url[-10:]))
        document = Document("note.md", states[-1], (link,))
        states.append(texts.apply(states[-1], WRITER.plan(document, papers(PAPER), options).edits))
    return states[1], states[2]


def _removed(text: str) -> str:
    return texts.apply(text, WRITER.remove(Document("note.md", text, ()), {}, OPTIONS).edits)


@pytest.mark.skipif(not NOTES.is_dir(), reason="no folder of real notes beside the checkout")
@pytest.mark.parametrize("name", ["seed.md", "seed-crlf.md"])
def test_the_seed_gets_one_insertion(name: str) -> None:
    raw = (NOTES / name).read_bytes()
    before = texts.decode(raw)
    after, again = _planned(before)
    added = inserted(before, after)
    assert added is not None
    assert added.startswith("papers:")
    assert added.count("\r\n") == (added.count("\n") if "crlf" in name else 0)
    assert again == after
    assert texts.encode(_removed(after)) == raw


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of real notes beside the checkout")
@pytest.mark.parametrize("options", [OPTIONS, FLAT], ids=["nested", "flat"])
@pytest.mark.parametrize("form", ["as it is", "CRLF", "BOM", "bad byte", "no final newline"])
def test_real_front_matters(form: str, options: WriteOptions) -> None:
    total, refused = 0, list[str]()
    for path in sorted(CORPUS.rglob("*")):
        if path.suffix not in {".md", ".markdown", ".mdx", ".html", ".txt", ".rst", ".org"}:
            continue
        raw = path.read_bytes()
        if form == "CRLF":
            raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        elif form == "BOM" and not raw.startswith(b"\xef\xbb\xbf"):
            raw = b"\xef\xbb\xbf" + raw
        elif form == "bad byte":
            raw += b"\n\xff caf\xe9\n"
        elif form == "no final newline":
            raw = raw.rstrip(b"\r\n")
        before = texts.decode(raw)
        if texts.front_matter(before) is None:
            assert _planned(before, options) == (before, before)
            continue
        total += 1
        try:
            after, again = _planned(before, options)
        except NoteError as error:
            refused.append(f"{path.relative_to(CORPUS)}: {error}")
            continue
        assert inserted(before, after), path
        assert again == after, path
        assert texts.encode(_removed(after)) == raw, path
    print(f"{form}: {len(refused)} of {total} front matters refused", *refused, sep="\n")
    assert total
    assert len(refused) <= 0.02 * total


@pytest.mark.timed
@pytest.mark.parametrize("options", [OPTIONS, FLAT], ids=["nested", "flat"])
def test_a_list_of_many_papers_is_planned_within_a_second(options: WriteOptions) -> None:
    numbers = [f"{2000 + n // 1000}.{10000 + n % 1000}" for n in range(1700)]
    authors = tuple(f"Given{n} Family{n}" for n in range(12))
    known = {
        PaperRef("arxiv", n): Paper(
            id=f"arxiv:{n}", title=f"A title of *paper* {n}", authors=authors, year=2020,
            url=f"https://arxiv.org/abs/{n}", venue="CVPR 2021",
        )
        for n in numbers
    }  # fmt: skip
    body = "".join(f"* [论文](https://arxiv.org/pdf/{n}.pdf)\n" for n in numbers)
    text = f"---\ntitle: 论文 *x*\n---\n{body}"
    for expected in (1, 0, 0):
        begin = time.process_time()
        edits = WRITER.plan(_document(text, numbers), known, options).edits
        spent = time.process_time() - begin
        assert len(edits) == expected
        assert spent < 3, "about 0.5 s where nothing else runs"
        text = texts.apply(text, edits)


def _document(text: str, numbers: list[str]) -> Document:
    links: list[Link] = []
    front = texts.front_matter(text)
    assert front is not None
    at = front.span.end
    for number in numbers:
        url = f"https://arxiv.org/pdf/{number}.pdf"
        at = text.index(url, at)
        span = Span(at, at + len(url))
        links.append(Link(span, 1, 1, url, url, "", Context.INLINE, PaperRef("arxiv", number)))
    return Document("note.md", text, tuple(links))
