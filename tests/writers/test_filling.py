"""One-paper notes: empty keys of the user's are filled, remembered, kept up, and emptied again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.models import PaperRef
from enricher.paper import Paper
from enricher.writers.front_matter import WRITER
from enricher.writers.interface import Profile, WriteOptions
from tests.writers.samples import KNOWN, ONE, lines, note, paper, papers
from tests.writers.toml_samples import FRONTS
from tests.writers.yaml_samples import (
    MANGLES,
    cleared,
    content,
    enriched,
    saved_by_obsidian,
    scanned,
    values,
)

FILL = WriteOptions(fill_missing=True)
FLAT = replace(FILL, profile=Profile.FLAT)
ZOLA = replace(FILL, profile=Profile.EXTRA)
PROFILES = pytest.mark.parametrize("options", [FILL, FLAT], ids=["nested", "flat"])
PREPRINT = paper("2004.01899", title="GATES", year=2020)
ECCV = PREPRINT.model_copy(update={"venue": "ECCV 2020", "doi": "10.1/eccv", "type": "conference"})
ICML = PREPRINT.model_copy(update={"venue": "ICML 2021", "year": 2021})
EMPTY = ("title: ''", "venue:   # where", "authors: []", "year: ~", 'doi: ""', "z: 1")


def filled(*front: str, known: Paper = ECCV, options: WriteOptions = FILL, body: str = ONE) -> str:
    """The front matter's lines after a run."""
    return content(enriched(note(*front, body=body), options, papers(known)))


# What is filled, and how


@PROFILES
@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("title:", 'title: "GATES"'),
        ("title: ''", 'title: "GATES"'),
        ("venue:   # where", 'venue: "ECCV 2020"   # where'),
        ("venue: \t", 'venue: "ECCV 2020" \t'),
        ("venue:     ''  # where", 'venue:     "ECCV 2020"  # where'),
        ('"venue" : ~', '"venue" : "ECCV 2020"'),
        ("venue: []", 'venue: ["ECCV 2020"]'),
        ("year:", "year: 2020"),
        ("year: null", "year: 2020"),
        ('year: ""', 'year: "2020"'),
        ("authors: [ ]", 'authors: ["Ann Lee", "Bo Li"]'),
        ("authors:", 'authors: ["Ann Lee", "Bo Li"]'),
        ("authors: ''", 'authors: "Ann Lee, Bo Li"'),
        ("DOI:", 'DOI: "10.1/eccv"'),
    ],
)
def test_only_the_value_changes(key: str, line: str, options: WriteOptions) -> None:
    before = note("a: 1", key, "z: 2", body=ONE)
    after = enriched(before, options, papers(ECCV))
    assert content(after).startswith(f"a: 1\n{line}\nz: 2\npapers:\n")
    assert enriched(after, options, papers(ECCV)) == after
    assert enriched(after, options, {}) == after
    assert enriched(after, replace(options, fill_missing=False), papers(ECCV)) == after
    assert cleared(after, options) == before


@PROFILES
def test_the_users_names_of_keys(options: WriteOptions) -> None:
    mine = replace(options, fill={"venue": "publication", "authors": "author", "abstract": "about"})
    known = ECCV.model_copy(update={"abstract": "We show."})
    front = ("publication:", "author:", "venue:", "about: ''", "summary:")
    after = filled(*front, known=known, options=mine)
    assert after.startswith(
        'publication: "ECCV 2020"\nauthor: "Ann Lee, Bo Li"\nvenue:\nabout: "We show."\nsummary:\n'
    )


@pytest.mark.parametrize(
    "key",
    [
        *("venue: x", "venue: 0", "venue: false", "venue: {}", "venue: [x]", "venue: ' '"),
        *(
            "venue: !!str ''",
            "venue: &v ''",
            "venue: [\n]",
            "venue:\n  []",
            "venue:\n\n  ''",
            "venue: ''\nvenue: ''",
        ),
        *("venues:", "my:\n  venue:", "url:", "papers:"),
    ],
)
def test_what_is_not_empty_or_not_meant_is_not_filled(key: str) -> None:
    after = enriched(note(key, "z: 1", body=ONE), FILL, papers(ECCV))
    assert content(after).startswith(f"{key}\nz: 1\n")
    assert "filled" not in after


def test_nothing_is_filled_unless_it_is_wanted() -> None:
    assert "filled" not in enriched(note(*EMPTY, body=ONE), WriteOptions(), papers(ECCV))


