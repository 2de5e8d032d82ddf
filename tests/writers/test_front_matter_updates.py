"""What a later run changes in a list that is there: no flapping, one entry a work, in order."""

from __future__ import annotations

import pytest

from enricher.paper import Paper
from enricher.writers.interface import Published, WriteOptions
from tests.writers.samples import (
    GATES,
    KNOWN,
    NEURAL,
    ONE,
    TWO,
    entry,
    lines,
    note,
    paper,
    papers,
    planned,
    remove,
    run,
    written,
)

REPLACE = WriteOptions(replace_venues=True)


def test_an_entry_stays_when_its_paper_has_no_record_now() -> None:
    before = run(note())
    assert planned(before, papers()).edits == ()
    more = before + "again https://arxiv.org/abs/1803.02780\n"
    expected = 'links: ["https://arxiv.org/pdf/1803.02780.pdf", "https://arxiv.org/abs/1803.02780"]'
    assert expected in run(more, papers())


@pytest.mark.parametrize("field", ["url", "authors", "venue", "year", "doi", "more_authors"])
def test_a_field_that_is_not_known_now_stays(field: str) -> None:
    value = {"authors": '["X"]', "year": "2001", "more_authors": "3"}.get(field, '"x"')
    before = written(f"{field}: {value}")
    known = papers(paper("2004.01899", authors=()).model_copy(update={"url": None}))
    assert f"    {field}: {value}\n" in run(before, known)


PREPRINT = paper("2004.01899", year=2020)
ECCV = paper("2004.01899", venue="ECCV 2020", year=2020, doi="10.1/eccv", type="conference")
ICML = paper("2004.01899", venue="ICML 2021", year=2021, doi="10.1/icml", type="conference")
MINE = ICML.model_copy(update={"provenance": {"venue": "config"}})
MENDED = ECCV.model_copy(update={"doi": "10.1/new", "title": "New"})
CAMERA_READY = ICML.model_copy(update={"title": "Camera ready", "url": "https://e.org"})
YEAR = PREPRINT.model_copy(update={"year": 1999, "provenance": {"year": "config"}})


@pytest.mark.parametrize(
    ("first", "then", "options", "result"),
    [
        (PREPRINT, ECCV, None, ECCV),
        (ECCV, PREPRINT, None, ECCV),
        (ECCV, ICML, None, ECCV),
        (ECCV, CAMERA_READY, None, ECCV),
        (ECCV, ICML, REPLACE, ICML),
        (ECCV, PREPRINT, REPLACE, ECCV),
        (ECCV, MINE, None, MINE),
        (ECCV, YEAR, None, ECCV.model_copy(update={"year": 1999})),
        (ECCV, MENDED, None, MENDED),
    ],
)
def test_what_tells_of_one_publication_changes_together_or_not_at_all(
    first: Paper, then: Paper, options: WriteOptions | None, result: Paper
) -> None:
    before = note("a: 1", body=ONE)
    after = run(run(before, papers(first)), papers(then), options or WriteOptions())
    assert after == run(before, papers(result))


@pytest.mark.parametrize(
    ("first", "then", "news"),
    [
        (PREPRINT, ECCV, [Published("arxiv:2004.01899", "preprint 2020", "ECCV 2020")]),
        (PREPRINT, PREPRINT, []),
        (ECCV, ICML, []),
        (ECCV, PREPRINT, []),
    ],
)
def test_a_written_preprint_that_has_a_venue_now_is_news(
    first: Paper, then: Paper, news: list[Published]
) -> None:
    before = run(note("a: 1", body=ONE), papers(first))
    assert list(planned(before, papers(then)).published) == news
    assert planned(run(before, papers(then)), papers(then)).published == ()


def test_a_first_entry_is_no_news() -> None:
    assert planned(note("a: 1", body=ONE), papers(ECCV)).published == ()


def test_authors_and_their_count_change_together() -> None:
    many = paper("2004.01899", authors=tuple("abcd"))
    few = WriteOptions(max_authors=2)
    before = run(note(body=ONE), papers(many), few)
    assert '["a", "b"]\n    more_authors: 2\n' in before
    venue = many.model_copy(update={"venue": "ECCV 2020"})
    after = run(before, papers(venue))
    assert after == run(note(body=ONE), papers(venue))
    assert run(after, papers(venue), few) == run(note(body=ONE), papers(venue), few)


# Order and identity


def test_entries_stand_in_the_order_of_their_first_links() -> None:
    swapped = "\nhttps://arxiv.org/abs/2004.01899 https://arxiv.org/abs/1803.02780\n"
    before = run(note(body=swapped))
    after = run(before.replace(swapped, TWO))
    assert after == run(note(body=TWO))


def test_an_entry_that_stays_follows_its_neighbour() -> None:
    stays = entry("1111.11111", "mine: 1")
    two, one = entry("2004.01899", "x: 1"), entry("1803.02780", "x: 1")
    before = note("papers:", *two, *stays, *one, body=TWO)
    after = run(before, papers())
    assert after == note("papers:", *one, *two, *stays, body=TWO)
    assert planned(after, papers()).edits == ()


