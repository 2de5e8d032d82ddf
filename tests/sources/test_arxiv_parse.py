"""Raw records become records: each as it would alone, and every text as arXiv sent it."""

from __future__ import annotations

import time
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.exchange import RawRecord
from enricher.models import Author, PaperRef, Record
from enricher.sources.arxiv import parse
from tests.sources.arxiv_replies import (
    ADAM,
    ATTENTION,
    AUTOML,
    BATCH_2025,
    BATCH_2026,
    MALDACENA,
    WITHDRAWN,
    ZERO,
    records,
)

RAW = (
    *records("batch_2026.xml", *BATCH_2026),
    *records("batch_2025.xml", *BATCH_2025),
    *records("withdrawn.xml", WITHDRAWN),
)
DOCTYPE = '<!DOCTYPE entry [<!ENTITY a "aa">]>'


def entry(extra: str = "", *, title: str = "A Title", number: int = 1) -> RawRecord:
    """An invented paper's raw record with more elements in it."""
    id_ = f"2601.{number:05}"
    body = (
        '<entry xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
        f"<id>http://arxiv.org/abs/{id_}v1</id><title>{title}</title>"
        f"<published>2026-01-01T00:00:00Z</published>{extra}</entry>"
    )
    return RawRecord(PaperRef("arxiv", id_), "atom", body)


def only(raw: RawRecord) -> Record:
    (record,) = parse([raw]).values()
    return record


def test_a_preprint() -> None:
    assert parse(RAW)[AUTOML] == Record(
        ref=AUTOML,
        provider="arxiv",
        title="Transfer Learning with Neural AutoML",
        authors=(
            Author("Catherine Wong"),
            Author("Neil Houlsby"),
            Author("Yifeng Lu"),
            Author("Andrea Gesmundo"),
        ),
        type="preprint",
        year=2018,
        published="2018-03-07",
        updated="2019-01-09",
        arxiv="1803.02780",
        url="https://arxiv.org/abs/1803.02780",
        pdf="https://arxiv.org/pdf/1803.02780",
        abstract="A search for networks that remembers the searches before it.",
        categories=("cs.LG", "stat.ML"),
    )


def test_a_published_paper_with_an_id_of_the_old_style() -> None:
    record = parse(RAW)[MALDACENA]
    assert record.arxiv == "hep-th/9711200"
    assert record.url == "https://arxiv.org/abs/hep-th/9711200"
    assert record.doi == "10.1023/a:1026654312961"
    assert record.journal_ref == "Adv.Theor.Math.Phys.2:231-252,1998"
    assert record.comment == "20 pages"
    assert record.abstract == (
        "Theories in fewer dimensions and theories with gravity: "
        "what the first say at large N < infinity of the second & back."
    )


def test_the_serialisation_of_before_2026() -> None:
    attention, adam = parse(RAW)[ATTENTION], parse(RAW)[ADAM]
    assert attention.title == "Attention Is All You Need"
    assert [author.name for author in attention.authors][::7] == [
        "Ashish Vaswani",
        "Illia Polosukhin",
    ]
    assert attention.categories == ("cs.CL", "cs.LG")  # and no classes of the MSC
    assert [author.name for author in adam.authors] == ["Diederik P. Kingma", "Jimmy Ba"]
    assert adam.comment is not None
    assert adam.comment.endswith(
        "International Conference for Learning Representations, San Diego, 2015"
    )


def test_a_title_of_one_zero_is_a_title() -> None:
    assert parse(RAW)[ZERO].title == "0"


def test_a_withdrawn_paper_of_a_collaboration() -> None:
    record = parse(RAW)[WITHDRAWN]
    assert record.status == "withdrawn"
    names = [author.name for author in record.authors]
    assert names == ["The Invented Collaboration", "A. N. Inventor Jr."]


# --- joined and alone


def test_joined_records_are_those_read_alone() -> None:
    alone: dict[PaperRef, Record] = {}
    for raw in RAW:
        alone |= parse([raw])
    assert parse(RAW) == alone
    assert parse(RAW[::-1]) == alone
    assert len(alone) == len(RAW)