def test_obsidians_url_is_any_address() -> None:
    url = 'url: "https://arxiv.org/abs/2004.01899"\n'
    assert filled("url:").startswith("url:\n")
    assert filled("url:", options=FLAT).startswith(url)


def test_more_authors_than_are_wanted_are_told_of() -> None:
    known = paper("2004.01899", authors=("A", "B", "C"))
    few = replace(FILL, max_authors=2)
    assert filled(
        "author: ''", options=replace(few, fill={"authors": "author"}), known=known
    ).startswith('author: "A, B et al."\n')
    assert filled("authors:", options=few, known=known).startswith('authors: ["A", "B"]\n')


@PROFILES
@pytest.mark.parametrize("mangle", MANGLES.values(), ids=MANGLES)
def test_removal_gives_the_bytes_back(mangle: Callable[[str], str], options: WriteOptions) -> None:
    before = mangle(note(*EMPTY, body=ONE))
    after = enriched(before, options, papers(ECCV))
    assert "GATES" in content(after).partition("papers:")[0]
    assert enriched(after, options, papers(ECCV)) == after
    assert texts.encode(cleared(after, options)) == texts.encode(before)


titles = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=30)


@given(titles, st.sampled_from(["", " ''", ' ""', " []", " ~"]), st.sampled_from([FILL, FLAT]))
def test_any_title_is_filled_and_emptied(title: str, was: str, options: WriteOptions) -> None:
    known = papers(paper("2004.01899", title=title, authors=(title,)))
    before = note(f"title:{was}", f"author:{was}", "authors:", body=ONE)
    mine = replace(options, fill={"authors": "author"})
    after = enriched(before, mine, known)
    assert enriched(after, mine, known) == after
    assert cleared(after, mine) == before


# The note's paper


HEADINGS = [
    "# [GATES](https://arxiv.org/abs/2004.01899)\n\nhttps://arxiv.org/abs/1803.02780\n",
    "\nhttps://arxiv.org/abs/1803.02780\n\nGATES https://arxiv.org/abs/2004.01899\n====\n",
    lines(
        *("```", "# https://arxiv.org/abs/1803.02780", "```"),
        *("## 笔记 https://arxiv.org/abs/2004.01899 #", "https://arxiv.org/abs/1803.02780"),
        "# [x](https://arxiv.org/abs/1803.02780)",
    ),
]
TWO_LINKS = "# Notes\n\nhttps://arxiv.org/abs/1803.02780 https://arxiv.org/abs/2004.01899\n"


@pytest.mark.parametrize(
    ("front", "body"),
    [
        (["arxiv: 2004.01899"], TWO_LINKS),
        (["arxiv_id: '2004.01899'"], TWO_LINKS),
        (["eprint: 2004.01899"], TWO_LINKS),
        (["arXiv: arXiv:2004.01899v2"], TWO_LINKS),
        (["doi: 10.48550/arXiv.2004.01899"], TWO_LINKS),
        (["paper: https://arxiv.org/abs/2004.01899"], TWO_LINKS),
        (["url: https://arxiv.org/abs/2004.01899", "paper:"], TWO_LINKS),
        (["arxiv: 2004.01899", "doi: 10.48550/arXiv.2004.01899"], TWO_LINKS),
        (["url: /a/page", "paper: ''"], HEADINGS[0]),
        *(([], body) for body in HEADINGS),
        ([], "# Notes\n\nhttps://arxiv.org/abs/2004.01899 https://arxiv.org/pdf/2004.01899v1\n"),
    ],
)
def test_the_paper_of_a_note(front: list[str], body: str) -> None:
    after = enriched(note(*front, "title:", body=body), FILL)
    assert 'title: "A Generic Graph-based: Encoding"\n' in content(after)
    assert enriched(after, FILL) == after
    assert cleared(after, FILL) == note(*front, "title:", body=body)


@pytest.mark.parametrize(
    ("front", "body"),
    [
        ([], TWO_LINKS),
        (["arxiv: 2004.01899", "paper: https://arxiv.org/abs/1803.02780"], ONE),
        (["arxiv: 2101.00001"], ONE),
        (["paper: https://example.org/unknown.pdf"], ONE),
        (["code: https://arxiv.org/abs/1803.02780"], ONE),
        ([], "# https://arxiv.org/abs/1803.02780 https://arxiv.org/abs/2004.01899\n"),
    ],
)
def test_a_note_that_may_be_about_another_paper_is_not_filled(front: list[str], body: str) -> None:
    after = enriched(note(*front, "title:", body=body), FILL)
    assert "\ntitle:\n" in f"\n{content(after)}"
    assert "filled" not in after


