"""The laws of link titles: nothing else changes, a second run is a no-op, removal restores; and
hostile titles do no harm to any renderer."""

from __future__ import annotations

import html
import re
import time

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import NoteError
from enricher.links import find
from enricher.titles import clean
from enricher.writers.attributes import one_line
from enricher.writers.link_title.form import Parts, parts_of, read, written
from tests.writers.link_titles import OTHER, SEMINAS, TITLE, URL, planned, remove, run
from tests.writers.samples import papers

HOSTILE = (
    '"><script>alert(1)</script>', "{{ site }} {% raw %} ${{ github.token }}", "--> */} --- ```",
    "a|b|c", "$x^2$ \\(y\\) \\write18{}", "%0A::error::x", "a\r\n\r\nb\tc\x00\u202ed\udcff\u2028e",
    "&lt; &amp;lt; &copy; &#34;", "[x](y) ![z][w] [^1] [[v]]", "a ` b ~~c~~ **d** _e_ <!-- f",
    "https://arxiv.org/abs/1803.02780 <https://a.b>", "a · b · c 2020", "') \" (", "\\", "'", "·",
    "文" * 10_000, "\u0627\u200c\u0628", "x" * 10_000, ":smile: @user #1 ==m== ++n++",
)  # fmt: skip
NOTES = (
    f"a [x]({URL}) b",
    f"a ` [x]({URL}) <b $c$ {{d *e [f]({URL})* ![g](h) [i\n",
    f"| a | b |\n|---|---|\n| `c` | *d* [x]({URL}) |\n| e | f |\n",
    f"* [x](<{URL}>)\n  * [y]({URL}) ~~z~~\n\n1. a\n",
    f"[a] [b][a]\n\n[a]: {URL}\n\nc\n",
    f"# [x]({URL})\n\n> [y]({URL})\n<div>\n\n[z]({URL})\n</div>\n",
)
_TITLE = re.compile(r' title="([^"]*)"')


def _rendered(text: str) -> tuple[str, list[str]]:
    """The page without titles, and the titles."""
    page = cmarkgfm.github_flavored_markdown_to_html(texts.twin(text))
    return _TITLE.sub("", page), [html.unescape(title) for title in _TITLE.findall(page)]


@pytest.mark.parametrize("field", ["title", "authors", "venue"])
@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("note", NOTES)
def test_hostile_records_stay_text(note: str, hostile: str, field: str) -> None:
    value = (hostile,) if field == "authors" else hostile
    before, known = note, papers(SEMINAS.model_copy(update={field: value}))
    after = run(before, known)
    page, titles = _rendered(after)
    assert page == _rendered(before)[0]
    added = [edit.new for edit in planned(before, known).edits]
    assert titles == [str(read(new.strip())) for new in added for _ in range(1 + ("[b]" in note))]
    for new in added:
        assert not set(new[2:-1]) & set('"<>|{}$\\`[]\r\n\x00\u202e')
        assert "{{" not in new
        assert "{%" not in new
        new.encode()
    assert planned(after, known).edits == ()
    assert remove(after, known=known) == before
    if field == "title":
        assert added
        assert titles[0].startswith(one_line(clean(hostile))[:499])


def test_all_titles_reach_the_page() -> None:
    _, titles = _rendered(run("\n".join(NOTES)))
    assert titles == [TITLE] * 11


PIECES = [
    f"[x]({URL})", f"[y](<{OTHER}>)", f"[w]({URL} 'mine')", f"({URL} (t))",
    f"![i]({URL})", f"[![j](k)]({URL})", f"[a]: {URL}", f"[b]: {OTHER} 't'", "[a]", "[b][a]", URL,
    f"<{URL}>", f'<a href="{URL}">', "</a>", "\n", "\n\n", "- ", "    ", "# ", "> ", "!!! x\n\n",
    "| a | b |\n|---|---|\n", "|", "[", "](", ")", "(", "`", "```", "\\", "<td>", "<!--", "-->",
    '"', "'", "文", "\u00a0", "\ud83d", "\r", "\r\n", "\ufeff", " · ", "* ", "---\n",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)


@given(TEXTS)
def test_any_text_survives(before: str) -> None:
    assert remove(before) == before
    plan = planned(before)
    after = texts.apply(before, plan.edits)
    assert planned(after).edits == ()
    assert remove(after) == before
    assert texts.apply(after, texts.invert(plan.edits)) == before
    targets = [mention.target for mention in find(before, ".md")]
    assert [mention.target for mention in find(after, ".md")] == targets


def test_a_title_that_keeps_a_text_from_being_a_definition_stays() -> None:
    with pytest.raises(NoteError, match=r"note.md:3: .*would not read back"):
        remove(f'# x\n\n[a]: {OTHER}[x]({URL} "{TITLE}")\n\n[y]({URL} "{TITLE}")')


@given(st.text(), st.text(), st.text(), st.text())
def test_what_is_written_is_read_back(title: str, author: str, venue: str, label: str) -> None:
    paper = SEMINAS.model_copy(update={"title": title, "authors": (author, "x y"), "venue": venue})
    parts = parts_of(paper, label)
    assert parts is None or read(f'"{written(parts)}"') == parts


@given(st.text(st.sampled_from('a ·&#;183"')) | st.text())
def test_any_users_title_is_read_as_it_is_or_not_at_all(title: str) -> None:
    parts = read(f'"{title}"')
    assert parts is None or written(parts) == title


def test_parts_are_told_apart_though_they_hold_dots() -> None:
    parts = Parts("a · b", "Luo et al.", "CVPR 2019")
    assert written(parts) == "a &#183; b · Luo et al. · CVPR 2019"
    assert read(f'"{written(parts)}"') == parts


def _seconds(unit: str, count: int) -> float:
    begin = time.process_time()
    run(unit * count)
    return time.process_time() - begin


@pytest.mark.timed
@pytest.mark.parametrize(
    "unit",
    [
        f"[x]({URL}) ", f"- [x]({URL})\n", f'[x]({URL} "{TITLE}")\n', f'[x]({URL} "a · ', " · ",
        f'[x]({URL} "a · b and c · d 2020 and ', f"!!! x\n\n    [x]({URL})\n\n", f"[x]({URL}\n",
    ],
)  # fmt: skip
def test_time_is_linear(unit: str) -> None:
    slow = _seconds(unit, 1_000)
    assert slow < 0.3 or slow < 4 * _seconds(unit, 500)
