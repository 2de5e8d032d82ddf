"""PMLR: pages, whole volumes in one file, and names that YAML would spoil."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Reply
from enricher.models import Author, PaperRef, Record, Wanted
from enricher.sources.pmlr import VOLUME_FROM, calls, match, parse, read, smaller

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "pmlr"
SHARED = Path(__file__).parents[3] / "shared"
SITE = "https://proceedings.mlr.press"


def ref(key: str, volume: str = "v80") -> PaperRef:
    return PaperRef("pmlr", f"{volume}/{key}")


BENDER, PHAM, HAARNOJA, FUJIMOTO = map(ref, ("bender18a", "pham18a", "haarnoja18b", "fujimoto18a"))
DAO = ref("dao24a", "v235")


def asked(*refs: PaperRef) -> list[Call]:
    return list(calls([Wanted(each) for each in refs]))


def answer(call: Call, name: str, status: int = 200) -> Answer:
    body = (FOLDER / f"handmade_{name}").read_bytes()
    return read(call, Reply(status, call.url, {}, body))


def volume(*more: PaperRef) -> Call:
    (call,) = asked(BENDER, PHAM, HAARNOJA, FUJIMOTO, *more)
    return call


# ------------------------------------------------------------------------------------ calls


def test_a_few_papers_are_asked_for_at_their_pages() -> None:
    made = asked(BENDER, PHAM, HAARNOJA, DAO)
    assert [call.url for call in made] == [
        *(f"{SITE}/v80/{key}.html" for key in ("bender18a", "pham18a", "haarnoja18b")),
        f"{SITE}/v235/dao24a.html",
    ]


def test_from_four_papers_on_the_volume_is_asked_for() -> None:
    assert VOLUME_FROM == 4
    call, page = asked(BENDER, DAO, PHAM, HAARNOJA, FUJIMOTO, BENDER)
    assert call.url == f"{SITE}/v80/assets/bib/citeproc.yaml"
    assert call.refs == (BENDER, PHAM, HAARNOJA, FUJIMOTO)
    assert page.refs == (DAO,)


def test_what_is_no_id_is_asked_for_by_no_call() -> None:
    assert asked(PaperRef("pmlr", "v80"), PaperRef("pmlr", "v80/../x18a"), ref("x18a?y")) == []


# ------------------------------------------------------------------------------------ pages


def test_a_page() -> None:
    (call,) = asked(BENDER)
    assert parse(answer(call, "page_v80.html").records)[BENDER] == Record(
        ref=BENDER,
        provider="pmlr",
        title="Understanding and Simplifying One-Shot Architecture Search",
        authors=(
            Author("Gabriel Bender"),
            Author("Pieter-Jan Kindermans"),
            Author("Barret Zoph"),
            Author("Vijay Vasudevan"),
            Author("Quoc Le"),
        ),
        type="conference",
        venue="ICML 2018",
        booktitle="Proceedings of the 35th International Conference on Machine Learning",
        year=2018,
        published="2018-07-03",
        url=f"{SITE}/v80/bender18a.html",
        pdf=f"{SITE}/v80/bender18a/bender18a.pdf",
        abstract="Made up: nothing of the paper stands here.",
        pages="550-559",
        volume="80",
    )


def test_a_page_names_the_paper_elsewhere() -> None:
    (call,) = asked(DAO)
    record = parse(answer(call, "page_v235.html").records)[DAO]
    assert record.same_as == (PaperRef("openreview", "ztn8FCR1td"),)
    assert record.arxiv == "2405.21060"
    assert record.authors[2] == Author("Made Up Jr.")
    assert record.pdf == (
        "https://raw.githubusercontent.com/mlresearch/v235/main/assets/dao24a/dao24a.pdf"
    )
    assert record.venue == "ICML 2024"


@pytest.mark.parametrize("name", ["captcha.html", "page_cut_off.html", "volume_80.yaml"])
def test_what_is_no_whole_paper_page_is_an_error(name: str) -> None:
    with pytest.raises(ReplyError):
        answer(asked(BENDER)[0], name)


def test_a_page_that_is_not_there() -> None:
    assert answer(asked(BENDER)[0], "captcha.html", 404) == Answer(missing=(BENDER,))


# ---------------------------------------------------------------------------------- volumes


def test_a_volume_answers_for_all_its_papers() -> None:
    found = answer(volume(), "volume_80.yaml")
    records = parse(found.records)
    assert found.next == ()
    assert found.missing == ()
    assert {BENDER, PHAM, HAARNOJA, FUJIMOTO, ref("mhamdi18a"), ref("made18a")} == records.keys()
    assert records[FUJIMOTO] == Record(
        ref=FUJIMOTO,
        provider="pmlr",
        title="Addressing Function Approximation Error in Actor-Critic Methods",
        authors=(
            Author("Scott Fujimoto", "Scott", "Fujimoto"),
            Author("Herke van Hoof", "Herke", "van Hoof"),
            Author("David Meger", "David", "Meger"),
        ),
        type="conference",
        venue="ICML 2018",
        booktitle="Proceedings of the 35th International Conference on Machine Learning",
        year=2018,
        published="2018-07-03",
        url=f"{SITE}/v80/fujimoto18a.html",
        pdf=f"{SITE}/v80/fujimoto18a/fujimoto18a.pdf",
        abstract="Made up: nothing of the paper stands here.",
        pages="1587-1596",
        volume="80",
    )


def test_a_volume_and_a_page_say_the_same() -> None:
    of_volume = parse(answer(volume(), "volume_80.yaml").records)[BENDER]
    of_page = parse(answer(asked(BENDER)[0], "page_v80.html").records)[BENDER]
    names = [author.name for author in of_volume.authors]
    assert names == [author.name for author in of_page.authors]
    for name in ("title", "venue", "booktitle", "year", "published", "pages", "url", "pdf"):
        assert getattr(of_volume, name) == getattr(of_page, name)


def test_names_are_texts() -> None:
    record = parse(answer(volume(), "volume_80.yaml").records)[ref("made18a")]
    assert record.title == "Names That YAML Takes for Something Else: 'No', an Anchor's Sign"
    assert [author.name for author in record.authors] == ["Yes No", "Null", "2e3 Up Jr."]


def test_papers_that_a_volume_lacks_or_spoils_get_their_pages() -> None:
    found = answer(volume(ref("made18b"), ref("absent18a")), "volume_80.yaml")
    assert [call.url for call in found.next] == [
        f"{SITE}/v80/made18b.html",
        f"{SITE}/v80/absent18a.html",
    ]
    assert found.missing == ()


@pytest.mark.parametrize("name", ["volume_cut_off.yaml", "captcha.html", "page_v80.html"])
def test_what_is_no_whole_volume_is_an_error(name: str) -> None:
    with pytest.raises(ReplyError):
        answer(volume(), name)


def test_aliases_blow_nothing_up() -> None:
    found = answer(volume(), "volume_aliases.yaml")
    assert [raw.ref for raw in found.records] == [BENDER]
    assert len(found.next) == 3


def test_a_volume_without_a_file_and_one_that_failed() -> None:
    pages = [f"{SITE}/{each.id}.html" for each in volume().refs]
    assert [call.url for call in answer(volume(), "captcha.html", 404).next] == pages
    assert [call.url for call in smaller(volume(), [])] == pages
    assert list(smaller(asked(BENDER)[0], [])) == []


def test_an_entry_of_another_volume_is_not_taken() -> None:
    body = (FOLDER / "handmade_volume_80.yaml").read_bytes()
    four = [ref(f"made18{letter}", "v81") for letter in "abcd"]
    (call,) = asked(*four)
    moved = read(call, Reply(200, "", {}, body))
    assert {raw.ref.id.partition("/")[0] for raw in moved.records} <= {"v81"}
    assert read(call, Reply(200, "", {}, body.replace(b"  id: ", b"  key: "))).records == ()


# ---------------------------------------------------------------------- known, not shipped

known = pytest.mark.skipif(not SHARED.exists(), reason="known facts are not beside this checkout")


# Papers whose files are not named as their pages are.
OTHERWISE_NAMED = {"open-problem-hanneke21b", "ye18c"}


def facts() -> list[dict[str, Any]]:
    with gzip.open(SHARED / "truth" / "pmlr.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def field(fact: dict[str, Any], name: str) -> str:
    found = re.search(rf"\b{name}\s*=\s*\{{([^{{}}]*)\}}", fact.get("bibtex", ""))
    return " ".join(found[1].split()) if found else ""


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def entry_of(fact: dict[str, Any], paper: PaperRef) -> str:
    """An entry as the site's template writes it."""
    names = [name.rpartition(" ") for name in fact["authors"]]
    people = "".join(f"\n  - given: {given}\n    family: {family}" for given, _, family in names)
    return (
        f"- title: {quoted(fact['title'])}\n  URL: {SITE}/{paper.id}.html\n"
        f"  container-title: {quoted(field(fact, 'booktitle'))}\n  author: {people}\n"
        f"  id: {paper.id.partition('/')[2]}\n"
        f"  issued:\n    date-parts: \n      - {fact['year']}\n      - 7\n      - 1\n"
    )