def test_several_keys_of_one_work_name_one_paper() -> None:
    work = ECCV.model_copy(update={"same_as": ("doi:10.1/eccv",)})
    known = {PaperRef("arxiv", "2004.01899"): work, PaperRef("doi", "10.1/eccv"): work}
    before = note("arxiv: 2004.01899", "doi: 10.1/eccv", "title:", body=TWO_LINKS)
    assert 'title: "GATES"\n' in enriched(before, FILL, {**KNOWN, **known})


def test_a_heading_counts_in_markdown_alone() -> None:
    before = note("title:", body=HEADINGS[0])
    assert "filled" in enriched(before, FILL, path="note.md")
    assert "filled" not in enriched(before, FILL, path="note.org")


# Over time


@PROFILES
def test_a_preprint_leaves_the_venue_empty_until_it_is_published(options: WriteOptions) -> None:
    before = note("venue: ''", "title:", body=ONE)
    first = enriched(before, options, papers(PREPRINT))
    assert content(first).startswith("venue: ''\ntitle: \"GATES\"\n")
    then = enriched(first, options, papers(ECCV))
    assert content(then).startswith('venue: "ECCV 2020"\ntitle: "GATES"\n')
    assert enriched(then, options, papers(ICML)) == then
    assert enriched(then, options, papers(PREPRINT)) == then
    assert cleared(then, options) == before


@PROFILES
def test_what_was_filled_follows_its_entry(options: WriteOptions) -> None:
    before = note("venue: ''", "title: []", "year:", body=ONE)
    first = enriched(before, options, papers(ECCV))
    better = ICML.model_copy(update={"title": "GATES!"})
    replacing = replace(options, replace_venues=True, fill_missing=False)
    then = enriched(first, replacing, papers(better))
    assert content(then).startswith('venue: "ICML 2021"\ntitle: ["GATES!"]\nyear: 2021\n')
    assert enriched(then, options, papers(better)) == then
    assert cleared(then, options) == before


@PROFILES
def test_what_the_user_changed_is_theirs(options: WriteOptions) -> None:
    first = enriched(note("venue:", "title:", body=ONE), options, papers(ECCV))
    changed = first.replace('venue: "ECCV 2020"', "venue: ECCV (oral)", 1)
    better = papers(ECCV.model_copy(update={"title": "GATES!"}))
    then = enriched(changed, options, better)
    assert content(then).startswith('venue: ECCV (oral)\ntitle: "GATES!"\n')
    assert cleared(then, options) == note("venue: ECCV (oral)", "title:", body=ONE)


@PROFILES
def test_a_key_that_the_user_took_away_stays_away(options: WriteOptions) -> None:
    first = enriched(note("a: 1", "venue:", body=ONE), options, papers(ECCV))
    without = first.replace('venue: "ECCV 2020"\n', "", 1)
    assert enriched(without, options, papers(ECCV)) == without
    assert cleared(without, options) == note("a: 1", body=ONE)


@PROFILES
def test_what_was_filled_goes_with_the_paper_or_becomes_anothers(options: WriteOptions) -> None:
    before = note("venue: ''", "title:", "authors: []", body=ONE)
    first = enriched(before, options)
    assert enriched(first.replace(ONE, "\nnone\n"), options) == before.replace(ONE, "\nnone\n")
    other = "\nhttps://arxiv.org/abs/1803.02780\n"
    assert enriched(first.replace(ONE, other), options) == enriched(
        before.replace(ONE, other), options
    )


@PROFILES
def test_a_url_or_id_that_was_filled_is_no_link_of_the_users(options: WriteOptions) -> None:
    mine = replace(options, fill={"url": "link"})
    before = note("link: ''", "arxiv:", "title:", body=ONE)
    known = papers(ECCV.model_copy(update={"arxiv": "2004.01899"}))
    after = enriched(before, mine, known)
    assert content(after).startswith(
        'link: "https://arxiv.org/abs/2004.01899"\narxiv: "2004.01899"\n'
    )
    assert [link.line for link in scanned(after, mine).links] == [after.count("\n")]
    assert enriched(after, mine, known) == after
    assert enriched(after.replace(ONE, "\n"), mine, known) == before.replace(ONE, "\n")


