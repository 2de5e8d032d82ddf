"""What a later run changes in tables that are there: no flapping, one entry a work, in order."""

from __future__ import annotations

import time
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import Context, Link, PaperRef, Span
from enricher.writers.front_matter import WRITER
from enricher.writers.interface import Document, Published, WriteOptions
from tests.writers.samples import (
    BODY,
    KNOWN,
    NEURAL,
    ONE,
    OPTIONS,
    TWO,
    paper,
    papers,
    planned,
    remove,
    run,
)
from tests.writers.toml_samples import content, table, toml, written


def test_entries_stand_in_the_order_of_their_first_links_before_what_follows() -> None:
    one, two = table("1803.02780", "x = 1"), table("2004.01899", "x = 1")
    before = toml("a = 1", *two, *one, "", "# b", "[b]", body=TWO)
    after = run(before, papers())
    assert after == toml("a = 1", *one, *two, "", "# b", "[b]", body=TWO)
    added = run(toml("a = 1", *two, "", "# b", "[b]", body=TWO))
    assert [each["id"] for each in tomllib.loads(content(added))["papers"]] == [
        "arxiv:1803.02780",
        "arxiv:2004.01899",
    ]
    assert added.endswith("\n\n# b\n[b]\n+++\n" + TWO)


def test_no_flapping() -> None:
    before = run(toml("a = 1"))
    assert planned(before, papers()).edits == ()
    other = NEURAL.model_copy(update={"venue": "ICML 2021", "title": "Other", "year": 2021})
    assert planned(before, KNOWN | papers(other)).edits == ()
    replaced = run(before, KNOWN | papers(other), WriteOptions(replace_venues=True))
    assert replaced == run(toml("a = 1"), KNOWN | papers(other))
    kept = written('venue = "V"', "more_authors = 3 # many", "year = 1999")
    assert 'venue = "V"' in run(kept, papers(paper("2004.01899", authors=())))


def test_a_written_preprint_that_has_a_venue_now_is_news() -> None:
    before = run(toml("a = 1", body=ONE), papers(paper("2004.01899", year=2020)))
    now = papers(paper("2004.01899", year=2020, venue="ECCV 2020"))
    news = (Published("arxiv:2004.01899", "preprint 2020", "ECCV 2020"),)
    assert planned(before, now).published == news
    assert run(before, now) == run(toml("a = 1", body=ONE), now)


def test_authors_and_their_count_change_together_and_comments_stay() -> None:
    many = papers(paper("2004.01899", authors=tuple("abcd")))
    few = WriteOptions(max_authors=2)
    before = run(toml(body=ONE), many, few)
    assert '["a", "b"]\nmore_authors = 2\n' in before
    assert run(before, many) == run(toml(body=ONE), many)
    assert run(run(before, many), many, few) == before
    noted = before.replace("more_authors = 2", "  more_authors = 2 # all of them")
    assert '["a", "b", "c", "d"]\n  # all of them\n' in run(noted, many)


PARTS = st.sampled_from(
    [
        "", "# c", "a.b = 1", "x = [ # d\n1]", 'y = """\n# e\n[[papers]]\n"""', "mine = 1 # f",
        "locked = true", "links = [ # g\n]", 'title = "t"', "year = 1 # h", "more_authors = 2 # i",
        "[papers.sub]", "[other]", "[[extra.papers]]", *table("2004.01899"), *table("1803.02780"),
        "\n".join(table("2004.01899")), "\n".join(table("1111.11111", "z = 1")),
        "\n".join(table("2222.22222")), "\n".join(["", "# j", *table("3333.33333")]),
    ]
)  # fmt: skip


@given(st.lists(PARTS, max_size=9), st.sampled_from([BODY, ONE, "\nx\n"]), st.booleans())
def test_a_second_run_is_a_no_op_and_no_comment_is_lost(
    parts: list[str], body: str, is_crlf: bool
) -> None:
    before = toml(*parts, body=body).replace("\n", "\r\n" if is_crlf else "\n")
    try:
        after = run(before)
        removed = remove(after)
    except NoteError:
        return
    assert planned(after).edits == ()
    assert remove(removed) == removed
    for letter in "cdefghij":
        assert before.count(f"# {letter}") == after.count(f"# {letter}")
        assert before.count(f"# {letter}") == removed.count(f"# {letter}")


@pytest.mark.timed
def test_a_list_of_many_papers_is_planned_within_a_second() -> None:
    numbers = [f"{2000 + n // 1000}.{10000 + n % 1000}" for n in range(1700)]
    known = papers(*(paper(number, title=f"Title {number}", year=2020) for number in numbers))
    text = toml("a = 1", body="".join(f"https://arxiv.org/abs/{n}\n" for n in numbers))
    for expected in (1, 0):
        at, links = len(text) - 33 * len(numbers), list[Link]()
        for n in numbers:
            span = Span(at, at + 32)
            ref = PaperRef("arxiv", n)
            links.append(Link(span, 1, 1, text[slice(*span)], "", "", Context.BARE, ref))
            at += 33
        begin = time.process_time()
        edits = WRITER.plan(Document("note.md", text, tuple(links)), known, OPTIONS).edits
        assert time.process_time() - begin < 3, "about 0.5 s where nothing else runs"
        assert len(edits) == expected
        text = texts.apply(text, edits)
