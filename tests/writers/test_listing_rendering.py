"""What readers of Markdown make of a listing: the plain text of its papers, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import cmarkgfm
import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from enricher import text as texts
from enricher.writers.listing.inline import address, cleaned, plain
from tests.writers.listing_samples import BEGIN, END, LINKS, begin, note, planned, remove, run
from tests.writers.samples import GATES, KNOWN, paper, papers

EXPECTED = Path(__file__).parents[2] / "fixtures" / "expected" / "listing"
TAGS = frozenset(
    ["h1", "ul", "li", "a", "p", "strong", "em", "table", "thead", "tbody", "tr", "th", "td"]
)
UNSAFE = cmarkgfm.Options.CMARK_OPT_UNSAFE
HOSTILE = [
    '"><script>alert(1)</script>',
    "{{ site.github.token }} {% raw %} {% include x %} ${{ github.token }}",
    "{: .class} {::nomarkdown} {#id} {{< raw >}} {%- x -%}",
    "a | b || c \\| d",
    "*x* **y** _z_ __w__ ~~v~~ ==u== ++t++ ^s^ ~r~ `q` ``p``",
    "[x](javascript:alert(1)) ![y](z) [[wiki]] [^1] [a][b] <https://a.b> <!-- c -->",
    "$x$ $$y$$ \\(z\\) \\[w\\] \\write18{}",
    "--> */} */ <!-- enricher:end --> {/* enricher:end */}",
    "%%hidden%% #tag @someone :) a--b ... a---b",
    "https://evil.example www.evil.example ftp://a.b HTTPS://A.B",
    "&amp; &lt; &#42; &copy; &copy &",
    "line one\n\n# line two\r\n- three\x0b\x85\u2028four",
    "1. one",
    "- one",
    "+ C++ = 1 + 1",
    "> quote",
    "---",
    "| --- |",
    "%0A::error::x",
    'it\'s "quoted" (really)',
    "trailing \\",
    "标题：“笔记” · é",
]


class Shown(NamedTuple):
    title: str
    authors: str
    venue: str
    href: str


def readers(text: str) -> list[LexborHTMLParser]:
    """The note as GitHub, and as MkDocs would show it."""
    whole = texts.twin(text)
    return [
        LexborHTMLParser(cmarkgfm.github_flavored_markdown_to_html(whole, UNSAFE)),
        LexborHTMLParser(markdown.markdown(whole, extensions=["tables", "fenced_code"])),
    ]


def table_of(html: LexborHTMLParser) -> list[list[str]]:
    return [
        [cell.text(strip=True) for cell in row.css("td")]
        for row in html.css("tbody tr")
    ]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    known = papers(
        paper("1803.02780", title=text, authors=(text, "Bo Li"), venue=text, year=2018),
        paper("2004.01899", title="after", authors=(text,), venue="X"),
    )
    flat = cleaned(text)
    for style in ("table", "list"):
        after = run(note(begin(style=style, group="venue")), known)
        written = after.removeprefix(LINKS)
        assert not re.search(r"\{\{|\{%|\*/|\$|\{[:#]", written)
        assert written.count("-->") == 3
        assert planned(after, known).edits == ()
        for html in readers(after):
            if style == "table":
                [row] = [row for row in table_of(html) if row[0] != "after"]
                assert row == [flat, f"{flat}, Bo Li", flat, "2018"]
            else:
                items = [item.text() for item in html.css("li")]
                assert f"{flat} · {flat}, Bo Li · {flat}" in items
            assert flat in [each.text() for each in html.css("p strong")]
            names = {node.tag for node in html.css("body *")}
            assert names <= TAGS
            assert {each.attributes["href"] for each in html.css("a[title]")} == {
                "https://arxiv.org/abs/1803.02780",
                "https://arxiv.org/abs/2004.01899",
            }
            assert {each.attributes["title"] for each in html.css("a[title]")} == {
                "arxiv:1803.02780",
                "arxiv:2004.01899",
            }


@pytest.mark.parametrize("text", HOSTILE)
def test_a_bullet_may_begin_with_any_text(text: str) -> None:
    known = papers(paper("1803.02780", title="t", authors=(text,)))
    after = run(note(begin(columns="authors,title")), known)
    assert planned(after, {}).edits == ()
    for html in readers(after):
        assert f"{cleaned(text)} · t" in [item.text() for item in html.css("li")]
        assert {node.tag for node in html.css("body *")} <= TAGS


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    flat = cleaned(text)
    for html in readers(f"| a [{plain(text)}](b) {plain(text)} z | c |\n| --- | --- |\n"):
        assert " ".join(html.css("th")[0].text().split()) == " ".join(f"a {flat} {flat} z".split())
        assert not {node.tag for node in html.css("th *")} - {"a"}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:x", "//a.b", "file:///x", "", "http:"]
)
def test_addresses_of_no_web_page_are_no_links(url: str) -> None:
    assert address(url) == ""
    after = run(
        note(begin(columns="title,url,pdf")),
        papers(GATES.model_copy(update={"url": url, "pdf": url})),
    )
    assert "](https://arxiv.org/abs/2004.01899 " in after
    assert not url or f"]({url}" not in after


@given(st.text(max_size=30))
def test_any_address_is_one_link(text: str) -> None:
    url = address(f"https://a.b/{text}")
    for html in readers(f'| [x]({url} "t") | y |\n| --- | --- |\n'):
        [link] = html.css("a")
        assert link.attributes["title"] == "t"
        assert len(html.css("th")) == 2
    assert not re.search(r"[\s()<>\[\]{}|\\\"$*`]", url)


def test_addresses_stay_as_they_are_where_they_can() -> None:
    for url in ("https://openreview.net/forum?id=a_b-C&noteId=x~y", "http://a.b/c%20d;e#f"):
        assert address(url) == url


def test_bidirectional_overrides_and_controls_are_left_out() -> None:
    after = run(
        note(), papers(GATES.model_copy(update={"title": "a\u202eb\x00c\x1bd\udcffe\ufefff"}))
    )
    assert "[abcd\ufffdef](" in after


def test_a_title_of_ten_thousand_characters() -> None:
    title = "| {{ * " * 1500
    known = papers(GATES.model_copy(update={"title": title}))
    for html in readers(run(note(begin(style="table")), known)):
        assert table_of(html)[0][0] == title.strip()


@pytest.mark.parametrize(
    "before", ["text right above\n", "- an item\n", "> a quote\n", "| a |\n| - |\n| b |\n"]
)
@pytest.mark.parametrize("behind", ["text right below\n", "- an item\n", "# heading\n"])
@pytest.mark.parametrize("style", ["list", "table"])
def test_neighbours_without_a_blank_line_are_no_part_of_it(
    style: str, behind: str, before: str
) -> None:
    after = run(f"{LINKS}{before}{begin(style=style)}\n{END}\n{behind}")
    for html in readers(after):
        titles = [each.text() for each in html.css("a[title]")]
        assert titles == ["Transfer Learning with Neural AutoML", "A Generic Graph-based: Encoding"]
        parents = html.css("tr a[title]" if style == "table" else "li > a[title]")
        assert len(parents) == 2
        rows = [row for row in html.css("tr") if row.css("a[title]")]
        assert all(len(row.css("td")) == 4 for row in rows)


NOTES = {
    "list": (BEGIN, LINKS),
    "table": (begin(style="table", columns="title,authors,venue,year,links", sort="-year"), LINKS),
    "groups": (begin(style="table", columns="title,year", group="venue"), LINKS),
    "mdx": ("{/* enricher:begin group='-year' authors=1 */}", LINKS),
    "crlf": (begin(sort="title"), LINKS.replace("\n", "\r\n")),
}


@pytest.mark.parametrize("name", NOTES)
def test_the_bytes_of_whole_notes(name: str) -> None:
    marker, body = NOTES[name]
    newline = texts.newline_of(body)
    end = "{/* enricher:end */}" if name == "mdx" else END
    path = "note.mdx" if name == "mdx" else "note.md"
    before = newline.join((f"{body}{marker}", end, ""))
    hostile = GATES.model_copy(
        update={
            "authors": tuple(f"Given{n} Family{n}" for n in range(5)),
            "title": "A {b} | *c* $d$",
            "arxiv": "2004.01899",
            "doi": "10.1000/a_(b)",
            "pdf": "https://arxiv.org/pdf/2004.01899",
        }
    )
    known = KNOWN | papers(hostile)
    after = run(before, known, path=path)
    assert texts.encode(after) == (EXPECTED / path.replace("note", name)).read_bytes()
    assert remove(after, path=path) == before
