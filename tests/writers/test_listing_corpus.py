"""Real notes, where they lie beside the checkout, and long ones: markers at the end of each."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from enricher import scan
from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import Context, Link, PaperRef, Span
from enricher.paper import Paper
from enricher.sources import all_sources
from enricher.writers.interface import Document, WriteOptions
from enricher.writers.listing import WRITER
from tests.writers.listing_samples import BEGIN, END, begin

BESIDE = Path(__file__).parents[3] / "shared"
CORPUS = BESIDE / "corpus" / "dev"
OPTIONS = WriteOptions()
FORMS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": bytes,
    "CRLF": lambda raw: raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "BOM": lambda raw: raw if raw.startswith(b"\xef\xbb\xbf") else b"\xef\xbb\xbf" + raw,
    "a bad byte": lambda raw: raw + b"\n\nbad: \xe9\n",
    "no final newline": lambda raw: raw.rstrip(b"\r\n"),
}


def _with_markers(raw: bytes, marker: str) -> str:
    text = texts.decode(raw)
    newline = texts.newline_of(text)
    return text + newline.join(("", "", marker, END)) + (newline if raw.endswith(b"\n") else "")


def _document(path: Path, text: str) -> Document:
    own = WRITER.own(str(path), text, OPTIONS)
    links = scan.enrichable(text, scan.scan(str(path), text, all_sources()))
    return Document(
        str(path),
        text,
        tuple(
            link
            for link in links
            if not any(span.start <= link.span.start < span.end for span in own)
        ),
    )


def _known(document: Document) -> dict[PaperRef, Paper]:
    return {
        link.ref: Paper(
            id=str(link.ref), title=f"标题 “x” {{{{ y }}}} | {link.text}", authors=("Ann Lee",),
            url=link.target, year=2000 + len(link.ref.id), venue="X" if link.line % 2 else None,
        )
        for link in document.links
    }  # fmt: skip


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of real notes beside the checkout")
@pytest.mark.parametrize("form", FORMS)
def test_real_notes(form: str) -> None:
    marker = begin(style="table", group="venue") if form == "CRLF" else BEGIN
    total, listed, refused = 0, 0, list[str]()
    notes = [path for path in sorted(CORPUS.rglob("*")) if path.suffix in texts.MARKDOWN]
    for path in notes[list(FORMS).index(form) :: len(FORMS)]:  # every note once, in one form
        total += 1
        before = _with_markers(FORMS[form](path.read_bytes()), marker)
        document = _document(path, before)
        known = _known(document)
        try:
            after = texts.apply(before, WRITER.plan(document, known, OPTIONS).edits)
        except NoteError as error:
            refused.append(f"{path.relative_to(CORPUS)}: {error}")
            continue
        listed += after != before
        again = _document(path, after)
        assert [link.url for link in again.links] == [link.url for link in document.links], path
        for papers in (known, {}):
            assert WRITER.plan(again, papers, OPTIONS).edits == (), path
        assert texts.apply(after, WRITER.remove(again, {}, OPTIONS).edits) == before, path
    print(
        f"{form}: {listed} of {total} notes got a listing, {len(refused)} refused",
        *refused,
        sep="\n",
    )
    assert listed > total / 4
    assert len(refused) <= 0.02 * total


@pytest.mark.timed
def test_thousands_of_papers_are_listed_within_a_second() -> None:
    numbers = [f"{2000 + n // 1000}.{10000 + n % 1000}" for n in range(5000)]
    authors = tuple(f"Given{n} Family{n}" for n in range(12))
    known = {
        PaperRef("arxiv", n): Paper(
            id=f"arxiv:{n}", title=f"A title of *paper* {n}", authors=authors,
            year=2000 + int(n[-2:]), url=f"https://arxiv.org/abs/{n}", venue="CVPR 2021",
        )
        for n in numbers
    }  # fmt: skip
    marker = begin(style="table", group="year", sort="-title,venue")
    text = "".join(f"* [论文](https://arxiv.org/pdf/{n}.pdf)\n" for n in numbers)
    text = f"{text}\n{marker}\n{END}\n"
    links: list[Link] = []
    at = 0
    for n in numbers:
        url = f"https://arxiv.org/pdf/{n}.pdf"
        at = text.index(url, at)
        place = Span(at, at + len(url))
        links.append(Link(place, 1, 1, url, url, "", Context.INLINE, PaperRef("arxiv", n)))
    half = dict(list(known.items())[::2])
    for papers, expected in ((known, 1), (known, 0), (half, 0), ({}, 0)):
        begun = time.process_time()
        edits = WRITER.plan(Document("n.md", text, tuple(links)), papers, OPTIONS).edits
        spent = time.process_time() - begun
        print(f"{spent:.2f} s")
        assert len(edits) == expected
        assert spent < 5, "about 0.6 s where nothing else runs"
        text = texts.apply(text, edits)
