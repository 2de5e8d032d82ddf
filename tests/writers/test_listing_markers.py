"""Where markers count, where they are refused, and what of the user's stops a listing."""

from __future__ import annotations

import time

import pytest

from enricher import text as texts
from enricher.errors import NoteError
from enricher.writers.interface import Document, Idle, Planned
from enricher.writers.listing import WRITER
from enricher.writers.listing.block import checksum
from enricher.writers.listing.form import Form
from enricher.writers.listing.inline import plain
from enricher.writers.listing.markers import regions
from enricher.writers.listing.rows import read
from tests.writers.listing_samples import (
    ADOPT,
    BEGIN,
    END,
    LINKS,
    OPTIONS,
    begin,
    document,
    note,
    planned,
    remove,
    run,
)
from tests.writers.samples import GATES, KNOWN, papers

PAIR = f"{BEGIN}\n{END}\n"


@pytest.mark.parametrize(
    "body",
    [
        f"```\n{PAIR}```\n",
        f"~~~html\n{PAIR}",
        f"text\n\n    {BEGIN}\n    {END}\n",
        f"`{BEGIN}` and `{END}`\n",
        f"\\{BEGIN}\n",
        "\\{/* enricher:begin */}\n",
        f"> ```\n> {BEGIN}\n> ```\n",
        "<!-- enricher:beginning -->\n",
        "<!-- enricher: off -->\n<!-- enricher: on -->\n",
        '[a](b "<!-- enricher:begin -->")\n',
    ],
)
def test_what_is_no_marker(body: str) -> None:
    text = LINKS + body
    assert planned(text) == Planned(idle=Idle.NO_MARKERS)
    assert remove(text) == text


def test_markers_in_front_matter_are_none() -> None:
    text = f"---\ntitle: x\n{PAIR}---\n{LINKS}"
    assert planned(text) == Planned(idle=Idle.NO_MARKERS)
    assert planned(text + PAIR).edits[0].start == len(text + BEGIN) + 1


@pytest.mark.parametrize("path", ["a.ipynb", "a.rst", "a.org", "a.html", "a.txt", "a.bib"])
def test_files_of_another_form_have_no_markers(path: str) -> None:
    elsewhere = Document(path, note(), document(note()).links)
    assert WRITER.plan(elsewhere, KNOWN, OPTIONS) == Planned(idle=Idle.NO_MARKERS)
    assert WRITER.own(path, run(note()), OPTIONS) == ()
    assert WRITER.remove(document(run(note()), path), {}, OPTIONS).edits == ()


@pytest.mark.parametrize("path", ["a.md", "A.MARKDOWN", "a.mdx", "a.qmd", "a.Rmd"])
def test_files_of_markdown_have(path: str) -> None:
    assert len(planned(note(), path=path).edits) == 1


def test_a_note_without_papers_has_nothing_to_list() -> None:
    for text in (note(), note(body=""), "no markers\n", ""):
        assert planned(text, {}) == Planned()


def test_a_note_that_is_opted_out_is_left_alone() -> None:
    text = "---\nenricher: false\n---\n" + note()
    assert planned(text) == Planned(idle=Idle.OPTED_OUT)


OWN_LINE = "a line of its own"
OTHER_HTML = "inside other HTML"


