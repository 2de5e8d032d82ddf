"""Publishers' pages name papers by DOIs: each is the paper of its DOI."""

from __future__ import annotations

from urllib.parse import urlsplit

from enricher.models import Match, PaperRef
from enricher.sources.publisher import alias, match

PREPRINT = "10.1101/2020.12.28.424589"


def test_versions_of_biorxiv_are_the_links() -> None:
    url = f"https://www.biorxiv.org/content/{PREPRINT}v2.full"
    assert match(urlsplit(url)) == Match(PaperRef("publisher", PREPRINT), 2)


def test_each_paper_is_that_of_its_doi() -> None:
    found = match(urlsplit("https://www.nature.com/articles/nature14539"))
    assert found is not None
    assert alias(found.ref) == PaperRef("doi", "10.1038/nature14539")
    assert alias(PaperRef("publisher", "nonsense")) is None