@known
def test_every_known_address_is_matched() -> None:
    for fact in facts():
        found = match(urlsplit(fact["url"]))
        assert found is not None
        key = Path(fact["url"]).stem
        assert found.ref.id.endswith(f"/{key}")
        if key not in OTHERWISE_NAMED:
            assert match(urlsplit(fact.get("pdf") or fact["url"])) == found


@known
def test_known_volumes() -> None:
    volumes: dict[str, dict[PaperRef, dict[str, Any]]] = defaultdict(dict)
    for fact in facts():
        found = match(urlsplit(fact["url"]))
        if found and fact.get("authors") and field(fact, "booktitle"):
            volumes[found.ref.id.partition("/")[0]][found.ref] = fact
    compared = 0
    for papers in volumes.values():
        if len(papers) < VOLUME_FROM:
            continue
        (call,) = asked(*papers)
        body = "\n" + "".join(entry_of(fact, paper) for paper, fact in papers.items())
        records = parse(read(call, Reply(200, "", {}, body.encode())).records)
        for paper, fact in papers.items():
            record = records[paper]
            assert record.title
            assert [author.name for author in record.authors] == [
                " ".join(name.split()) for name in fact["authors"]
            ]
            assert record.year == fact["year"]
            assert (record.venue or "").upper() == f"{fact['venue']} {fact['year']}"
            compared += 1
    assert compared > 1_000
