"""The laws: a second run makes no edit, removal gives the note's own bytes back, and whatever the
titles hold, the note reads as before."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import NoteError
from enricher.links import find
from enricher.models import PaperRef
from enricher.paper import Paper
from enricher.writers.venue import WRITER
from tests.writers.samples import paper, papers
from tests.writers.venue_samples import KNOWN, ONE, OPTIONS, TWO, document, planned, remove, run

HOSTILE = (
    '"><script>alert(1)</script>',
    "{{ site.title }}",
    "{% raw %}",
    "{% endraw %}{{<",
    "---",
    "-->",
    "*/}",
    "${{ github.token }}",
    "\\write18{ls}",
    "%0A::error::x",
    "a\nb\r\n\n# c",
    "a\0b\x1b[31m",
    "\u202eevil\u2066",
    "lone \ud800 surrogate",
    "|",
    "a | b \\| c",
    "`code` ``",
    "$x$ $$",
    "[x](https://arxiv.org/abs/1803.02780)",
    "https://arxiv.org/abs/1803.02780",
    "arXiv:1803.02780 arXiv 1803.02780 doi:10.1145/1234",
    "www.arxiv.org/abs/1803.02780 x@y.zz #1 @user",
    "*a* **b** _c_ ~~d~~ ~e~",
    "&lt;b&gt; &amp;quot; &#34;",
    "enricher: off",
    "<!-- enricher: off -->",
    "</kbd></li></table>",
    "'; x = \"",
    "x\ufffey\ufdd0z\U0001ffff",
    "\ufffe",
    "x" * 10_000,
    "<" * 5_000,
    "“人工” — naïve…",
    "   ",
    "",
)
TEXTS = (
    f"- [Title]({ONE})\n- <{ONE}>, {TWO}\n",
    f"| a | b |\n|---|---|\n| [Title]({ONE}) | {TWO} |\n",
    f"*See [Title]({ONE})* and **{TWO}** (x).\n",
    f'<p><a href="{ONE}">x</a></p>\n',
)


def _hostile(value: str) -> Mapping[PaperRef, Paper]:
    return papers(
        paper("1803.02780", venue=value or "x", authors=(value,)),
        paper("2004.01899", venue="ICML 2020", title=value or "x", authors=()),
    )


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("text", TEXTS)
def test_hostile_values_do_no_harm(text: str, value: str) -> None:
    known = _hostile(value)
    after = run(text, known)
    assert run(after, known) == after
    assert remove(after, known=known) == text
    texts.encode(after).decode("utf-8")
    assert "{" not in after
    assert "\ud800" not in after
    links = [(link.target, link.text, link.context) for link in find(text, ".md")]
    assert [(link.target, link.text, link.context) for link in find(after, ".md")] == links
    html, before = (
        cmarkgfm.github_flavored_markdown_to_html(each, cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE)
        for each in (after, text)
    )
    for tag in ("<td", "<tr", "<li", "<em", "<strong", "<a ", "<p", "<h", "<code", "<script"):
        assert html.count(tag) == before.count(tag), tag


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_value(authors: str, venue: str) -> None:
    known = papers(paper("1803.02780", venue=venue, authors=(authors,)))
    for text in TEXTS:
        after = run(text, known)
        assert run(after, known) == after
        assert remove(after, known=known) == text


PIECES = st.sampled_from(
    (
        f"[x]({ONE})",
        f"<{TWO}>",
        TWO,
        f'<a href="{ONE}">x</a>',
        f"![x]({ONE})",
        "[y][1]",
        f"\n\n[1]: {ONE}\n",
        *("\n", "\n\n", "\r\n", "\r", "- ", "  - ", "1. ", "> ", "# ", "|", "\n|-|-|\n", " "),
        *("*", "**", "_", "`", "```\n", "[", "](", "]", "<", ">", "<b>", "<p>\n", "{", "}", "{{"),
        *("CVPR 2020", ", NIPS", '<kbd title="x">y</kbd>', ' <kbd title="Lee">ICML 2020</kbd>'),
        *("\udcff", "\ufeff", "é", "中", "---\n", "\t", "    ", "<!--", "-->", "$", "\\", "::"),
    )
)


@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from((".md", ".mdx", ".qmd")))
def test_any_note(text: str, suffix: str) -> None:
    path = f"note{suffix}"
    clean = text
    while (without := remove(clean, path=path)) != clean:  # what has the form of ours is ours
        clean = without
    try:
        after = run(clean, path=path)
    except NoteError:  # a text whose layout a tag would change is left alone
        return
    assert run(after, path=path) == after
    assert remove(after, path=path) == clean
    edits = planned(clean, path=path).edits
    assert not any(edit.old for edit in edits)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize("head", ["", "\ufeff", "---\ntitle: x\n---\n", "bad \udcff byte\n\n"])
def test_every_form_of_text(newline: str, end: str, head: str) -> None:
    text = f"{head}- [Title]({ONE})\n- {TWO} \n\n> [Title]({TWO}){end}".replace("\n", newline)
    after = run(text)
    assert after.count("<kbd") == 3
    assert after.count(newline) == text.count(newline)
    assert run(after) == after
    assert remove(after) == text
    assert run("") == ""


@pytest.mark.timed
@pytest.mark.parametrize(
    "piece",
    [
        f"- [x]({ONE}) [y]({TWO})\n",
        f"[x]({ONE}) ",
        f'[x]({ONE}) <kbd title="',
        f"<{ONE}> {{",
        f"{ONE} {{{{ ",
        f"<script>{ONE}",
        f"|[x]({ONE})",
        f"{ONE} Nature ",
        f"@misc{{{ONE} {{\n",
        f"[[{ONE} $x",
        f'{{=" {ONE} ',
        f"(a:: {ONE} (",
        f"+--+\n| {ONE} |\n",
        f"\\begin{{a}} {ONE} \\( ",
        f"a: {ONE}\n",
        f"{ONE} %% $$ \n\n",
        f'[x]({ONE}) <kbd title="a\n> > ',
    ],
)
def test_takes_linear_time(piece: str) -> None:
    spent: list[float] = []
    for times in (200, 800):
        text = piece * times
        note = document(text)
        begin = time.process_time()
        with contextlib.suppress(NoteError):
            WRITER.plan(note, KNOWN, OPTIONS)
        spent.append(time.process_time() - begin)
        assert note.links
    assert spent[1] < 4 * spent[0] * 2 + 0.3
