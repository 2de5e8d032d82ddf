"""The example notes and their pack are what they claim to be, and belong together."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from enricher import text
from enricher.engine import Enricher
from enricher.exchange import RawRecord
from enricher.fetch import packs
from enricher.indexes import all_indexes
from enricher.models import Context, Link, PaperRef, Record
from enricher.scan import enrichable, scan
from enricher.settings import Settings
from enricher.sources import all_sources
from enricher.titles import fold

ROOT = Path(__file__).parent.parent
NOTES = sorted((ROOT / "fixtures" / "notes").iterdir())
BROKEN = sorted((ROOT / "fixtures" / "broken").iterdir())
PACK = ROOT / "cache" / "fixtures.jsonl"
KNOWN = ROOT.parent / "shared" / "truth"  # facts to compare with; no part of this project
PROVIDERS = ("arxiv", "crossref-numbers", "cvf", "neurips")


def note(name: str) -> bytes:
    return (ROOT / "fixtures" / "notes" / name).read_bytes()


def links_of(path: Path) -> list[Link]:
    return scan(path.name, text.decode(path.read_bytes()), all_sources())


def followed(path: Path) -> list[Link]:
    return enrichable(text.decode(path.read_bytes()), links_of(path))


def needed(path: Path) -> dict[Link, PaperRef]:
    """The papers that the links of a note are, at the source that answers for them."""
    sources = all_sources()
    return {link: sources[link.ref.source].alias(link.ref) or link.ref for link in followed(path)}


def complain(message: str) -> None:
    raise AssertionError(message)


@pytest.fixture(scope="module", name="stored")
def _stored() -> list[packs.Stored]:
    return packs.load(PACK, complain)


@pytest.fixture(scope="module", name="records")
def _records(stored: list[packs.Stored]) -> dict[PaperRef, Record]:
    records: dict[PaperRef, Record] = {}
    sites = [source.provider for source in all_sources().values() if source.provider]
    for provider in (*sites, *all_indexes().values()):
        raw = [
            RawRecord(each.ref, each.form, each.body, each.kind, each.date)
            for each in stored
            if each.provider == provider.name
        ]
        records.update(provider.parse(raw))
    return records


# ------------------------------------------------------------------------------------- the pack


def test_the_pack_is_in_the_form_that_an_export_has(stored: list[packs.Stored]) -> None:
    assert "".join(packs.lines(stored)).encode() == PACK.read_bytes()


def test_every_record_is_marked_as_handmade_and_stands_once(stored: list[packs.Stored]) -> None:
    assert stored
    assert all(each.handmade for each in stored)
    assert {each.provider for each in stored} <= set(PROVIDERS)
    repeated = Counter((each.provider, each.ref) for each in stored)
    assert set(repeated.values()) == {1}


def test_the_pack_holds_no_abstracts(
    stored: list[packs.Stored], records: dict[PaperRef, Record]
) -> None:
    assert not [each.ref for each in stored if re.search("<summary|abstract[\"'>]", each.body)]
    assert not [record.ref for record in records.values() if record.abstract]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_record_parses(
    provider: str, stored: list[packs.Stored], records: dict[PaperRef, Record]
) -> None:
    expected = {each.ref for each in stored if each.provider == provider}
    assert expected
    assert expected <= records.keys()
    for ref in expected:
        record = records[ref]
        assert record.title
        assert record.authors
        assert record.year
        assert all(re.search(r"\w", author.name) for author in record.authors)


def test_a_records_date_and_kind_are_those_of_its_body(
    stored: list[packs.Stored], records: dict[PaperRef, Record]
) -> None:
    for each in stored:
        if each.provider == "arxiv":
            record = records[each.ref]
            assert each.date == record.published
            is_published = bool(record.journal_ref or record.doi)
            assert each.kind == ("published" if is_published else "preprint")


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.name)
def test_every_link_resolves_from_the_pack(path: Path, records: dict[PaperRef, Record]) -> None:
    assert [link.url for link, ref in needed(path).items() if ref not in records] == []


def test_the_pack_holds_nothing_that_the_notes_do_not_need(
    records: dict[PaperRef, Record],
) -> None:
    wanted = {ref for path in NOTES for ref in needed(path).values()}
    assert records.keys() <= wanted


def test_the_papers_of_code_and_comments_are_not_in_the_pack(
    stored: list[packs.Stored],
) -> None:
    known = {each.ref for each in stored}
    for path in NOTES:
        ignored = [link for link in links_of(path) if link.context.is_ignored]
        assert not {link.ref for link in ignored} & known


# ------------------------------------------------------------------------------------ the notes


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.name)
def test_every_front_matter_of_the_notes_is_valid(path: Path) -> None:
    whole = text.twin(text.decode(path.read_bytes()))
    front = text.front_matter(whole)
    if path.name == "awesome-list.md":
        assert front is None
        return
    assert front is not None
    assert front.closed
    values = yaml.safe_load(whole[slice(*front.content)])
    assert values
    assert "papers" not in values


def test_the_notes_hold_links_in_every_context() -> None:
    seen = {link.context for path in NOTES for link in links_of(path)}
    assert seen >= {
        Context.INLINE,
        Context.REFERENCE,
        Context.AUTOLINK,
        Context.BARE,
        Context.HTML,
        Context.CODE,
        Context.COMMENT,
    }


def test_bare_links_end_before_full_width_punctuation() -> None:
    path = ROOT / "fixtures" / "notes" / "paper-stack-crlf.md"
    whole = text.decode(path.read_bytes())
    after = {whole[link.span.end] for link in links_of(path) if link.context is Context.BARE}
    assert after >= {"，", "。", "）"}


def test_the_post_is_damaged_and_has_the_manner_of_its_kind() -> None:
    raw = note("2024-01-01-paper-stack.md")
    lines = raw.decode("utf-8").split("\n")
    mended = [_undamaged(line) for line in lines]
    assert sum(line is not None and _is_cjk(line) for line in mended) > 15
    assert sum(map(_is_cjk, lines)) > 3  # what was added later is whole
    assert b"\r" not in raw
    assert raw.count("\u00a0".encode()) > 10
    assert sum(line.endswith(" ") for line in lines) > 8
    assert any(line.startswith("     - ") for line in lines)
    assert any(re.match(r"title: {6}\S.* # ", line) for line in lines)
    assert b"]()\n" in raw
    assert b"![](" in raw


def _undamaged(line: str) -> str | None:
    """What a line was before it was read as Windows-1252; None where that lost bytes."""
    try:
        return line.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None


def _is_cjk(line: str) -> bool:
    return re.search("[\u4e00-\u9fff]", line) is not None


def test_the_clean_twin_has_crlf_throughout() -> None:
    raw = note("paper-stack-crlf.md")
    assert raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r") > 40
    assert _is_cjk(raw.decode("utf-8"))


def test_the_obsidian_note_has_a_byte_order_mark_and_one_bad_byte() -> None:
    raw = note("obsidian-bom-bad-byte.md")
    assert raw.startswith(b"\xef\xbb\xbf---\n")
    assert raw.decode("utf-8", "ignore").encode() == raw.replace(b"\xe9,", b",")
    assert text.encode(text.decode(raw)) == raw


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
def test_broken_notes_are_refused_with_line_and_reason(path: Path) -> None:
    settings = Settings(cache=ROOT / "cache", offline=True)
    with Enricher(settings=settings) as enricher:
        made = enricher.plan(enricher.scan([path]))
    [refused] = made.refused
    assert not made.changed
    assert refused.why
    assert refused.line


# ------------------------------------------------------------------- compared with known facts


def known(name: str) -> list[dict[str, Any]]:
    path = KNOWN / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    raw = path.read_bytes()
    whole = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return [json.loads(line) for line in whole.decode().splitlines()]


def test_the_post_holds_the_thirty_links_of_the_real_one() -> None:
    raw = note("2024-01-01-paper-stack.md").decode()
    expected = [seed.get("link") or seed["url"] for seed in known("seed.jsonl")]
    assert len(expected) == 30
    assert [url for url in expected if f"({url})" not in raw] == []


def test_titles_and_authors_are_the_known_ones(records: dict[PaperRef, Record]) -> None:
    facts = {fact["id"]: fact for fact in known("arxiv.jsonl.gz") if "title" in fact}
    for seed in known("seed.jsonl"):
        if "arxiv" in seed:
            facts[seed["arxiv"]] = seed
    compared = 0
    for ref, record in records.items():
        fact = facts.get(ref.id) if ref.source == "arxiv" else None
        if fact and fact.get("authors"):
            assert record.title in map(fold, (fact["title"], *fact.get("alt_titles", ())))
            assert [author.name for author in record.authors] == fact["authors"]
            compared += 1
    assert compared > 30


@pytest.mark.parametrize(("provider", "name"), [("cvf", "cvf"), ("neurips", "neurips")])
def test_proceedings_agree_with_the_known_lists(
    provider: str, name: str, records: dict[PaperRef, Record]
) -> None:
    facts = [fact for fact in known(f"{name}.jsonl.gz") if fact.get("authors")]
    titles = {fold(fact["title"]).casefold(): fact["authors"] for fact in facts}
    compared = 0
    for ref, record in records.items():
        authors = titles.get(record.title.casefold())
        if ref.source == provider and authors is not None:
            assert [author.name for author in record.authors] == authors
            compared += 1
    assert compared > 5
