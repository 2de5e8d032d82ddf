"""The byte laws of every writer of notes on a folder of real ones, in five forms.

``python -m tests.benchmarks.laws FOLDER``: each link gets a made-up paper; a second run has to make
no edit, and removal has to give the very bytes back.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from zlib import crc32

from enricher import text as texts
from enricher.errors import EditError, NoteError
from enricher.models import Edit, PaperRef
from enricher.paper import Paper
from enricher.writers import all_writers
from enricher.writers.interface import Profile, WriteOptions, Writer
from tests.writers.trying import Trying, scanned

TITLES = ("Semi-Supervised Neural Architecture Search", '{{ a }} | <b> $c$ & "f"', "标题，的")
AUTHORS = ("Ann Lee", "Bo van der Berg", "张三")
VENUES = ("NeurIPS 2020", "Obscure Meeting", None, "TPAMI 2021")
MARKERS = "\n<!-- enricher:begin -->\n<!-- enricher:end -->\n"

FORMS: dict[str, Callable[[bytes], bytes]] = {
    "as is": bytes,
    "CRLF": lambda raw: raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "BOM": lambda raw: b"\xef\xbb\xbf" + raw.removeprefix(b"\xef\xbb\xbf"),
    "bad byte": lambda raw: raw + b"\n\xff caf\xe9\n",
    "no final newline": lambda raw: raw.rstrip(b"\r\n"),
}
WRITERS = [each for each in all_writers().values() if isinstance(each, Writer)]
RUNS: dict[str, tuple[list[Writer], WriteOptions]] = {
    **{each.name: ([each], WriteOptions()) for each in WRITERS},
    "front-matter, flat": ([WRITERS[0]], WriteOptions(profile=Profile.FLAT)),
    "front-matter, created": ([WRITERS[0]], WriteOptions(create_front_matter=True)),
    "all": (WRITERS, WriteOptions()),
}


def made_up(ref: PaperRef) -> Paper:
    """A paper that is another one for each reference."""
    number = crc32(str(ref).encode())
    return Paper(
        id=str(ref),
        title=TITLES[number % 3],
        authors=AUTHORS[: number % 4],
        venue=VENUES[number % 5 % 4],
        year=2020,
    )


def counts_of(raw: bytes, path: str, writers: list[Writer], options: WriteOptions) -> Counter[str]:
    """What became of one note: its edits, or its refusal, or the law that was broken."""
    before = texts.decode(raw)
    known = {link.ref: made_up(link.ref) for link in scanned(before, path).links}

    def edits(text: str, *, removing: bool = False) -> list[Edit]:
        planned = (_planned(writer, text, removing) for writer in writers)
        return [edit for each in planned for edit in each]

    def _planned(writer: Writer, text: str, removing: bool) -> tuple[Edit, ...]:
        trying = Trying(writer, known)
        if not removing:
            return trying.planned(text, options=options, path=path).edits
        return writer.remove(trying.document(text, path), known, options).edits

    try:
        made = edits(before)
    except (NoteError, EditError) as error:
        return Counter({"refused": 1, f"  {path}: {error}": 1})
    if not made:
        return Counter({"without edits": 1})
    after = texts.apply(before, made)
    counts = Counter({"written": 1, "edits": len(made)})
    if edits(after):
        counts[f"  {path}: A SECOND RUN CHANGES IT"] += 1
    if texts.encode(texts.apply(after, edits(after, removing=True))) != raw:
        counts[f"  {path}: REMOVAL GIVES OTHER BYTES"] += 1
    return counts


def rows(folder: Path) -> Iterator[str]:
    """A line for each writer and form, with what was refused and what broke a law."""
    notes = sorted(path for path in folder.rglob("*") if path.is_file())
    for name, (writers, options) in RUNS.items():
        for form, change in FORMS.items():
            counts = Counter[str]()
            for path in notes:
                raw = change(path.read_bytes())
                if name == "listing":
                    raw += MARKERS.encode()
                counts += counts_of(raw, str(path.relative_to(folder)), writers, options)
            told = ", ".join(f"{key} {n:,}" for key, n in counts.items() if key[0] != " ")
            yield f"{name}, {form}: {len(notes)} notes: {told}"
            yield from (key for key in counts if key[0] == " ")


if __name__ == "__main__":
    for line in rows(Path(sys.argv[1])):
        print(line, flush=True)
