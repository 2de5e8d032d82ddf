"""The tags of a page's head: what is read, kept, and made of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from enricher.exchange import RawRecord
from enricher.formats import highwire
from enricher.models import Author, PaperRef

NAMES = st.sampled_from(["citation_title", "citation_author", "citation_volume"])
VALUES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=20)


def tags(html: str) -> highwire.Tags:
    return highwire.read(LexborHTMLParser(html))


@given(st.dictionaries(NAMES, st.lists(VALUES, min_size=1, max_size=3).map(tuple)))
def test_what_is_written_reads_the_same(kept: dict[str, tuple[str, ...]]) -> None:
    assert tags(highwire.write(kept)) == kept


@given(st.lists(VALUES, max_size=3), VALUES)
def test_an_abstract_is_left_out_and_nothing_else(authors: list[str], abstract: str) -> None:
    kept = {"citation_author": tuple(authors)} if authors else {}
    whole = highwire.write({**kept, highwire.ABSTRACT: (abstract,)})
    raw = RawRecord(PaperRef("cvf", "x"), "page", whole)
    assert highwire.without_abstract(raw) == highwire.write(kept)


def test_only_tags_with_a_name_and_a_content_count() -> None:
    html = """<head><meta name="Citation_Title" content=" A  title\n"><meta name="citation_doi">
    <meta name="citation_author" content=""><meta name="dc.title" content="x"><meta charset="utf-8">
    </head><body><meta name="citation_author" content="Li, Fei-Fei"></body>"""
    assert tags(html) == {"citation_title": ("A title",), "citation_author": ("Li, Fei-Fei",)}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Wang, Kuan", Author("Kuan Wang", "Kuan", "Wang")),
        ("De Sa, Christopher M", Author("Christopher M De Sa", "Christopher M", "De Sa")),
        ("Ahana Ghosh", Author("Ahana Ghosh")),
        ("Smith, Jr., John", Author("John Smith Jr.", "John", "Smith Jr.")),
        ("Smith, III, John", Author("John Smith III", "John", "Smith III")),
        ("  Měch,\tRadomír ", Author("Radomír Měch", "Radomír", "Měch")),
        (r"B\"{u}lthoff, Heinrich", Author("Heinrich Bülthoff", "Heinrich", "Bülthoff")),
        ("The ATLAS Collaboration", Author("The ATLAS Collaboration")),
        ("OpenAI,", Author("OpenAI,")),
        ("a, b, c, d", Author("a, b, c, d")),
    ],
)
def test_names(written: str, expected: Author) -> None:
    assert highwire.author(written) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Yann LeCun, John S. Denker", ["Yann LeCun", "John S. Denker"]),
        ("Yann LeCun", ["Yann LeCun", "John Denker"]),  # another number of names: not trusted
        ("", ["Yann LeCun", "John Denker"]),
        ("Y. LeCun, Jean Denker-Li", ["Y. LeCun", "Jean Denker-Li"]),
    ],
)
def test_printed_names_are_richer(printed: str, expected: list[str]) -> None:
    named = {"citation_author": ("LeCun, Yann", "Denker, John"), highwire.PRINTED: (printed,)}
    assert [author.name for author in highwire.authors(named)] == expected


def test_a_printed_name_keeps_its_parts() -> None:
    named = {
        "citation_author": ("De Sa, Christopher",),
        highwire.PRINTED: ("Christopher M. De Sa",),
    }
    expected = Author("Christopher M. De Sa", "Christopher M.", "De Sa")
    assert highwire.authors(named) == (expected,)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("citation_publication_date", "2019", 2019),
        ("citation_publication_date", "2019/06/15", 2019),
        ("citation_date", "June 2019", 2019),
        ("citation_year", "1988", 1988),
        ("citation_publication_date", "12019", None),
        ("citation_volume", "2019", None),
    ],
)
def test_years(name: str, value: str, expected: int | None) -> None:
    assert highwire.year({name: (value,)}) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [("1", "9", "1-9"), ("7", None, "7"), ("7", "7", "7"), (None, "9", None), (None, None, None)],
)
def test_pages(first: str | None, last: str | None, expected: str | None) -> None:
    found = {"citation_firstpage": first, "citation_lastpage": last}
    assert highwire.pages({k: (v,) for k, v in found.items() if v}) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [("é".encode(), "é"), (b"\xef\xbb\xbfx", "x"), (b"\xe9\x80", "é€"), (b"\x81", "\ufffd")],
)
def test_pages_are_decoded_as_browsers_do(body: bytes, expected: str) -> None:
    assert highwire.decode(body) == expected
