"""The ACL Anthology: ids of both styles, pages, and the short names of venues."""

from __future__ import annotations

import gzip
import html
import json
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher import titles
from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Reply
from enricher.models import Author, PaperRef, Record, Wanted
from enricher.sources.acl import SOURCE, calls, fold, match, parse, read

FOLDER = Path(__file__).parents[2] / "fixtures" / "replies" / "acl"
SHARED = Path(__file__).parents[3] / "shared"
BERT = PaperRef("acl", "N19-1423")
NUMBERS = st.integers(1, 99)
OLD = st.builds(
    "{}{}-{}{:02}".format,
    st.sampled_from("ACDNPW"),
    st.sampled_from(["79", "04", "18"]),
    st.integers(10, 49),
    NUMBERS,
)
VOLUMES = st.sampled_from(["acl-main", "findings-emnlp", "lrec-1", "cl-4"])
NEW = st.builds("{}.{}.{}".format, st.integers(1991, 2026), VOLUMES, NUMBERS)
BEFORE = ["", "anthology/", "anthology/P/P18/", "papers/", "attachments/", "pdf/P/P18/"]
AFTER = ["", "/", ".pdf", ".bib", "v2.pdf", "e1.pdf", ".Code.zip", ")", "，", "?x=1", "#page=2"]


def page_of(ref: PaperRef) -> Call:
    (call,) = calls([Wanted(ref)])
    return call


def answer(call: Call, name: str, status: int = 200) -> Answer:
    body = (FOLDER / f"handmade_{name}.html").read_bytes()
    return read(call, Reply(status, call.url, {}, body))


def page(  # the tags and the lines that pages have
    id_: str,
    *,
    title: str = "A Title of No Paper",
    names: tuple[str, ...] = ("Ada Lovelace",),
    venues: tuple[str, ...] = (),
    **tags: str,
) -> Record:
    """The record of a page with these tags ("conference_title"), in the shape of the site's."""
    values = [("title", title), *(("author", name) for name in names), *tags.items()]
    head = "".join(
        f'<meta content="{html.escape(value)}" name=citation_{name}>' for name, value in values
    )
    lead = ",\n".join(f"<a href=/people/x/>{html.escape(name)}</a>" for name in names)
    dd = " | ".join(f"<a href=/venues/{fold(name)}/>{html.escape(name)}</a>" for name in venues)
    text = f"""<!doctype html><html lang=en-us><head><meta charset=utf-8>{head}</head><body>
    <h2 id=title><a href=/x.pdf>{html.escape(title)}</a></h2><p class=lead>{lead}</p>
    <dl><dt>Venue:</dt><dd>{dd}</dd></dl></body></html>"""
    ref = PaperRef("acl", id_)
    found = read(page_of(ref), Reply(200, "", {}, text.encode()))
    return parse(found.records)[ref]


# ---------------------------------------------------------------------------------- links


@given(
    id_=OLD | NEW,
    host=st.sampled_from(SOURCE.hosts),
    before=st.sampled_from(BEFORE),
    after=st.sampled_from(AFTER),
)
def test_an_id_is_found_at_all_sites_in_all_folders_with_all_endings(
    id_: str, host: str, before: str, after: str
) -> None:
    found = match(urlsplit(f"https://{host}/{before}{id_}{after}"))
    assert found is not None
    assert found.ref == PaperRef("acl", id_)
    assert found.version is None
    assert match(urlsplit(f"https://{host}/{before}{id_.swapcase()}{after}")) == found
    assert page_of(found.ref).url == f"https://aclanthology.org/{id_}/"


@given(OLD | NEW)
def test_an_id_is_spelled_in_one_way(id_: str) -> None:
    assert fold(id_) == fold(id_.upper()) == fold(id_.lower()) == id_


@pytest.mark.parametrize("id_", ["P18-1", "x", "P18-1000", "2020.acl-main", "p18-1031", "\u212a"])
def test_what_is_no_papers_id_is_not_asked_for(id_: str) -> None:
    assert list(calls([Wanted(PaperRef("acl", id_))])) == []


@pytest.mark.timed
@pytest.mark.parametrize("piece", ["/", "P18-1031x", "2020.", "a-", "2020.acl-main", "thum"])
def test_hostile_paths_take_linear_time(piece: str) -> None:
    start = time.perf_counter()
    match(urlsplit("https://aclanthology.org/" + piece * 100_000))
    assert time.perf_counter() - start < 1


# ---------------------------------------------------------------------------------- pages


