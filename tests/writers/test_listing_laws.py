"""The laws: a second run is a no-op, removal gives the note's own bytes back, all else stays."""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import PaperRef
from enricher.paper import Paper
from enricher.writers.listing import WRITER
from enricher.writers.listing.form import COLUMNS, form_of
from enricher.writers.listing.markers import regions
from enricher.writers.listing.rows import Item, Row, cells_of, heading, heads, read
from tests.writers.listing_samples import (
    ADOPT,
    BEGIN,
    END,
    LINKS,
    OPTIONS,
    begin,
    note,
    planned,
    remove,
    run,
)
from tests.writers.samples import KNOWN, papers

MARKERS = (
    BEGIN,
    begin(style="table"),
    begin(style="table", group="venue", sort="-year,title"),
    begin(columns="title,links,year,type", group="-year"),
    begin(papers="all", group="letter"),
    "{/* enricher:begin */}",
)


def ends(marker: str) -> str:
    return "{/* enricher:end */}" if marker.startswith("{") else END


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", texts.BOM, "---\ntitle: x\n---\n", "a bad byte: \udce9\n\n"])
@pytest.mark.parametrize("inside", ["", "\n", "\n\n\n", "  \n\t\n"])
@pytest.mark.parametrize("final", ["", "\n", "\nmore text\n"])
@pytest.mark.parametrize("marker", MARKERS)
def test_one_insertion_then_nothing_and_removal_restores(
    marker: str, final: str, inside: str, start: str, newline: str
) -> None:
    before = start + f"{LINKS}{marker}\n{inside}{ends(marker)}{final}"
    before = before.replace("\n", newline)
    [edit] = planned(before).edits
    assert edit.old == ""
    assert before[: edit.start].endswith(marker + newline)
    after = texts.apply(before, [edit])
    assert set("\r\n") & set(edit.new) == set(newline)
    assert edit.new.count(newline) == edit.new.count(newline[0])
    assert edit.new.startswith(f"{marker.split(maxsplit=1)[0]} made by enricher (")
    assert planned(after).edits == ()
    assert planned(after, {}).edits == ()
    assert remove(after) == before
    assert remove(before) == before


def test_a_marker_on_the_first_line_behind_a_byte_order_mark() -> None:
    before = f"{texts.BOM}{BEGIN}\n{END}\n{LINKS}"
    after = run(before)
    assert after.startswith(f"{texts.BOM}{BEGIN}\n<!-- made by enricher (")
    assert remove(after) == before


def test_several_listings_of_one_note() -> None:
    before = note(begin(style="table")) + "\ntext\n\n" + note(body="")
    after = run(before)
    assert len(planned(before).edits) == 2
    assert after.count("<!-- made by enricher (") == 2
    assert planned(after).edits == ()
    assert remove(after) == before


words = st.text(st.characters(codec=None), max_size=30) | st.sampled_from(
    [
        "a · b",
        "_x_",
        "preprint 2018",
        "2018",
        "| --- |",
        "**x**",
        '](u "arxiv:1")',
        "<!-- enricher:end -->",
        "{/* enricher:end */}",
        "```",
        "Others",
        "conference",
        "\\",
    ]
)
KINDS = st.sampled_from([None, "preprint", "conference", "workshop", "journal", "book", "thesis"])
any_paper = st.builds(
    Paper,
    id=st.sampled_from(["arxiv:1803.02780", "arxiv:2004.01899", "doi:10.1/a(b)_<c>\"'"]),
    title=words,
    authors=st.lists(words, max_size=5).map(tuple),
    venue=st.none() | words,
    type=KINDS,
    year=st.none() | st.integers(1900, 2100),
    arxiv=st.none() | words,
    doi=st.none() | words,
    url=st.none() | words | words.map("https://a.b/".__add__),
    pdf=st.none() | words.map("http://a.b/".__add__),
)
columns = st.lists(st.sampled_from(list(COLUMNS)), unique=True).flatmap(
    lambda names: st.permutations(list(dict.fromkeys(["title", *names])))
)
forms = st.builds(
    lambda style, names, sort, group, scope, authors: begin(
        style=style, columns=",".join(names), sort=sort, group=group, papers=scope,
        authors=authors,
    ),
    st.sampled_from(["list", "table"]),
    columns,
    st.sampled_from(["title", "-year", "venue,-authors", "-links", "doi,url,pdf"]),
    st.sampled_from(["venue", "-year", "type", "letter", "-letter"]),
    st.sampled_from(["note", "all"]),
    st.sampled_from(["1", "3", "99"]),
)  # fmt: skip
known_papers = st.lists(any_paper, max_size=3).map(lambda found: papers(*found))


@given(forms, known_papers, known_papers)
def test_the_laws_hold_for_any_papers(
    marker: str, first: dict[PaperRef, Paper], second: dict[PaperRef, Paper]
) -> None:
    before = note(marker, "\n")
    state = before
    for known in (first, second, {}, first):
        state = run(state, known)
        assert planned(state, known).edits == ()
        assert remove(state) == before
    assert planned(state, {}).edits == ()  # nothing that is written goes with its record


@given(any_paper, forms)
def test_a_row_reads_back_as_it_was_written(paper: Paper, marker: str) -> None:
    form = form_of("note.md", regions("note.md", note(marker))[0].begin)
    item = Item((paper.id, "openreview:x&y"), "https://a.b", paper)
    row = Row(item.ids, cells_of(item, paper, form), "A **b** group")
    content = "\n".join([heading(row.group), "", *heads(form), row.line(form)])
    [again] = read(content, form, form.group_by)
    assert again.ids == row.ids
    assert again.group == row.group
    assert again.line(form) == row.line(form)
    assert again.venue == row.venue


PIECES = (
    BEGIN, END, begin(style="table"), "{/* enricher:begin */}", "{/* enricher:end */}", "```",
    "~~~", "> ", "- ", "1. ", "    ", "\t", "\n", "\n", "\n\n", "\r", "\r\n", "<div>", "</div>",
    "<!--", "-->", "<pre>", "</pre>", "`", "\\", "| a |", "| - |", "$$", "text", "[a](", ")",
    "https://arxiv.org/abs/1803.02780", "[^1]: ", "[a]: ", "---\n", "\udc80", "笔记", texts.BOM,
    "<!-- made by enricher (00000001) -->", "    <!-- enricher:begin -->", "<!-- enricher: off -->",
)  # fmt: skip
pieces = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
PAIRS = (
    ("", ""),
    (f"\n{BEGIN}\n", f"\n{END}\n"),
    ("\n\n{/* enricher:begin */}\n", "\n\n{/* enricher:end */}"),
)


@given(pieces, pieces, pieces, st.sampled_from(PAIRS), st.sampled_from([{}, KNOWN]), st.booleans())
def test_any_text_is_refused_or_keeps_all_that_is_the_users(
    first: str,
    inside: str,
    last: str,
    pair: tuple[str, str],
    known: dict[PaperRef, Paper],
    adopt: bool,
) -> None:
    text = first + pair[0] + inside + pair[1] + last
    options = ADOPT if adopt else OPTIONS
    try:
        after = run(text, known, options)
    except NoteError as refused:
        event(refused.why)
        return
    event("changed" if after != text else "the same")
    assert planned(after, known, options).edits == ()
    if not adopt:
        assert remove(after) == text


@given(st.text(max_size=300))
def test_a_note_without_markers_is_left_alone(text: str) -> None:
    if "enricher:" not in text:
        assert planned(text).edits == ()
        assert WRITER.own("note.md", text, ADOPT) == ()
