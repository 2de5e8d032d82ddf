"""The HTML page: what it says, and that no text of anybody's becomes more than text."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from enricher.catalogue import Entry
from enricher.change import Place
from enricher.notes import is_report
from enricher.reports.page import Finding, page
from enricher.reports.page.rows import namer, rows_of, web_address
from tests.catalogue_samples import AUTOML, ENTRIES, FAILED, NASTY, entry, many

GOLDEN = Path(__file__).parents[2] / "fixtures" / "expected" / "report.html"
texts = st.text(st.characters(), max_size=40) | st.sampled_from(NASTY)


def made(*entries: Entry, **options: Any) -> str:
    bibtex = {
        each.paper.id: f"@misc{{{number}}}" for number, each in enumerate(entries) if each.paper
    }
    values = {"bibtex": bibtex, "href_of": lambda path: f"../{path}", **options}
    return page(entries, **values)


def data(text: str, id_: str = "data") -> list[Any]:
    [element] = LexborHTMLParser(text).css(f"script#{id_}")
    found: list[Any] = json.loads(element.text(deep=True))
    return found


def tags(text: str) -> list[str]:
    """Every tag and attribute of a page, with the values of those that lead somewhere or act."""

    class Tags(HTMLParser):
        found: list[str]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found.append(" ".join([tag, *sorted(name for name, _ in attrs)]))

    parser = Tags()
    parser.found = []
    parser.feed(text)
    return parser.found


def hostile(text: str) -> list[Entry]:
    paper = entry(title=text or "x", authors=(text,), venue=text, url=text, doi=text, year=2020,
                  links=(text,), labels=(text,))  # fmt: skip
    lost = FAILED._replace(why=text, labels=(text,), links=(text,))
    place = Place(f"notes/{text}".replace("\0", ""), 1, 1)
    return [
        each._replace(places=(place, Place("notes/other/b.md", 2, 1))) for each in (paper, lost)
    ]


@given(texts)
@settings(max_examples=40)
def test_no_text_becomes_markup(text: str) -> None:
    finding = [Finding(text, text, text, 1, text)]
    shown = made(*hostile(text), title=text, findings=finding, bibtex={"arxiv:1803.02780": text})
    harmless = made(
        *hostile("https://a.example/x"), title="x", findings=[Finding(*["x"] * 3, 1, "x")]
    )
    assert set(tags(shown)) <= set(tags(harmless))
    assert tags(shown).count("script") == tags(shown).count("style") == 1
    shown.encode()
    assert data(shown, "bibtex")[0:1] == ([text] if text else [])


@given(texts)
@settings(max_examples=40)
def test_texts_read_back_from_the_markup_and_from_the_data(text: str) -> None:
    title = text if text.strip() else "x"
    shown = made(entry(title=title, authors=(text,)))
    [row] = LexborHTMLParser(shown).css("tbody#rows tr")
    plain = data(shown)[0][1]
    assert "".join(row.css_first(".title").text().split()) == "".join(plain.split())
    assert not set("\x00\x1b\x9b\u202e\u2028") & set(plain)
    if title.isascii() and title.isprintable():
        assert plain == " ".join(title.split())


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " JavaScript:x", "data:text/html,x", "vbscript:x", "//evil.example/x",
     "https:\\\\evil.example", "java\nscript:alert(1)", "", "x", "https://", "file:///etc/passwd"],
)  # fmt: skip
def test_an_address_that_is_none_of_the_web_is_no_link(url: str) -> None:
    assert web_address(url) == ""
    shown = made(entry(title="x", url=url, links=(url,)))
    assert not LexborHTMLParser(shown).css("tbody a:not(.notes a)")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://arxiv.org/abs/1803.02780", "https://arxiv.org/abs/1803.02780"),
        ("arxiv.org/abs/1803.02780", "https://arxiv.org/abs/1803.02780"),
        ('https://a.example/"x"<y>', "https://a.example/%22x%22%3Cy%3E"),
        ("https://a.example/é?q=a%20b#c", "https://a.example/%C3%A9?q=a%20b#c"),
    ],
)
def test_addresses(url: str, address: str) -> None:
    assert web_address(url) == address


def test_addresses_are_told_once_and_through_redirects() -> None:
    seen = entry(
        title="x",
        arxiv="1803.02780",
        url="https://arxiv.org/abs/1803.02780",
        links=(
            "https://arxiv.org/pdf/1803.02780.pdf",
            "https://link.zhihu.com/?target=https%3A//arxiv.org/abs/1803.02780",
            "https://papers.nips.cc/paper/8056",
        ),
    )
    [row] = rows_of([seen], str)
    assert [each.label for each in row.links] == ["arXiv", "papers.nips.cc"]


def test_notes_are_called_by_their_paths_below_what_they_share() -> None:
    name = namer(["notes/2019/a.md", "notes/2020/b.md", "notes/c.md"])
    assert [name("notes/2019/a.md"), name("notes/c.md")] == ["2019/a.md", "c.md"]
    assert namer(["notes/a.md"])("notes/a.md") == "a.md"
    assert namer(["/x/a.md", "notes/a.md"])("/x/a.md") == "/x/a.md"


def test_the_policy_allows_the_pages_own_style_and_script_and_nothing_else() -> None:
    parsed = LexborHTMLParser(made(AUTOML))
    policy = str(parsed.css_first("meta[http-equiv]").attributes["content"])
    assert policy.startswith("default-src 'none';")
    for kind, element in (("style", "style"), ("script", "script:not([type])")):
        [found] = parsed.css(element)
        digest = b64encode(sha256(found.text(deep=True).encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_the_page_loads_nothing() -> None:
    parsed = LexborHTMLParser(made(*ENTRIES))
    assert not parsed.css("img, iframe, object, embed, [src], link:not([href='data:,'])")
    style = parsed.css_first("style").text(deep=True)
    assert not re.search(r"url\(|@import", style)
    events = [name for node in every(parsed) for name in node.attributes if name.startswith("on")]
    assert events == []


def every(parsed: LexborHTMLParser) -> list[LexborNode]:
    assert parsed.root is not None
    return list(parsed.root.traverse())


def test_every_paper_is_in_the_markup_once_also_without_a_script() -> None:
    entries = many(120)
    text = made(*entries)
    parsed = LexborHTMLParser(text.replace("<noscript>", "<div>").replace("</noscript>", "</div>"))
    titles = [node.text() for node in parsed.css(".title")]
    assert sorted(titles) == sorted(each.title for each in entries)
    assert titles == [values[1] for values in data(text)]
    years = [values[6] for values in data(text)]
    assert years == sorted(years, reverse=True)


def test_the_plots_count_all_papers() -> None:
    parsed = LexborHTMLParser(made(*ENTRIES, *many(60)))
    by_year = parsed.css("svg[data-filter=year] .bar title")
    assert sum(int(node.text().split()[1]) for node in by_year) == 63
    venue = parsed.css_first('svg[data-filter=venue] .bar[data-value="NeurIPS"] title')
    assert venue.text() == "NeurIPS: 5 papers"


def test_bibtex_stands_beside_its_paper() -> None:
    text = made(*ENTRIES)
    known = {str(each.paper and each.paper.id) for each in ENTRIES}
    for values, bibtex in zip(data(text), data(text, "bibtex"), strict=True):
        assert (bibtex is not None) == (values[0] in known)
    assert data(made(FAILED), "bibtex") == []


def test_findings_stand_where_there_are_any() -> None:
    assert "finding" not in LexborHTMLParser(made(AUTOML)).css_first("main").text()
    found = [Finding("wrong-paper", "leads elsewhere", "notes/a b.md", 3, "arxiv:1706.03762")]
    section = LexborHTMLParser(made(AUTOML, findings=found)).css_first(".findings")
    assert "1 finding" in section.text()
    links = [node.attributes["href"] for node in section.css("a")]
    assert links == ["#q=arxiv%3A1706.03762", "../notes/a b.md"]


def test_no_papers_make_a_page_too() -> None:
    assert "No links to papers were found" in made()
    assert "No links to papers were found" not in made(AUTOML)


def test_a_page_says_what_it_is_and_is_the_same_each_time() -> None:
    assert is_report(made(*ENTRIES, title="<" * 300))
    assert made(*ENTRIES) == made(*ENTRIES)
    assert not is_report("<!doctype html><title>mine</title>")


def test_golden() -> None:
    """But for style, script and their hashes, which say nothing of papers."""
    found = [Finding("withdrawn", "this paper was withdrawn", "notes/c.md", 1, "arxiv:1901.00001")]
    text = made(*ENTRIES, findings=found)
    text = re.sub(r"(<style>|<script>).*?(</style>|</script>)", r"\1\2", text, flags=re.DOTALL)
    text = re.sub(r"'sha256-[^']+'", "'sha256-'", text)
    assert text == GOLDEN.read_text(encoding="utf-8")