def test_a_page() -> None:
    assert parse(answer(page_of(BERT), "page_2019").records)[BERT] == Record(
        ref=BERT,
        provider="acl",
        title="BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
        authors=(
            Author("Jacob Devlin"),
            Author("Ming-Wei Chang"),
            Author("Kenton Lee"),
            Author("Kristina Toutanova"),  # as the paper has it; her own page has more
        ),
        type="conference",
        venue="NAACL 2019",
        booktitle="Proceedings of the 2019 Conference of the North American Chapter of the "
        "Association for Computational Linguistics: Human Language Technologies, Volume 1 (Long "
        "and Short Papers)",
        year=2019,
        doi="10.18653/v1/n19-1423",
        url="https://aclanthology.org/N19-1423/",
        pdf="https://aclanthology.org/N19-1423.pdf",
        abstract="Made up: nothing of the paper stands here.",
        pages="4171-4186",
    )


def test_a_journals_page() -> None:
    treebank = PaperRef("acl", "J93-2004")
    record = parse(answer(page_of(treebank), "page_1993_journal").records)[treebank]
    assert (record.type, record.venue, record.year) == ("journal", "CL 1993", 1993)
    assert (record.journal, record.volume, record.pages) == (
        "Computational Linguistics", "19", "313-330",
    )  # fmt: skip
    assert record.booktitle is None
    assert len(record.authors) == 3


def test_a_page_is_kept_as_its_tags() -> None:
    (raw,) = answer(page_of(BERT), "page_2019").records
    assert all(line.startswith('<meta name="citation_') for line in raw.body.splitlines())
    assert SOURCE.provider is not None
    shared = raw._replace(body=SOURCE.provider.without_abstract(raw))
    assert "Made up" in raw.body
    assert "Made up" not in shared.body
    assert parse([shared])[BERT].title == parse([raw])[BERT].title


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_not_there(status: int) -> None:
    assert answer(page_of(BERT), "captcha", status) == Answer(missing=(BERT,))


@pytest.mark.parametrize("name", ["captcha", "page_cut_off"])
def test_what_is_no_whole_paper_page_is_an_error(name: str) -> None:
    with pytest.raises(ReplyError):
        answer(page_of(BERT), name)


@pytest.mark.parametrize("status", [301, 403, 500])
def test_other_statuses_are_errors(status: int) -> None:
    with pytest.raises(ReplyError, match=str(status)):
        answer(page_of(BERT), "page_2019", status)


def test_a_comma_is_a_part_of_a_name() -> None:
    record = page("P18-1031", names=("Laks Lakshmanan, V.S.", "Sebastian Ruder"))
    assert record.authors == (Author("Laks Lakshmanan, V.S."), Author("Sebastian Ruder"))


def test_a_line_of_fewer_names_is_not_taken() -> None:
    text = (FOLDER / "handmade_page_2019.html").read_text("utf-8").replace("Kenton Lee</a>", "</a>")
    found = read(page_of(BERT), Reply(200, "", {}, text.encode()))
    assert [author.name for author in parse(found.records)[BERT].authors] == [
        "Jacob Devlin", "Ming-Wei Chang", "Kenton Lee", "Kristina N. Toutanova",
    ]  # fmt: skip


# --------------------------------------------------------------------------------- venues

PLAIN = "Proceedings of the Annual Meeting"
LEARNING = "Proceedings of the Conference on Computational Natural Language Learning"
TRANSLATION = "Proceedings of the Fourth Conference on Machine Translation"
WORKSHOP = "Proceedings of the Third Workshop on X"
SHARED_TASKS = "Proceedings of the 12th International Workshop on Semantic Evaluation"
STUDENTS = "Proceedings of ACL 2017, Student Research Workshop"
LITTLE_DATA = "Proceedings of the 2nd Workshop on Deep Learning for Low-Resource NLP"


