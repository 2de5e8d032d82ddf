"""Underscores at the end of a bare URL: OpenReview's ids have them, and so has emphasis."""

from __future__ import annotations

import pytest

from enricher.links import find

FORUM = "https://openreview.net/forum?id=SkgpBJrtv_"


@pytest.mark.parametrize(
    ("text", "suffix", "url"),
    [
        (f"see {FORUM} and", ".txt", FORUM),
        (f"see {FORUM} and", ".md", FORUM),
        (f"@misc{{a, url = {{{FORUM}}}}}", ".bib", FORUM),
        (f"---\nurl: {FORUM}\n---\n", ".md", FORUM),
        (f"<p>{FORUM}</p>", ".html", FORUM),
        (f"see {FORUM}, and", ".txt", FORUM),
        (f"snake_case and {FORUM}", ".txt", FORUM),
        (f"_see {FORUM}", ".txt", FORUM[:-1]),
        (f"_{FORUM}", ".txt", FORUM[:-1]),
        (f"__the best: {FORUM}_ is", ".txt", FORUM[:-1]),
    ],
)
def test_they_are_the_urls_own_unless_something_opened_before(
    text: str, suffix: str, url: str
) -> None:
    (mention,) = find(text, suffix)
    assert text[slice(*mention.span)] == url
