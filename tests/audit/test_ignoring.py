"""Comments that leave findings alone."""

from __future__ import annotations

import pytest

from enricher.ignoring import comments, unknown_codes
from tests.audit.noting import found, known

EMPTY = "- [x]()"
COMMENT = "<!-- enricher:ignore empty-target -->"


def is_told(note: str, path: str = "note.md") -> bool:
    return bool(found("empty-target", note, known(), path))


@pytest.mark.parametrize(
    "note",
    [
        f"{EMPTY} {COMMENT}\n",
        f"{COMMENT}\n{EMPTY}\n",
        f"> {COMMENT}\n> {EMPTY}\n",
        f"{EMPTY} <!-- enricher:ignore -->\n",
        f"{EMPTY} <!--enricher:ignore missing,empty-target-->\n",
        f"{EMPTY} {{/* enricher:ignore empty-target */}}\n",
        f"{COMMENT}\r{EMPTY}\r",
        f"!!! note\n\n    {EMPTY} {COMMENT}\n",
    ],
)
def test_a_comment_leaves_its_line_alone(note: str) -> None:
    assert not is_told(note)


@pytest.mark.parametrize(
    "note",
    [
        f"{EMPTY} `{COMMENT}`\n",
        f"`{COMMENT}`\n{EMPTY}\n",
        f"```\n{COMMENT}\n```\n{EMPTY}\n",
        f"```\nx\n{COMMENT}\n``` \n{EMPTY}\n",
        f"{EMPTY} <!-- enricher:ignored -->\n",
        f"{EMPTY} <!-- enricher:ignore missing -->\n",
        f"{COMMENT}\n\n{EMPTY}\n",
    ],
)
def test_what_is_code_or_of_something_else_leaves_nothing_alone(note: str) -> None:
    assert is_told(note)


def test_in_a_bibliography_a_comment_may_begin_with_a_percent_sign() -> None:
    (comment,) = comments("a.bib", "% enricher:ignore duplicate\r@misc{a}\r")
    assert (comment.own, comment.line, comment.codes) == (1, 2, {"duplicate"})


def test_a_code_that_is_none_is_told_with_its_line_and_what_is_known() -> None:
    note = "x\n<!-- enricher:ignore nonsense-code, Missing, empty-target -->\n" + EMPTY
    assert not is_told(note)
    told = list(unknown_codes("a/b.md", note))
    assert [each.partition(";")[0] for each in told] == [
        "a/b.md:2: enricher:ignore: there is no kind of finding 'Missing'",
        "a/b.md:2: enricher:ignore: there is no kind of finding 'nonsense-code'",
    ]
    assert all("venue-claim" in each for each in told)