BROKEN = [
    "",
    "no XML",
    RAW[0].body[:-20],
    RAW[0].body + "<entry/>",
    RAW[1].body,  # another paper
    DOCTYPE + RAW[0].body,
    RAW[0].body.replace("<title>", "<headline>").replace("</title>", "</headline>"),
    RAW[0].body.replace("1997-11-27", "some day"),
    RAW[0].body.replace("entry", "item"),
    f"<x>{RAW[0].body}</x>",
    '<entry xmlns="http://www.w3.org/2005/Atom"/>',
    "\udcff",
]


@given(bodies=st.lists(st.sampled_from(BROKEN) | st.text(), max_size=4), at=st.integers(0, 4))
def test_a_broken_body_spoils_no_other(bodies: list[str], at: int) -> None:
    broken = [RawRecord(RAW[0].ref, "atom", body) for body in bodies]
    raw = [*broken[:at], *RAW[1:], *broken[at:]]
    assert parse(raw) == parse(RAW[1:])


@pytest.mark.parametrize("body", BROKEN)
def test_a_broken_body_is_left_out(body: str) -> None:
    assert parse([RawRecord(RAW[0].ref, "atom", body)]) == {}


def test_nothing_and_other_forms() -> None:
    assert parse([]) == {}
    assert parse([RAW[0]._replace(form="page")]) == {}


def test_unknown_elements_make_no_difference() -> None:
    plain = only(entry("<summary>S</summary>"))
    noise = (
        "<entry><id>http://arxiv.org/abs/1803.02780v1</id></entry><item/><title>B</title>"
        '<x:title xmlns:x="urn:x">C</x:title><content type="xhtml">c</content><!-- c --><?p i?>'
        '<source><title>D</title></source><link href="x" rel="related" title="doi"/>'
    )
    assert only(entry(f"<summary>S</summary>{noise}")) == plain


# --- texts: feedparser's repairs are kept off


LATIN = st.characters(min_codepoint=0xA0, max_codepoint=0xFF)
CONTROLS = st.characters(min_codepoint=0x80, max_codepoint=0x9F)
ANY = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\\$\ufffe\uffff")
TEXTS = st.text(LATIN | CONTROLS | ANY | st.sampled_from("&<> ;ampltÃ©â"), max_size=20)
# What UTF-8 looks like when it is read as Latin-1: feedparser would take it for that.
MISREAD = st.text(LATIN, min_size=1, max_size=6).map(lambda text: text.encode().decode("latin-1"))


@given(text=TEXTS | MISREAD)
def test_every_text_comes_through_unchanged_but_for_white_space(text: str) -> None:
    folded = " ".join(text.split())
    written = escape(text)
    record = only(
        entry(
            f"<summary>{written}</summary><arxiv:comment>{written}</arxiv:comment>"
            f"<arxiv:journal_ref>{written}</arxiv:journal_ref>"
            f"<author><name>X{written}x</name></author>",
            title=f"X{written}x",
        )
    )
    assert record.title == " ".join(f"X{text}x".split())
    assert record.authors == (Author(record.title),)
    for field in (record.abstract, record.comment, record.journal_ref):
        assert field == (folded or None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("W\u00c3\u00bcbben", "W\u00c3\u00bcbben"),
        (
            "\u00e2\u0080\u009cquoted\u00e2\u0080\u009d",
            "\u00e2\u0080\u009cquoted\u00e2\u0080\u009d",
        ),
        ("a\u0093b", "a\u0093b"),
        ("&amp;amp; &amp;lt;b&amp;gt;", "&amp; &lt;b&gt;"),
        ("&#233;&#xE9;", "éé"),
        ("&#195;&#169;", "Ã©"),
        ("<![CDATA[R&D <b>]]>", "R&D <b>"),
        ("Ann Author (ann@example.org)", "Ann Author (ann@example.org)"),
        ("a &lt;b&gt;bold&lt;/b&gt; title", "a <b>bold</b> title"),
        ("http://example.org/?a=1&amp;b=2", "http://example.org/?a=1&b=2"),
        ("10% of $5 and $6", "10% of $5 and $6"),
    ],
)
def test_texts_that_feedparser_or_a_careless_reader_would_change(text: str, expected: str) -> None:
    record = only(entry(f"<author><name>{text}</name></author>", title=text))
    assert record.title == expected
    assert record.authors == (Author(expected),)


