"""The flat profile's laws: lists of texts, one insertion, no second edit, removal restores, also
after an editor saved the note in its own way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import NoteError
from enricher.writers.interface import Profile, WriteOptions
from tests.writers.samples import (
    BODY,
    inserted,
    lines,
    note,
    paper,
    papers,
    planned,
    remove,
    run,
)
from tests.writers.yaml_samples import (
    FLAT,
    FRONTS,
    MANGLES,
    content,
    crlf,
    enriched,
    saved_by_obsidian,
    values,
)

CREATE = WriteOptions(profile=Profile.FLAT, create_front_matter=True)
WRITTEN = {
    "papers": ["arxiv:1803.02780", "arxiv:2004.01899"],
    "paper_urls": ["https://arxiv.org/abs/1803.02780", "https://arxiv.org/abs/2004.01899"],
    "paper_titles": ["Transfer Learning with Neural AutoML", "A Generic Graph-based: Encoding"],
    "paper_authors": ["Catherine Wong, Neil Houlsby", "Ann Lee, Bo Li"],
    "paper_venues": ["NeurIPS 2018", "unknown"],
    "paper_years": [2018, 2020],
}


def test_the_form_of_new_lists() -> None:
    assert inserted(note("title: x"), run(note("title: x"), options=FLAT)) == lines(
        "papers:",
        '  - "arxiv:1803.02780"',
        '  - "arxiv:2004.01899"',
        "paper_urls:",
        '  - "https://arxiv.org/abs/1803.02780"',
        '  - "https://arxiv.org/abs/2004.01899"',
        "paper_titles:",
        '  - "Transfer Learning with Neural AutoML"',
        '  - "A Generic Graph-based: Encoding"',
        "paper_authors:",
        '  - "Catherine Wong, Neil Houlsby"',
        '  - "Ann Lee, Bo Li"',
        "paper_venues:",
        '  - "NeurIPS 2018"',
        '  - "unknown"',
        "paper_years:",
        "  - 2018",
        "  - 2020",
    )


@pytest.mark.parametrize("mangle", MANGLES.values(), ids=MANGLES)
@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_run_inserts_once_and_removal_restores(
    front: tuple[str, ...], mangle: Callable[[str], str]
) -> None:
    before = mangle(note(*front))
    after = run(before, options=FLAT)
    added = inserted(before, after)
    assert added is not None
    assert added.startswith("papers:")
    assert planned(after, options=FLAT).edits == ()
    assert texts.encode(remove(after, FLAT)) == texts.encode(before)
    assert texts.encode(remove(after)) == texts.encode(before)


@pytest.mark.parametrize("mangle", ["LF", "CRLF", "mixed", "BOM and CRLF", "fence with blanks"])
@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_every_reader_reads_the_lists_and_all_else_as_before(
    front: tuple[str, ...], mangle: str
) -> None:
    before = MANGLES[mangle](note(*front))
    after = run(before, options=FLAT)
    read = [yaml.load(content(text), yaml.CSafeLoader) or {} for text in (before, after)]
    assert _by_id({key: read[1].pop(key) for key in WRITTEN}) == _by_id(WRITTEN)
    assert read[0] == read[1]
    if "\t" not in content(before):  # which libyaml alone takes after a colon
        assert _by_id(yaml.safe_load(content(after))) == _by_id(WRITTEN)
    if not {"a: 2", "title:\tNotes"} & set(front):  # which ruamel refuses
        assert _by_id(values(after)) == _by_id(WRITTEN)


def _by_id(lists: Mapping[str, list[object]]) -> dict[object, tuple[object, ...]]:
    ids, *others = (lists[key] for key in WRITTEN)
    return dict(zip(ids, zip(*others, strict=True), strict=True))


@pytest.mark.parametrize(
    "before", [BODY, crlf(BODY), texts.BOM + BODY, "https://arxiv.org/abs/1803.02780"]
)
def test_a_front_matter_is_created_and_taken_out_whole(before: str) -> None:
    assert planned(before, options=FLAT).edits == ()
    after = run(before, options=CREATE)
    assert inserted(before, after)
    assert "papers" in values(after)
    assert planned(after, options=CREATE).edits == ()
    assert planned(after, options=FLAT).edits == ()
    assert texts.encode(remove(after, FLAT)) == texts.encode(before)


# What Obsidian makes of it


@pytest.mark.parametrize("order", [list, sorted, lambda keys: keys[::-1]])
def test_a_note_that_obsidian_saved_is_still_ours_and_up_to_date(
    order: Callable[[list[str]], list[str]],
) -> None:
    before = note("tags: [a, b]", 'aliases: ["x: y"]', "rating: 3", "empty:")
    saved = saved_by_obsidian(run(before, options=FLAT), order)
    assert '"arxiv' not in saved
    assert planned(saved, options=FLAT).edits == ()
    assert enriched(saved, FLAT) == saved
    assert remove(saved, FLAT) == saved_by_obsidian(before, order)


def test_one_new_venue_is_one_changed_line_in_a_saved_note() -> None:
    saved = saved_by_obsidian(run(note("a: 1"), options=FLAT))
    known = papers(
        paper("1803.02780", title="Transfer Learning with Neural AutoML",
              authors=("Catherine Wong", "Neil Houlsby"), venue="NeurIPS 2018", year=2018),
        paper("2004.01899", title="A Generic Graph-based: Encoding", venue="ECCV 2020", year=2020),
    )  # fmt: skip
    after = run(saved, known, FLAT)
    assert after == saved.replace("  - unknown\n", '  - "ECCV 2020"\n')
    assert planned(after, known, FLAT).edits == ()


HOSTILE = [
    '"><script>alert(1)</script>', "{{ site.title }}", "---", "a\n---\npapers: []", "-->",
    "line\r\nbreak", "tab\tand \x00 NUL \x07 \x1b[31m", "next\x85line \u2028 \u2029 \x9d \x7f",
    "🦉 e\u0301 标题 \ufeff \ufffe \uffff", "*alias &anchor !tag", "# no comment", "yes", "No",
    "1e3", "0o17", "12:30", "2018-01-01", "null", "~", "<<", "", " blanks ", "a: b, [c] {d}",
    "[[a link]]", "unknown", "a and 3 more", "x" * 10_000, "\u202e turned", "lone \udc80 byte",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back_as_they_are(text: str) -> None:
    known = papers(
        paper("1803.02780", title=text, authors=(text, "Ann Lee"), venue=text),
        paper("2004.01899", title=text, authors=(text,)),
    )
    before = note("title: x")
    after = run(before, known, FLAT)
    assert yaml.safe_load(content(after))["paper_titles"] == [texts.twin(text) or "unknown"] * 2
    assert planned(after, known, FLAT).edits == ()
    assert planned(after, {}, FLAT).edits == ()
    assert remove(after, FLAT) == before
    nested = run(after, known)
    assert yaml.safe_load(content(nested))["papers"][0].get("title", "") == texts.twin(text)
    assert run(nested, known, FLAT) == after
    assert planned(saved_by_obsidian(after), known, FLAT).edits == ()


names = st.text(alphabet=st.characters(codec="utf-8"), max_size=8)


@settings(max_examples=40)
@given(st.lists(st.tuples(names, names, st.lists(names, max_size=3)), min_size=1, max_size=3))
def test_any_papers_read_back_and_survive_a_save(
    given_papers: list[tuple[str, str, list[str]]],
) -> None:
    known = papers(
        *(
            paper(f"2004.1000{n}", title=title, venue=venue or None, authors=tuple(authors))
            for n, (title, venue, authors) in enumerate(given_papers)
        )
    )
    body = "".join(f"https://arxiv.org/abs/2004.1000{n}\n" for n in range(len(given_papers)))
    before = note("a: 1", body=f"\n{body}")
    after = run(before, known, FLAT)
    assert planned(after, known, FLAT).edits == ()
    assert planned(after, {}, FLAT).edits == ()
    assert remove(after, FLAT) == before
    saved = saved_by_obsidian(after)
    assert planned(saved, known, FLAT).edits == ()
    assert planned(saved, {}, FLAT).edits == ()


parts = st.sampled_from(
    [
        *("papers", "paper_titles", "paper_venues", "venue", "arxiv:2004.01899", "x", "&a ", "*a"),
        *(
            ":",
            " ",
            "\n",
            "\r\n",
            "\t",
            "  - ",
            "- ",
            "? ",
            "[",
            "]",
            ", ",
            "#",
            '"',
            "'",
            "~",
            "|-",
        ),
    ]
)


@given(st.lists(parts, max_size=16).map("".join), st.sampled_from([Profile.FLAT, Profile.NESTED]))
def test_whatever_stands_there_is_kept_or_refused(front: str, profile: Profile) -> None:
    options = WriteOptions(profile=profile, adopt=True, fill_missing=True)
    before = f"---\n{front}\n---\n{BODY}"
    with suppress(NoteError):
        after = run(before, options=options)
        assert after.endswith(BODY)
        assert planned(after, options=options).edits == ()
        remove(after, options)
