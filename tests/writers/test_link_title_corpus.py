"""Real notes, where they lie beside the checkout: in every form they keep their bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest

from enricher import text as texts
from enricher.models import PaperRef
from enricher.paper import Paper
from enricher.writers.link_title import WRITER
from tests.writers.link_titles import document
from tests.writers.samples import OPTIONS

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev"
TITLES = (
    "Semi-Supervised Neural Architecture Search", "{{ a }} | <b> $c$ `d` \\e & &lt; · \"f\"",
    "标题，的", "[Re] a\n\nb\x00\udcff",
)  # fmt: skip
VENUES = ("NeurIPS 2020", "Obscure Meeting", None)


def _crlf(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": bytes,
    "CRLF": _crlf,
    "BOM": lambda raw: b"\xef\xbb\xbf" + raw.removeprefix(b"\xef\xbb\xbf"),
    "bad byte": lambda raw: raw + b"\n\xff caf\xe9\n",
    "no final newline": lambda raw: raw.rstrip(b"\r\n"),
}


def _paper(ref: PaperRef) -> Paper:
    number = crc32(str(ref).encode())
    return Paper(
        id=str(ref),
        title=TITLES[number % 4],
        authors=("Ann Lee", "Bo Li", "张三")[: number % 3 + 1],
        venue=VENUES[number % 7 % 3],
        year=2020,
    )


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of real notes beside the checkout")
@pytest.mark.parametrize("form", FORMS)
def test_real_notes(form: str) -> None:
    counts: Counter[str] = Counter()
    for path in sorted(each for each in CORPUS.rglob("*") if each.is_file()):
        if crc32(f"{form} {path.name}".encode()) % 8:
            continue  # another eighth of the notes in each form
        raw = FORMS[form](path.read_bytes())
        before = texts.decode(raw)
        note = document(before, str(path))
        known = {link.ref: _paper(link.ref) for link in note.links}
        plan = WRITER.plan(note, known, OPTIONS)
        after = texts.apply(before, plan.edits)
        counts.update(notes=1, links=len(note.links), titles=len(plan.edits))
        assert WRITER.remove(note, known, OPTIONS).edits == (), path
        if plan.edits:
            assert WRITER.plan(document(after, str(path)), known, OPTIONS).edits == (), path
            removal = WRITER.remove(document(after, str(path)), known, OPTIONS)
            assert texts.encode(texts.apply(after, removal.edits)) == raw, path
    print(form, dict(counts))
    assert counts["titles"] > 0.8 * counts["links"]