def test_latex_in_titles_is_read() -> None:
    assert only(entry(title=r"S$^2$-MLP after K\&quot;{a}hler")).title == "S²-MLP after Kähler"


# --- fields


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1000/ABC.1", "10.1000/abc.1"),
        ("https://doi.org/10.1000/abc", "10.1000/abc"),
        ("http://dx.doi.org/10.1000/abc", "10.1000/abc"),
        ("doi:10.1000/abc.", "10.1000/abc"),
        ("DOI: 10.1000/abc", "10.1000/abc"),
        ("10.1000/abc; 10.1000/def", "10.1000/abc"),
        ("10.1000/a–b", "10.1000/a-b"),
        ("to appear", None),
        ("10.1/abc", None),
        ("", None),
    ],
)
def test_dois(written: str, doi: str | None) -> None:
    assert only(entry(f"<arxiv:doi>{written}</arxiv:doi>")).doi == doi


@pytest.mark.parametrize(
    ("comment", "summary", "withdrawn"),
    [
        ("This paper has been withdrawn by the author", "", True),
        ("Withdrawn due to an error in Lemma 8", "", True),
        ("", "This submission has been withdrawn.", True),
        ("[withdrawn]", "", True),
        ("paper withdrawn", "", True),
        ("This has been withdrawn by arXiv administrators", "", True),
        ("12 pages; replaces a withdrawn paper", "", False),
        ("", "Funds were withdrawn from banks", False),
        ("", "Withdrawnness as a trait", False),
        ("", "", False),
    ],
)
def test_withdrawn(comment: str, summary: str, withdrawn: bool) -> None:
    extra = f"<arxiv:comment>{comment}</arxiv:comment><summary>{summary}</summary>"
    assert (only(entry(extra)).status == "withdrawn") is withdrawn


def test_no_authors_no_update() -> None:
    record = only(entry("<author/><author><name> </name></author>"))
    assert (record.authors, record.updated, record.abstract) == ((), None, None)


@pytest.mark.timed
@pytest.mark.parametrize("piece", ["<x>", "<title>a</title>", "&amp;", "<author/>", "&lt;a&gt; "])
def test_hostile_bodies_take_linear_time(piece: str) -> None:
    close = "</x>" if piece == "<x>" else ""

    def seconds(count: int) -> float:
        raw = entry(
            f"<summary>{piece * count}{close * count}</summary>{piece * count}{close * count}"
        )
        start = time.perf_counter()
        parse([raw])
        return time.perf_counter() - start

    seconds(10)
    assert seconds(20_000) < 3


@pytest.mark.parametrize(
    ("notice", "successor"),
    [
        ("This paper has been withdrawn. It is superseded by arXiv:2601.00002", "2601.00002"),
        ("Withdrawn by them; merged into https://arxiv.org/abs/hep-th/9711200v2", "hep-th/9711200"),
        ("This paper is withdrawn, see arXiv 2601.00002v3.", "2601.00002"),
        ("This paper is withdrawn. A critical error was found in arXiv:2601.00002", None),
        ("Withdrawn: it is contained in an earlier version of arXiv:2601.00001", None),
        ("Superseded by arXiv:2601.00002", None),
        ("This paper has been withdrawn. It is superseded by arXiv:2613.00002", None),
    ],
)  # fmt: skip
def test_the_successor_of_a_withdrawn_paper(notice: str, successor: str | None) -> None:
    record = only(entry(f"<arxiv:comment>{notice}</arxiv:comment>"))
    expected = PaperRef("arxiv", successor) if successor else None
    assert record.superseded_by == expected