@pytest.mark.parametrize(
    ("body", "line", "why"),
    [
        (f"{BEGIN}\n\ntext\n", 1, "no marker `<!-- enricher:end -->` ends"),
        (f"\n{END}\n", 2, "that no marker begins"),
        (f"{END}\n{BEGIN}\n", 1, "that no marker begins"),
        (f"{BEGIN}\n{BEGIN}\n{END}\n{END}\n", 2, "inside the listing that begins on line 1"),
        (f"{PAIR}\n{BEGIN}\n", 4, "no marker"),
        (f"{BEGIN}\n```\n{END}\n```\n", 1, "no marker"),
        (f"text {BEGIN}\n{END}\n", 1, OWN_LINE),
        (f"{BEGIN} text\n{END}\n", 1, OWN_LINE),
        (f"{BEGIN}{END}\n", 1, OWN_LINE),
        (f"{BEGIN}\ntext {END}\n", 2, OWN_LINE),
        (f"  {BEGIN}\n  {END}\n", 1, OWN_LINE),
        (f"- a\n\n  {BEGIN}\n  {END}\n", 3, OWN_LINE),
        (f"- {BEGIN}\n", 1, OWN_LINE),
        (f"> {BEGIN}\n> {END}\n", 1, OWN_LINE),
        (f"| a |\n| - |\n| {BEGIN} |\n", 3, OWN_LINE),
        (f"<details>\n{PAIR}</details>\n", 2, OTHER_HTML),
        (f"<!--\n{PAIR}-->\n", 2, OTHER_HTML),
        (f"<pre>\n{PAIR}</pre>\n", 2, OTHER_HTML),
        ("<!-- enricher:begin\n-->\n", 1, "not closed by `-->` on its line"),
        ("<!-- enricher:begin -->\n<!-- enricher:end style='list' -->", 2, "has no attributes"),
        (f"\n{{/* enricher:begin */}}\n{END}\n", 3, "begins with `{/*` and ends with `<!--`"),
        ("text\n{/* enricher:begin */}\n{/* enricher:end */}\n", 2, "a blank line above"),
        ("{/* enricher:begin */}\ntext\n{/* enricher:end */}\n", 3, "a blank line above"),
        ("> a\n\ntext {/* enricher:begin */}\n", 3, OWN_LINE),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_refused_markers_are_named_with_their_line(
    newline: str, body: str, line: int, why: str
) -> None:
    text = f"{body}\n{LINKS}".replace("\n", newline)
    for act in (planned, remove):
        with pytest.raises(NoteError) as refused:
            act(text)
        assert refused.value.line == line
        assert why in refused.value.why
        assert refused.value.hint
    assert WRITER.own("note.md", text, OPTIONS) == ()


def test_one_bad_pair_stops_the_whole_note() -> None:
    with pytest.raises(NoteError, match="unknown style"):
        planned(note() + note(begin(style="x"), body="\n"))


@pytest.mark.parametrize(
    "around", ["<div>\n\n{}\n</div>\n", "text\n{}\ntext\n", "- item\n{}\n- item\n"]
)
def test_markers_may_follow_text_and_stand_in_blocks_of_html(around: str) -> None:
    before = LINKS + around.format(PAIR)
    after = run(before)
    assert "made by enricher" in after
    assert planned(after).edits == ()
    assert remove(after) == before


@pytest.mark.parametrize(
    ("form", "end"),
    [
        ("<!--enricher:begin-->", "<!--enricher:end-->"),
        ("<!--  enricher: begin  -->  ", "<!-- enricher: end -->\t"),
        ("{/*enricher:begin*/}", "{/*enricher:end*/}"),
    ],
)
def test_blanks_in_markers_do_not_matter(form: str, end: str) -> None:
    before = f"{LINKS}{form}\n{end}"
    after = run(before)
    assert after.startswith(f"{LINKS}{form}\n")
    assert after.endswith(f"\n\n{end}")
    assert planned(after).edits == ()
    assert remove(after) == before


# ------------------------------------------------------------------------- the user's own text


@pytest.mark.parametrize("inside", ["mine\n", "\n  mine\n\n", "<!-- mine -->\n", "\u00a0\n"])
def test_text_between_the_markers_is_refused_and_adopted_on_demand(inside: str) -> None:
    text = note(inside=inside)
    with pytest.raises(NoteError, match="text of yours") as refused:
        planned(text)
    assert refused.value.line == 7 + inside.startswith("\n")
    assert "--adopt" in refused.value.hint
    assert planned(text, {}).edits == ()
    assert remove(text) == text
    after = run(text, options=ADOPT)
    assert inside not in after
    assert planned(after).edits == planned(after, options=ADOPT).edits == ()


def test_links_between_the_markers_are_not_listed_for_their_own_sake() -> None:
    text = note(inside="https://arxiv.org/abs/1803.02780\n", body="\n")
    for options in (OPTIONS, ADOPT):
        assert planned(text, options=options).edits == ()


EDITS = [
    ("AutoML", "AutoXL"),
    ("_NeurIPS 2018_", "_CVPR 1999_"),
    ("- [Transfer", "- mine [Transfer"),
    ("\n\n- ", "\n\nmine\n\n- "),
    (' "arxiv:1803.02780"', ""),
]


@pytest.mark.parametrize(("old", "new"), EDITS)
def test_an_edited_listing_is_left_alone(old: str, new: str) -> None:
    edited = run(note()).replace(old, new, 1)
    made = planned(edited, {})
    assert made.edits == ()
    assert made.idle is Idle.LEFT_ALONE
    [notice] = made.notices
    assert notice.startswith("note.md:6: the listing was edited by hand")
    assert "--adopt" in notice
    assert remove(edited) == edited
    [span] = WRITER.own("note.md", edited, OPTIONS)
    assert new in edited[slice(*span)]
    after = run(edited, options=ADOPT)
    assert after == run(note())
    assert remove(edited, ADOPT) == note()


def test_a_listing_whose_comment_is_gone_is_the_users() -> None:
    after = run(note())
    lines = [line for line in after.split("\n") if "made by enricher" not in line]
    with pytest.raises(NoteError, match="text of yours"):
        planned("\n".join(lines))
    assert WRITER.own("note.md", "\n".join(lines), OPTIONS) == ()


@pytest.mark.parametrize("style", ["list", "table"])
def test_what_formatters_and_git_change_is_no_edit(style: str) -> None:
    starred = KNOWN | papers(GATES.model_copy(update={"title": "A* and b_c"}))
    after = run(note(begin(style=style), "\n"), starred)
    wide = after.replace(" | ", "     | ").replace("| --- |", "| :-------- |", 1)
    wrapped = after.replace(" · ", " ·\n  ")
    escaped = after.replace("&#42;", "\\*").replace("&#95;", "\\_")
    crlf, spaced = after.replace("\n", "\r\n"), after.replace("\n\n", "\n\n\n")
    for changed in (wide, wrapped, escaped, crlf, spaced):
        assert planned(changed, starred) == planned(changed, {}) == Planned()
        left = remove(changed).replace("\r\n", "\n").split("\n")
        assert [line for line in left if line] == [
            line for line in remove(after).split("\n") if line
        ]


def test_own_is_the_listing_alone() -> None:
    after = run(note(inside="\n"))
    [span] = WRITER.own("note.md", after, OPTIONS)
    assert after[: span.start] + after[span.end :] == note(inside="\n")
    assert WRITER.own("note.md", note(), OPTIONS) == ()


# ------------------------------------------------------------------------------------ hostile


@pytest.mark.timed
@pytest.mark.parametrize(
    "piece",
    [
        f"{BEGIN}\n{END}\n",
        f"{BEGIN} ",
        f"{BEGIN}\n",
        f"`{BEGIN}` ",
        "<!-- enricher:begin a='b' ",
        "{/* enricher:begin */} ",
        "\n\n{/* enricher:begin */}\n{/* enricher:end */}\n\n",
        f"> {BEGIN}\n",
        "<!-- made by enricher (",
    ],
)
def test_ten_thousands_of_markers_take_linear_time(piece: str) -> None:
    spent: list[float] = []
    for count in (10_000, 40_000):
        text = piece * count + "\nhttps://arxiv.org/abs/2004.01899\n"
        begun = time.process_time()
        try:
            WRITER.own("note.md", text, OPTIONS)
            assert regions("note.md", text) is not None
        except NoteError:
            pass
        spent.append(time.process_time() - begun)
    assert spent[1] < 12 * spent[0] + 0.1, "4 where nothing else runs"


@pytest.mark.timed
def test_ten_thousands_of_listings_are_planned_in_linear_time() -> None:
    spent: list[float] = []
    for count in (2_500, 10_000):
        text = "https://arxiv.org/abs/2004.01899\n\n" + PAIR * count
        begun = time.process_time()
        made = planned(text)
        spent.append(time.process_time() - begun)
        assert len(made.edits) == count
    assert spent[1] < 9 * spent[0] + 0.1, "4 where nothing else runs"


PIECES = [
    "[",
    "[a](",
    "](",
    '[a](b "',
    "**",
    " · ",
    "_",
    "| ",
    "\n x",
    "\n- [a](b 'c') ",
    "-",
    "&#42;",
]


@pytest.mark.timed
@pytest.mark.parametrize("piece", PIECES)
def test_what_is_written_is_read_in_linear_time(piece: str) -> None:
    spent: list[float] = []
    for count in (20_000, 80_000):
        begun = time.process_time()
        for start in ("", "- ", "| ", "**"):
            read(start + piece * count, Form("list", ("title",), (), None, 3, lists_all=False))
            checksum(start + piece * count)
            plain(start + piece * count)
        spent.append(time.process_time() - begun)
    assert spent[1] < 9 * spent[0] + 0.1, "4 where nothing else runs"


@pytest.mark.timed
def test_many_attributes_take_linear_time() -> None:
    marker = f"<!-- enricher:begin {'a=b ' * 30_000}-->"
    begun = time.process_time()
    with pytest.raises(NoteError, match="twice"):
        planned(note(marker))
    assert time.process_time() - begun < 1


def test_texts_are_the_same_outside() -> None:
    before = note() + texts.BOM + "\udcff\r\n" + note(body="\n")
    after = run(before)
    pieces = after.split("<!-- made by enricher")
    assert pieces[0] == before[: len(pieces[0])]
    assert remove(after) == before