def test_a_locked_entry_fills_nothing_and_a_kept_one_keeps_what_it_filled() -> None:
    locked = ("papers:", '  - id: "arxiv:2004.01899"', "    title: Mine", "    locked: true")
    assert "filled" not in enriched(note("title:", *locked, body=ONE), FILL, papers(ECCV))
    first = enriched(note("title:", "z: 1", body=ONE), FILL, papers(ECCV))
    mine = first.replace("    filled:", "    my_note: x\n    filled:")
    assert cleared(mine, FILL) == mine
    assert enriched(mine.replace(ONE, "\n"), FILL, papers(ECCV)) == mine.replace(ONE, "\n")


def test_obsidian_may_save_it() -> None:
    before = note("venue: ''", "authors: []", "title:", body=ONE)
    saved = saved_by_obsidian(enriched(before, FLAT, papers(ECCV)))
    assert values(saved)["authors"] == ["Ann Lee", "Bo Li"]
    assert "  - Ann Lee\n" in saved
    assert enriched(saved, FLAT, papers(ECCV)) == saved
    assert cleared(saved, FLAT) == before
    better = papers(ECCV.model_copy(update={"authors": ("A", "B")}))
    assert values(enriched(saved, FLAT, better))["authors"] == ["A", "B"]


@PROFILES
def test_either_profile_takes_over_what_the_other_remembers(options: WriteOptions) -> None:
    other = FLAT if options is FILL else FILL
    before = note(*EMPTY, "arxiv:", body=ONE)
    known = papers(ECCV.model_copy(update={"arxiv": "2004.01899"}))
    after = enriched(before, options, known)
    assert enriched(after, other, known) == enriched(before, other, known)
    assert cleared(enriched(after, other, {}), other) == before


@pytest.mark.parametrize(
    "memory", ["x", "title as title", "title as : x", "title as papers: []", "a as title:"]
)
@PROFILES
def test_a_memory_that_makes_no_sense_does_no_harm(memory: str, options: WriteOptions) -> None:
    before = note("title: GATES", "tags: [a]", "papers: []", body=ONE)
    first = enriched(before, replace(options, adopt=True), papers(ECCV))
    assert WRITER.own("note.md", first, options)
    lists = f'paper_filled: ["arxiv:2004.01899 {memory}"]\n'
    mangled = (
        first.replace("paper_titles:", f"{lists}paper_titles:")
        if options is FLAT
        else first.replace("    title:", f'    filled: ["{memory}"]\n    title:')
    )
    assert mangled != first
    then = enriched(mangled, options, papers(ECCV))
    assert content(then).startswith("title: GATES\ntags: [a]\n")
    assert content(cleared(then, options)).startswith("title: GATES\ntags: [a]\n")


# TOML


def test_toml_is_filled_where_a_page_has_its_own_keys() -> None:
    front = lines(
        "+++", 'title= ""', "year = '' # when", "authors=[]", "[extra]", 'venue = ""', "+++"
    )
    for options in (FILL, ZOLA):
        after = enriched(front + ONE, options, papers(ECCV))
        assert content(after).startswith(
            'title= "GATES"\nyear = "2020" # when\nauthors=["Ann Lee", "Bo Li"]\n'
            '[extra]\nvenue = "ECCV 2020"\n'
        )
        assert enriched(after, options, papers(ECCV)) == after
        assert cleared(after, options) == front + ONE


@pytest.mark.parametrize(
    "line",
    [
        "title = 1",
        "title = ['x']",
        "a.title = ''",
        "[x]\ntitle = ''",
        "title = ' '",
        "[[extra]]\ntitle = ''",
    ],
)
def test_what_is_not_empty_in_toml_is_not_filled(line: str) -> None:
    before = lines("+++", line, "+++") + ONE
    after = enriched(before, FILL, papers(ECCV))
    assert content(after).startswith(line)
    assert "filled" not in after


@pytest.mark.parametrize("options", [FILL, ZOLA], ids=["nested", "extra"])
@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_beside_any_toml_removal_gives_the_bytes_back(front: str, options: WriteOptions) -> None:
    mine = replace(options, fill={"title": "its title", "authors": "people"})
    front = front.replace("url_pdf", "slides")  # which names another paper
    before = f"+++\n\"its title\" = ''  # x\npeople=[]\narxiv='2004.01899'\n{front}\n+++\n{ONE}"
    after = enriched(before, mine, papers(ECCV))
    assert content(after).startswith('"its title" = "GATES"  # x\npeople=["Ann Lee", "Bo Li"]\n')
    assert enriched(after, mine, papers(ECCV)) == after
    assert cleared(after, mine) == before
