"""Papers of real notes, where they lie beside the checkout, in one file; and how long it takes."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import yaml

from enricher import scan
from enricher import text as texts
from enricher.models import Context, Link, PaperRef, Span
from enricher.paper import Paper
from enricher.sources import all_sources
from enricher.writers.data import WRITER
from enricher.writers.interface import Library, SideFile, WriteOptions
from tests.writers.data_samples import JSON, YAML
from tests.writers.samples import OPTIONS

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev"
FORMS = ["as it is", "CRLF", "BOM", "no final newline", "bad byte in the body"]


def _text(raw: bytes, form: str) -> str:
    match form:
        case "CRLF":
            raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        case "BOM":
            raw = b"\xef\xbb\xbf" + raw.removeprefix(b"\xef\xbb\xbf")
        case "bad byte in the body":
            raw += b"\xff https://arxiv.org/abs/1803.02780?\xff\n"
        case "no final newline":
            raw = raw.rstrip(b"\r\n")
        case _:
            pass
    return texts.decode(raw)


def _library(form: str, step: int) -> Library:
    sources = all_sources()
    notes: dict[str, list[Link]] = {}
    for path in sorted(CORPUS.rglob("*"))[::step]:
        if path.is_file():
            text = _text(path.read_bytes(), form)
            name = path.relative_to(CORPUS).as_posix()
            notes[name] = scan.enrichable(text, scan.scan(name, text, sources))
    papers = {
        link.ref: Paper(
            id=str(link.ref), title=f"标题: {link.text}", authors=("Ann Lee",), year=2020
        )
        for links in notes.values()
        for link in links
    }
    return Library(notes, papers, lambda name: True)


# The form of a note reaches the writer only in its paths and URLs: some notes will do.
@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of real notes beside the checkout")
@pytest.mark.parametrize(
    ("path", "form", "step"),
    [(JSON, FORMS[0], 1), *((path, form, 10) for path in (JSON, YAML) for form in FORMS)],
)
def test_the_papers_of_real_notes(path: str, form: str, step: int) -> None:
    library = _library(form, step)
    plan = WRITER.plan(SideFile(path, ""), library, OPTIONS)
    assert plan.notices == ()
    after = texts.apply("", plan.edits)
    assert WRITER.plan(SideFile(path, after), library, OPTIONS).edits == ()
    assert texts.apply(after, WRITER.remove(SideFile(path, after), OPTIONS).edits) == ""
    read = json.loads(after) if path == JSON else yaml.load(after, yaml.CSafeLoader)
    assert read.keys() == {str(ref) for ref in library.papers}
    found = {
        (note, url)
        for each in read.values()
        for note, urls in each["notes"].items()
        for url in urls
    }
    assert found == {
        (note, texts.twin(link.url)) for note, links in library.notes.items() for link in links
    }
    print(f"{form}, {path}: {len(read)} papers, {len(found)} links, {len(after):,} characters")


NOTES = 1500
NUMBERS = [f"{2000 + n // 1000}.{n:05}" for n in range(5000)]
KNOWN = {
    PaperRef("arxiv", number): Paper(
        id=f"arxiv:{number}",
        title=f"A title of *paper* {number} &c",
        authors=tuple(f"Given{n} Family{n}" for n in range(8)),
        url=f"https://arxiv.org/abs/{number}",
        venue="CVPR 2021",
        year=2021,
    )
    for number in NUMBERS
}


def _link(place: int, number: str) -> Link:
    url = f"https://arxiv.org/pdf/{number}.pdf"
    return Link(
        Span(place, len(NUMBERS)),
        1,
        1,
        url,
        url,
        "",
        Context.BARE,
        PaperRef("arxiv", number),
    )


@pytest.mark.timed
@pytest.mark.parametrize(("path", "count"), [(JSON, 5000), (YAML, 1000)])
def test_thousands_of_papers_take_a_second_and_a_venue_a_line(path: str, count: int) -> None:
    notes: dict[str, list[Link]] = {f"_posts/{n:04}.md": [] for n in range(NOTES)}
    names = list(notes)
    for place, number in enumerate(NUMBERS[:count]):
        for turn in range(3):
            notes[names[(3 * place + 7 * turn) % NOTES]].append(_link(place, number))
    spent: list[str] = []

    def timed(what: str, text: str, known: dict[PaperRef, Paper], options: WriteOptions) -> str:
        begin = time.process_time()
        file, library = SideFile(path, text), Library(notes, known, lambda name: True)
        plan = WRITER.plan(file, library, options) if known else WRITER.remove(file, options)
        seconds = time.process_time() - begin
        spent.append(f"{what} {seconds:.1f} s")
        assert seconds < 6, "about 1 s where nothing else runs"
        return texts.apply(text, plan.edits)

    fresh = timed("fresh", "", KNOWN, OPTIONS)
    assert timed("no-op", fresh, KNOWN, OPTIONS) == fresh
    ref = PaperRef("arxiv", NUMBERS[500])
    other = {**KNOWN, ref: KNOWN[ref].model_copy(update={"venue": "ICML 2022"})}
    after = timed("one venue", fresh, other, WriteOptions(replace_venues=True))
    pairs = zip(fresh.splitlines(), after.splitlines(), strict=True)
    assert len([old for old, new in pairs if old != new]) == 1
    assert timed("removal", after, {}, OPTIONS) == ""
    print(f"{path}: {', '.join(spent)}")
