"""Comments in a front matter are the user's notes to themselves: no link in them counts."""

from __future__ import annotations

import pytest

from enricher.links import find
from enricher.models import Context

URL = "https://arxiv.org/abs/1803.02780"


@pytest.mark.parametrize(
    ("line", "context"),
    [
        (f"paper: {URL}", Context.FRONT_MATTER),
        (f"# old: {URL}", Context.COMMENT),
        (f"z: 1 # {URL}", Context.COMMENT),
        (f'title: "a # b" {URL}', Context.FRONT_MATTER),
        (f"title: a#b {URL}", Context.FRONT_MATTER),
    ],
)
def test_what_stands_behind_a_hash_is_a_comment(line: str, context: Context) -> None:
    (mention,) = find(f"---\n{line}\n---\ntext\n", ".md")
    assert mention.context is context
