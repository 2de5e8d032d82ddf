"""DOIs in URLs: what is one, where it ends, and whose paper it is."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from enricher.identifiers import dois
from enricher.indexes import all_indexes
from enricher.models import Match, PaperRef, Wanted
from enricher.sources.doi import SOURCE, alias, fold_id, match

# What registrants make suffixes of; brackets in pairs.
WORDS = st.text("abcxyz0123456789", min_size=1, max_size=8)
SUFFIXES = st.lists(
    st.builds("{0}{1}".format, st.sampled_from(["", "-", "_", ".", ":", ";"]), WORDS)
    | WORDS.map("({0})".format)
    | WORDS.map("[{0}]".format),
    min_size=1,
    max_size=4,
).map(lambda parts: "s" + "".join(parts))
DOIS = st.builds("10.{0}/{1}".format, st.integers(1000, 999_999), SUFFIXES)


def matched(url: str) -> PaperRef | None:
    found = match(urlsplit(url))
    return found.ref if found else None


@given(DOIS)
@example("10.1016/s0140-6736(20)30183-5")
@example("10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o")
def test_a_doi_is_itself_however_it_is_written(doi: str) -> None:
    ref = PaperRef("doi", doi)
    for host in ("doi.org", "dx.doi.org", "www.doi.org"):
        assert matched(f"https://{host}/{quote(doi, safe='')}") == ref
        assert matched(f"http://{host}/{quote(doi.upper(), safe='/')}") == ref
    for text in (doi, doi.upper(), f"doi:{doi}", f"DOI: {doi}", f"https://doi.org/{doi}"):
        assert dois.parse(text) == doi
        assert fold_id(text) == doi
    assert dois.paper(doi) == ref
    assert matched(dois.url(doi)) == ref


@given(DOIS, st.text(".,;:!?'*", max_size=3), st.sampled_from(["", "/", ")", "]", ">", "</a>"]))
def test_punctuation_around_a_doi_is_no_part_of_it(doi: str, marks: str, closing: str) -> None:
    assert dois.parse(f"{doi}{marks}{closing}{marks}") == doi


@given(
    DOIS,
    st.sampled_from([
        "/full", "/abstract", "/pdf", "/epdf", "/meta", "/fulltext.html", ".pdf", ".full.pdf",
        ".full.pdf+html", ".abstract", "#sec-1", "?x=1", "&x=1", ";jsessionid=1A2B", " x", "\\n",
        "https://doi.org/10.1000/other", "，这", '"x',
    ]),
)  # fmt: skip
def test_views_and_what_was_glued_on_are_no_part_of_a_doi(doi: str, tail: str) -> None:
    assert dois.parse(doi + tail) == doi


@given(st.text(max_size=60) | st.builds("10.1234/{0}".format, st.text(max_size=60)))
def test_a_doi_that_was_read_is_read_the_same_again(text: str) -> None:
    doi = dois.parse(text)
    assert fold_id(fold_id(text)) == fold_id(text)
    if doi is not None:
        assert dois.parse(doi) == doi == doi.lower()
        assert doi.isascii()
        assert PaperRef.parse(f"doi:{doi}") == PaperRef("doi", doi)
        assert len(doi) <= dois.LONGEST + 50


@pytest.mark.parametrize("suffix", ["", ".", "...", "()", "a" * (dois.LONGEST + 1), " ", "-", "é"])
def test_what_is_no_suffix(suffix: str) -> None:
    assert dois.parse(f"10.1145/{suffix}") is None


@pytest.mark.parametrize(
    "doi", ["10.48550/arXiv.1803.02780", "10.48550/arxiv.hep-th/9901001", "10.48550/ARXIV.x"]
)
def test_papers_of_arxiv_are_left_to_its_source(doi: str) -> None:
    for host in ("doi.org", "dx.doi.org", "dl.acm.org/doi"):
        assert matched(f"https://{host}/{doi}") is None


def test_a_typed_doi_of_arxiv_is_arxivs_paper() -> None:
    assert alias(PaperRef("doi", "10.48550/arxiv.1803.02780")) == PaperRef("arxiv", "1803.02780")
    assert alias(PaperRef("doi", "10.1145/3292500.3330701")) is None
    assert alias(PaperRef("doi", "nonsense")) is None


def test_other_dois_may_end_in_a_version_for_good() -> None:
    other = "https://doi.org/10.21203/rs.3.rs-100/v1"
    assert match(urlsplit(other)) == Match(PaperRef("doi", "10.21203/rs.3.rs-100/v1"))


def test_twice_encoded() -> None:
    assert matched("https://doi.org/10.1145%252F3292500") == PaperRef("doi", "10.1145/3292500")


def test_every_index_that_is_asked_exists_and_one_takes_every_doi() -> None:
    indexes = [all_indexes()[name] for name in SOURCE.answered_by]
    for doi in ("10.1145/3292500.3330701", "10.5281/zenodo.48440", "10.4230/lipics.tqc.2013.93"):
        taking = [index.name for index in indexes if index.takes(Wanted(PaperRef("doi", doi)))]
        first = "crossref" if doi.startswith("10.1145") else "datacite"
        assert taking[0] == first
        assert taking[-1] == "datacite"