JOINED = NEURAL.model_copy(update={"same_as": ("arxiv:2004.01899", "doi:10.1/x")})
SHARED = papers(NEURAL) | dict.fromkeys((*papers(NEURAL), *papers(GATES)), JOINED)


def test_two_links_of_one_work_are_one_entry() -> None:
    body = TWO + "https://arxiv.org/abs/1803.02780 https://arxiv.org/abs/1803.02780v2\n"
    after = run(note(body=body), SHARED)
    assert after.count("- id:") == 1
    assert (
        'links: ["https://arxiv.org/abs/1803.02780", "https://arxiv.org/abs/2004.01899", '
        '"https://arxiv.org/abs/1803.02780v2"]'
    ) in after


def test_a_new_entry_is_named_by_its_first_link() -> None:
    assert '- id: "arxiv:2004.01899"' in run(note(body=ONE), SHARED)


@pytest.mark.parametrize(
    "lines",
    [
        ['  - id: "doi:10.1/x"'],
        ['  - id: "cvf:CVPR2019/x"', '    links: ["https://arxiv.org/abs/1803.02780"]'],
        ['  - id: "cvf:CVPR2019/x"', '    same_as: ["arxiv:2004.01899"]'],
    ],
)
def test_a_written_entry_keeps_its_id(lines: list[str]) -> None:
    after = run(note("papers:", *lines, body=TWO), SHARED)
    assert after.count("- id:") == 1
    assert lines[0] in after
    assert 'title: "Transfer Learning' in after
    assert planned(after, SHARED).edits == ()


def test_a_second_entry_of_one_work_goes_unless_it_holds_user_keys() -> None:
    before = run(note(body=TWO))
    after = run(before, SHARED)
    assert after.count("- id:") == 1
    mine = before.replace("year: 2020", "year: 2020\n    mine: 1")
    assert run(mine, SHARED).count("- id:") == 2
    assert planned(mine, SHARED).notices


def test_joined_links_stay_together_when_a_run_knows_less() -> None:
    joined = run(note(body=TWO), SHARED)
    for known in (papers(), papers(NEURAL)):
        assert planned(joined, known).edits == ()


# Lists that another editor wrote


def test_a_list_that_another_editor_wrote_anew_is_understood() -> None:
    before = note(
        "papers:",
        "- id: arxiv:2004.01899",
        "  url: https://arxiv.org/abs/2004.01899",
        "  links:",
        "  - https://arxiv.org/abs/2004.01899",
        "  title: >-",
        "    A Generic Graph-based: ",
        "    Encoding",
        "  authors:",
        "  - Ann Lee",
        "  - Bo Li",
        "  year: '2020'",
        body=TWO,
    )
    after = run(before)
    assert "  authors:\n  - Ann Lee\n  - Bo Li\n  year: 2020\n" in after
    assert after.count("\n- id: ") == 2
    assert planned(after).edits == ()
    assert remove(after) == note(body=TWO)


def test_a_folded_title_is_replaced_whole() -> None:
    before = written("title: >-", "  An old", "  title", "", "year: 2020")
    assert '    title: "A Generic Graph-based: Encoding"\n' in run(before)
    assert planned(run(before)).edits == ()


def test_a_quoted_key_is_the_same_key() -> None:
    before = note('"papers":', *entry("2004.01899", "mine: 1"), body=ONE)
    assert run(before).startswith('---\n"papers":\n')
    assert lines("    mine: 1") in run(before)
    assert planned(run(before), KNOWN).edits == ()


def test_comments_between_entries_stay_and_keep_none() -> None:
    one, two = entry("1111.11111"), entry("2222.22222")
    before = note("a: 1", "papers:", *one, "    # one", *two, "b: 2", body="\nno links\n")
    after = note("a: 1", "    # one", "b: 2", body="\nno links\n")
    assert run(before) == remove(before) == after
    assert run(after) == remove(after) == after
    mine = note("papers:", *one, "  # one", *two, "    mine: 1", "b: 2", body="\nno links\n")
    kept = note("papers:", "  # one", *two, "    mine: 1", "b: 2", body="\nno links\n")
    assert run(mine) == remove(mine) == run(kept) == kept


def test_a_comment_beside_the_number_of_further_authors_stays() -> None:
    before = written("authors: [x]", "more_authors: 2 # many", "year: 2020")
    assert '"Bo Li"]\n    # many\n    year: 2020\n' in run(before)
    assert planned(run(before)).edits == ()


@pytest.mark.parametrize(
    "links",
    [
        ["links: # one", "  - x # two", "  # three", "  - y"],
        ["links: [# one", "  # two", "  'x#', y, # three", "  ]"],
    ],
)
def test_comments_amid_a_list_outlive_it(links: list[str]) -> None:
    before = written(*links, "year: 2020").replace(entry("2004.01899")[1] + "\n", "")
    after = run(before)
    urls = '["https://arxiv.org/abs/2004.01899"]'
    assert f"    links: {urls} # one # two # three\n" in after
    assert planned(after).edits == ()
    assert remove(before) == before