@pytest.mark.parametrize(
    ("id_", "venues", "book", "venue", "kind"),
    [
        ("P18-1031", ("ACL",), PLAIN, "ACL 2018", "conference"),
        ("P15-1033", ("ACL", "IJCNLP"), PLAIN, "ACL 2015", "conference"),
        ("D19-1367", ("IJCNLP", "EMNLP"), PLAIN, "EMNLP 2019", "conference"),
        ("2021.acl-long.5", ("IJCNLP", "ACL"), PLAIN, "ACL 2021", "conference"),
        ("2021.naacl-main.208", ("NAACL",), PLAIN, "NAACL 2021", "conference"),
        ("2020.emnlp-main.20", (), PLAIN, "EMNLP 2020", "conference"),
        ("K16-1006", (), LEARNING, "CoNLL 2016", "conference"),
        ("W11-0329", ("CoNLL",), LEARNING, "CoNLL 2011", "conference"),
        ("2021.conll-1.9", ("CoNLL", "WS"), LEARNING, "CoNLL 2021", "conference"),
        ("2024.lrec-main.7", ("LREC", "COLING"), PLAIN, "LREC 2024", "conference"),
        ("2020.findings-emnlp.79", ("Findings",), PLAIN, "Findings of EMNLP 2020", "conference"),
        ("2021.findings-acl.9", (), PLAIN, "Findings of ACL 2021", "conference"),
        ("Q18-1001", ("TACL",), "", "TACL 2018", "journal"),
        ("2019.tacl-1.5", (), "", "TACL 2019", "journal"),
        ("2020.cl-1.3", ("CL",), "", "CL 2020", "journal"),
        ("W19-5301", ("WMT", "WS"), TRANSLATION, "WMT 2019", "conference"),
        ("2020.sigmorphon-1.29", ("SIGMORPHON", "WS"), WORKSHOP, "SIGMORPHON 2020", "workshop"),
        ("2020.winlp-1.2", ("WiNLP", "WS"), PLAIN, "WiNLP 2020", "workshop"),
        ("S18-1001", ("SemEval",), SHARED_TASKS, "SemEval 2018", "workshop"),
        ("S18-2001", ("*SEM",), LEARNING, "*SEM 2018", "conference"),
        ("2021.starsem-1.2", ("SEM", "*SEM"), LEARNING, "*SEM 2021", "conference"),
        ("P17-3004", ("ACL",), STUDENTS, "ACL 2017 Workshops", "workshop"),
        ("D19-6106", ("EMNLP", "WS"), LITTLE_DATA, "EMNLP 2019 Workshops", "workshop"),
        ("D19-6106", ("WS",), f"{LITTLE_DATA} (DeepLo 2019)", "DeepLo 2019", "workshop"),
        ("W18-3401", ("WS",), f"{LITTLE_DATA} (DeepLo-2018)", "DeepLo 2018", "workshop"),
        ("W18-3401", ("WS",), f"{LITTLE_DATA} (DeepLo18)", "DeepLo 2018", "workshop"),
        ("W18-1505", ("WS",), WORKSHOP, None, "workshop"),
        ("W18-1505", ("WS",), f"{PLAIN} (Volume 1: Papers) (Demos)", None, "workshop"),
    ],
)
def test_short_names(id_: str, venues: tuple[str, ...], book: str, venue: str, kind: str) -> None:
    record = page(id_, venues=venues, conference_title=book) if book else page(id_, venues=venues)
    assert (record.venue, record.type) == (venue, kind)
    assert record.booktitle == (book or None)


def test_a_journal_without_a_name_on_its_page() -> None:
    assert page("2019.tacl-1.5", venues=("TACL",)).journal == (
        "Transactions of the Association for Computational Linguistics"
    )


# ---------------------------------------------------------------------- known, not shipped

known = pytest.mark.skipif(not SHARED.exists(), reason="known facts are not beside this checkout")


@known
@pytest.mark.parametrize(
    ("id_", "names", "rest"),
    [
        ("N04-1001", ["R. Florian", "S. Roukos"], ("NAACL 2004", 2004, "1-8", None)),
        (
            "2021.naacl-main.208",
            ["Teven Le Scao", "Alexander Rush"],
            ("NAACL 2021", 2021, "2627-2636", "10.18653/v1/2021.naacl-main.208"),
        ),
    ],
)
def test_recorded_pages(id_: str, names: list[str], rest: tuple[Any, ...]) -> None:
    ref = PaperRef("acl", id_)
    body = (SHARED / "recorded" / "acl" / f"papis_ACL_{id_}.html").read_bytes()
    record = parse(read(page_of(ref), Reply(200, "", {}, body)).records)[ref]
    assert [record.authors[0].name, record.authors[-1].name] == names
    assert (record.venue, record.year, record.pages, record.doi) == rest
    assert record.type == "conference"
    assert record.booktitle is not None
    assert record.booktitle.startswith("Proceedings of the")


@known
def test_known_papers() -> None:
    """Pages made of what is known, in the site's shape, give it back."""
    read_back = 0
    with gzip.open(SHARED / "truth" / "acl.jsonl.gz", "rt", encoding="utf-8") as lines:
        facts = [json.loads(line) for line in lines]
    for fact in facts:
        found = match(urlsplit(fact["url"]))
        assert found is not None, fact["url"]
        assert match(urlsplit(fact.get("pdf", fact["url"]))) == found
        book = re.search(r'booktitle = "([^"]*)"', fact.get("bibtex", ""))
        record = page(
            found.ref.id,
            title=fact["title"],
            names=tuple(fact.get("authors", ["Ada Lovelace"])),
            conference_title=book[1] if book else "Proceedings of a Conference",
            publication_date=f"{fact['year']}/7",
        )
        assert titles.key(record.title) == titles.key(fact["title"])
        assert [a.name for a in record.authors] == fact.get("authors", ["Ada Lovelace"])
        assert record.year == fact["year"]
        assert record.venue is not None
        assert f"{fact['venue']} {fact['year']}" in record.venue
        assert ("Findings of" in record.venue) == (".findings-" in fact["url"])
        read_back += 1
    assert read_back > 2_900
