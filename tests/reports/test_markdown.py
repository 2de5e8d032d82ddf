"""A plan as Markdown: nothing in it is markup but ours, and it fits where GitHub shows it."""

from __future__ import annotations

import re
from pathlib import Path

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from enricher.change import Change, Place
from enricher.models import PaperRef
from enricher.paper import Failed, Missing, Paper
from enricher.plan import Plan
from enricher.reports.markdown import LIMIT, markdown
from enricher.writers.interface import Published

HOSTILE = [
    "a | b", "</td><script>x()</script>", "<!-- ", "@everyone and owner/repo#12", "", "<details>",
    "[x](javascript:y)", "![x](https://example.org/pixel.png)", "`", "``", "\\", "a\n\n# heading",
    "\r## x", "&lt;b&gt;", "\u202eturned", "caf\udce9", "$a$", "~~~", "http://a.org", "- [ ] x",
]  # fmt: skip
texts = st.text(st.characters(), max_size=40) | st.sampled_from(HOSTILE)


def full(texts: list[str]) -> Plan:
    """A plan that says each text wherever a plan may say one."""
    plan = Plan(notices=list(texts))
    for number, text in enumerate(texts):
        path = Path(f"notes/{text}".replace("\0", ""))
        ref, lost = PaperRef("arxiv", f"1803.{number:05}"), PaperRef("arxiv", f"1804.{number:05}")
        plan.places[ref] = plan.places[lost] = Place(str(path), 1, 1)
        plan.papers[ref] = Paper(id=str(ref), title=text, authors=(text,), venue=text, url=text)
        plan.outcomes += [Failed(lost, text), Missing(lost)]
        plan.changes.append(Change(path, "refused", path, why=text, line=1))
        plan.changes.append(Change(path, "changed", path))
        plan.published.append(Published(str(ref), text, text))
        plan.added.append(str(ref))
    return plan


def page(text: str) -> LexborHTMLParser:
    """As GitHub would render it, but that raw HTML is not filtered."""
    return LexborHTMLParser(
        cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE)
    )


def tags(parsed: LexborHTMLParser) -> set[str]:
    assert parsed.body is not None
    return {node.tag for node in parsed.body.traverse()}


@given(st.lists(texts, max_size=6))
@settings(max_examples=60)
def test_no_text_becomes_markup(texts: list[str]) -> None:
    shown = page(markdown(full(texts), written=True))
    known = {"body", "h2", "h3", "p", "br", "table", "thead", "tbody", "tr", "th", "td"}
    assert tags(shown) <= known | {"ul", "li", "code", "a"}
    links = [node.attributes["href"] for node in shown.css("a")]
    assert all(re.match("https?://", link or "") for link in links)
    rows = [len(row.css("td, th")) for table in shown.css("table") for row in table.css("tr")]
    assert len(shown.css("td")) == sum(rows) - len(shown.css("th"))
    assert len(shown.css("h3")) == (7 if texts else 0)


def test_nobody_is_mentioned_and_no_issue_is_linked() -> None:
    shown = page(markdown(full(["@someone owner/repo#12"]), written=True))
    assert shown.body is not None
    text = shown.body.text()
    assert "someone" in text
    assert not re.search(r"@\w|#\d", text)


@pytest.mark.parametrize("text", ["x", "|" * 300, "研究" * 200, "\U0001f600" * 300])
@pytest.mark.parametrize("number", [0, 1, 10, 3000])
def test_it_fits_and_counts_what_it_leaves_out(text: str, number: int) -> None:
    made = markdown(full([text] * number), written=True)
    assert len(made.encode()) <= LIMIT
    sections = made.split("\n### ")[1:]
    for section in sections:
        title, *lines = section.splitlines()
        rows = [line for line in lines if line.startswith(("| ", "- ")) and "--- " not in line]
        more = re.search(r"… and ([\d,]+) more", section)
        shown = len(rows) - any(line.startswith("| ---") for line in lines)
        left = int(more[1].replace(",", "")) if more else 0
        assert title.endswith(f"({shown + left:,})")
        assert shown or not number


def test_news_are_told_with_old_and_new_and_a_link() -> None:
    ref = PaperRef("arxiv", "1803.02780")
    paper = Paper(
        id=str(ref),
        title="On_Time",
        authors=("A. Luo",),
        venue="NeurIPS 2018",
        url="https://x.org/a",
    )
    plan = Plan(
        papers={ref: paper},
        places={ref: Place("n.md", 4, 3)},
        published=[Published(str(ref), "preprint 2018", "NeurIPS 2018")],
        added=[str(ref)],
    )
    made = markdown(plan, written=True)
    assert made.startswith("## 1 paper published, 1 new\n")
    assert "| [On&#95;Time](https://x.org/a) | preprint 2018 | NeurIPS 2018 |\n" in made
    assert "| [On&#95;Time](https://x.org/a) | Luo | NeurIPS 2018 | <code>n.md:4</code> |" in made


@pytest.mark.parametrize(
    ("published", "new", "changed", "title"),
    [
        (3, 12, True, "3 papers published, 12 new"),
        (1, 0, True, "1 paper published"),
        (0, 1, True, "1 new paper"),
        (0, 0, True, "Changes of papers' metadata"),
        (0, 0, False, "No news of papers"),
    ],
)
def test_the_headline_says_what_is_news(
    published: int, new: int, changed: bool, title: str
) -> None:
    refs = [PaperRef("arxiv", f"1803.{number:05}") for number in range(20)]
    path = Path("a.md")
    plan = Plan(
        papers={ref: Paper(id=str(ref), title="x") for ref in refs},
        published=[Published(str(ref), "preprint", "X") for ref in refs[:published]],
        added=[str(ref) for ref in refs[:new]] * 2,
        changes=[Change(path, "changed" if changed else "unchanged", path)],
    )
    assert markdown(plan, written=True).startswith(f"## {title}\n")


def test_what_to_do_about_notes_without_front_matter_is_told() -> None:
    plan = Plan(without_front_matter=[Path("a.md"), Path("b.md")])
    told = page(markdown(plan, written=True)).body
    assert told is not None
    assert "2 notes with papers but no front matter" in told.text()
    assert [code.text() for code in told.css("code")][:1] == ["create-front-matter"]
    assert "To look at" not in markdown(Plan(), written=True)
