"""Writers that share a note: what one writes changes nothing of what another would write."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.errors import EditError, NoteError
from enricher.models import Edit
from enricher.reading import Reader
from enricher.settings import Settings
from enricher.writers import all_writers
from enricher.writers.interface import Document, WriteOptions, Writer
from tests.writers.venue_samples import KNOWN, ONE, TWO

WRITERS = [each for each in all_writers().values() if isinstance(each, Writer)]
OPTIONS = WriteOptions(create_front_matter=True)
READER = Reader(Settings(), OPTIONS)
PIECES = st.sampled_from(
    (
        *(f"[x]({ONE})", f"[y]({TWO})", TWO, f"<{ONE}>", " [y][1]", "- ", "> ", " "),
        *("[", "]", "(", ")", "_", "*", "，", "CVPR 2020"),
        *(f"[1]: {ONE}\n", f"\n\n[2]: {TWO} 'mine'\n", "\n", "\n\n", "| a |\n|-|\n", "|", "# "),
        *(' <kbd title="x">y</kbd>', "<!-- enricher:begin -->\n<!-- enricher:end -->\n", "text"),
    )
)

FRONTS = st.sampled_from(("", "---\na: 1\n---\n", "+++\na = 1\n[b]\n+++\n", "---\n---\n"))


def _document(text: str) -> Document:
    """A note as a run reads it: what any writer put there is no link of its user."""
    return Document("note.md", text, READER.read("note.md", texts.encode(text)).wanted)


def _edits(text: str) -> list[Edit]:
    document = _document(text)
    planned = [each.plan(document, KNOWN, OPTIONS) for each in WRITERS]
    return [edit for plan in planned for edit in plan.edits]


def _removed(text: str) -> str:
    document = _document(text)
    planned = [each.remove(document, KNOWN, OPTIONS) for each in WRITERS]
    return texts.apply(text, [edit for plan in planned for edit in plan.edits])


@given(FRONTS, st.lists(PIECES, max_size=12).map("".join))
def test_a_second_run_is_none_and_all_comes_out_again(front: str, body: str) -> None:
    before = front + body
    try:
        after = texts.apply(before, _edits(before))
    except (EditError, NoteError):  # a text that would read otherwise is left alone
        return
    assert _edits(after) == []
    assert _removed(after) == before


def test_a_definition_above_a_list() -> None:
    before = f"[r]: {ONE}\n- [A]({ONE})\n"
    after = texts.apply(before, _edits(before))
    assert "kbd" in after
    assert after.count("· NeurIPS 2018") == 2
    assert _edits(after) == []
    assert _removed(after) == before
