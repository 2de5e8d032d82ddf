"""Semantic Scholar's links: pages, PDFs and corpus ids, and what belongs to other sources."""

from __future__ import annotations

import time
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.models import Match, PaperRef
from enricher.sources.semantic_scholar import SOURCE, fold, match

HASHES = st.text("0123456789abcdef", min_size=40, max_size=40)
NUMBERS = st.integers(1, 10**9)


@given(hexadecimal=HASHES, title=st.text(max_size=60), upper=st.booleans())
def test_a_hash_is_found_behind_any_title(hexadecimal: str, title: str, upper: bool) -> None:
    shown = hexadecimal.upper() if upper else hexadecimal
    found = Match(PaperRef("semantic-scholar", hexadecimal))
    for path in (f"paper/{quote(title, safe='')}/{shown}", f"paper/{shown}", f"reader/{shown}"):
        assert match(urlsplit(f"https://www.semanticscholar.org/{path}")) == found
    pdf = f"https://pdfs.semanticscholar.org/{shown[:4]}/{shown[4:]}.pdf"
    assert match(urlsplit(pdf)) == Match(PaperRef("semantic-scholar", f"pdf:{hexadecimal}"))


@given(NUMBERS)
def test_a_corpus_id_names_itself_in_all_spellings(number: int) -> None:
    ref = PaperRef("semantic-scholar", f"CorpusID:{number}")
    assert PaperRef.parse(str(ref)) == ref
    assert fold(ref.id) == fold(ref.id.lower()) == fold(f"corpusid:00{number}") == ref.id
    for place in (f"api.semanticscholar.org/CorpusID:{number}", f"semanticscholar.org/p/{number}"):
        assert match(urlsplit(f"https://{place}")) == Match(ref)


@pytest.mark.parametrize("path", ["arxiv/1412.6980", "arXiv:1412.6980", "arxiv:1412.6980"])
def test_addresses_by_arxivs_ids_are_left_to_arxiv(path: str) -> None:
    assert match(urlsplit(f"https://www.semanticscholar.org/{path}")) is None


@given(st.text(max_size=60))
def test_folding_is_done_once_and_leaves_other_texts_alone(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text) == text or text.lower().startswith("corpusid:") or len(text) == 40


@pytest.mark.timed
def test_hostile_paths_take_linear_time() -> None:
    for path in ("/paper/" + "a" * 400_000, "/paper" * 100_000, "/" + "0" * 400_000):
        started = time.perf_counter()
        assert match(urlsplit(f"https://www.semanticscholar.org{path}")) is None
        assert time.perf_counter() - started < 1


def test_it_is_answered_by_its_own_index() -> None:
    assert SOURCE.provider is None
    assert SOURCE.answered_by == ("semantic-scholar",)
