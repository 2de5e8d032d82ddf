"""Papers with Code: a site that is gone, whose names tell arXiv's ids or nothing."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.models import PaperRef, Wanted
from enricher.routes import aliases, questions
from enricher.sources import all_sources
from enricher.sources.papers_with_code import alias, match


def slug(name: str) -> PaperRef:
    return PaperRef("papers-with-code", name)


FOUR_DIGITS = st.from_regex(r"(0[89]|1[0-4])(0[1-9]|1[0-2])\.0[0-9]{2}[1-9]", fullmatch=True)
FIVE_DIGITS = st.from_regex(r"(1[5-9]|2[0-5])(0[1-9]|1[0-2])\.[0-9]{4}[1-9]", fullmatch=True)


@given(FOUR_DIGITS | FIVE_DIGITS)
def test_an_id_of_arxiv_without_its_dot_is_that_paper(id_: str) -> None:
    found = match(urlsplit(f"https://paperswithcode.com/paper/{id_.replace('.', '')}"))
    assert found is not None
    assert alias(found.ref) == PaperRef("arxiv", id_)


@pytest.mark.parametrize(
    "name",
    [
        "dual-path-networks",
        *("1984", "191303670", "190500000", "070300010", "19053670", "1905036701", "140503670"),
        *("190503670v2", "190503670-1", "1905-03670", "１９０５０３６７０"),
    ],
)
def test_other_names_tell_nothing(name: str) -> None:
    assert alias(slug(name)) is None


def test_nobody_is_asked_but_arxiv() -> None:
    """What has no arXiv id is a paper all the same, and ends as missing."""
    wanted = [Wanted(slug("190503670")), Wanted(slug("dual-path-networks"))]
    sources = all_sources()
    assert aliases(wanted, sources) == {slug("190503670"): PaperRef("arxiv", "1905.03670")}
    assert [question.provider for question in questions(wanted, sources, {}).values()] == [
        None,
        None,
    ]
