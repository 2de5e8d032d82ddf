"""Real readers of the bibliography: CSL's own schema, and pandoc."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pypandoc
import pytest

from enricher.paper import Paper
from enricher.writers.csl_json import items
from tests.writers.csl_samples import OTHER, PREPRINT, PUBLISHED, bare, read, run

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "fixtures" / "csl" / "csl-data.json").read_bytes())
TRUTH = ROOT.parent / "shared" / "truth"
ALL = "---\nnocite: '@*'\n---\n"
HOSTILE = (
    "An <i>inner</i> and <b>bold</b> title",
    "H<sub>2</sub>O and x<sup>2</sup>",
    "<sc>Caps</sc> <i>open",
    '<span class="nocase">x</span> <span style="font-variant:small-caps;">y</span>',
    "*x* _y_ **z** `c`",
    "$x$ and $\\alpha_1$",
    "{{ site }} {% raw %}",
    '"><script>alert(1)</script>',
    "a < b & c > d &amp; &#60;i&#62;",
    "[f](g) ![h](i) <https://a.b> @wong2018transfer",
    "\\write18{ls} \\emph{x}",
    "--- -- ...",
    "R&D 100% #1 ~ ^",
)


def again(text: str) -> list[dict[str, Any]]:
    """The items that pandoc reads, as it writes them."""
    items: list[dict[str, Any]] = json.loads(
        pypandoc.convert_text(text, "csljson", format="csljson")
    )
    return items


def printed(text: str, folder: Path, to: str = "plain") -> str:
    """The whole bibliography, in the style that pandoc has by itself: Chicago's."""
    file = folder / "references.json"
    file.write_text(text, encoding="utf-8")
    options = ("--citeproc", f"--bibliography={file}", "--wrap=none")
    shown: str = pypandoc.convert_text(ALL, to, format="markdown", extra_args=options)
    return shown.replace("\r\n", "\n")


def plain(text: str) -> str:
    """The letters of a text: pandoc's quotes and thin blanks are its style's."""
    return re.sub("[\"'“”‘’«»]", "", re.sub("[\u00a0\u202f]", " ", text)).replace(" ?", "?")


def faults(text: str) -> list[str]:
    checker = jsonschema.Draft7Validator(SCHEMA)
    return [str(error) for error in checker.iter_errors(json.loads(text))]


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert faults('[{"id": "a", "type": "preprint"}]')
    assert faults('[{"id": "a", "type": "article", "enricher": "x"}]')


def test_all_types_are_valid() -> None:
    types = ("preprint", "conference", "workshop", "journal", "book", "thesis", "report", None)
    papers = [
        Paper(
            id=f"acl:{type_}-{place}",
            title=f"On {type_}",
            type=type_,
            authors=("Ann Lee", "OpenAI", "A van B"),
            published="2020-01-02",
            year=2020,
            pages="1--2",
            volume="3",
            url="https://a.b/c",
            doi="10.1234/x",
            **({place: f"The {place}"} if place else {}),
        )
        for type_ in types
        for place in ("venue", "booktitle", "journal", "")
    ]
    text = items(papers)
    assert len(read(text)) == len(types) * 4
    assert faults(text) == []
    for paper in papers:  # one by one, since they have one DOI
        assert faults(run("", paper)) == []


def test_pandoc_prints_what_is_meant(tmp_path: Path) -> None:
    assert printed(run("", PREPRINT), tmp_path).strip() == (
        "Wong, Catherine, Neil Houlsby, Yifeng Lu, and Andrea Gesmundo. 2018. "
        "“Transfer Learning with Neural AutoML.” Preprint arXiv:1803.02780. arXiv, March 7. "
        "https://doi.org/10.48550/arXiv.1803.02780."
    )
    journal, conference = printed(run("", PUBLISHED, OTHER), tmp_path).strip().split("\n\n")
    assert journal == (
        "Anshu, Anurag, and Rahul Jain. 2019. “A Hypothesis Testing Approach.” "
        "IEEE Transactions on Information Theory 65: 1287–97. "
        "https://doi.org/10.1109/tit.2018.2876280."
    )
    assert conference == (
        "Wong, Catherine, Neil Houlsby, Yifeng Lu, and Andrea Gesmundo. 2018. "
        "“Transfer Learning with Neural AutoML.” "
        f"Advances in Neural Information Processing Systems 31. {PUBLISHED.url}."
    )


def test_pandoc_prints_the_event_only_where_no_proceedings_are_known(tmp_path: Path) -> None:
    short = PUBLISHED.model_copy(update={"booktitle": None, "volume": None})
    text = printed(run("", short), tmp_path)
    assert text.count("NeurIPS 2018") == 1
    assert "Paper presented at NeurIPS 2018." in text
    assert "presented" not in printed(run("", PUBLISHED), tmp_path)


def test_marks_of_ours_are_printed_nowhere(tmp_path: Path) -> None:
    marked = run("", PREPRINT, PUBLISHED.model_copy(update={"id": "acl:1", "arxiv": None}), OTHER)
    unmarked = json.dumps(bare(read(marked)))
    assert "custom" not in unmarked
    assert printed(marked, tmp_path, "html") == printed(unmarked, tmp_path, "html")
    assert again(marked) == again(unmarked) != []


@pytest.mark.parametrize("to", ["html", "latex", "plain"])
def test_hostile_titles_are_printed_as_they_are(to: str, tmp_path: Path) -> None:
    papers = [
        Paper(id=f"acl:{n}", title=title, authors=(title, "Ann Lee"), booktitle=title, year=2020)
        for n, title in enumerate(HOSTILE)
    ]
    text = items(papers)
    assert faults(text) == []
    shown = printed(text, tmp_path, to)
    if to == "html":
        tags = set(re.findall(r"</?([a-z0-9]+)", shown))
        assert tags == {"div", "span", "em"}, "what is italic are the names of books"
    if to == "latex":
        assert "\\textbackslash write18" in shown
        assert "\\write18" not in shown
    if to == "plain":
        for title in HOSTILE:
            assert plain(title).casefold() in plain(shown).casefold(), title


def test_titles_of_ours_come_back_from_pandoc() -> None:
    papers = [Paper(id=f"acl:{n}", title=title) for n, title in enumerate(HOSTILE)]
    assert [plain(each["title"]) for each in again(items(papers))] == [plain(t) for t in HOSTILE]


def real_papers(limit: int) -> Iterator[Paper]:
    """Papers of arXiv and of proceedings, an even sample of what is known."""
    for source, every in (("arxiv", 8), ("acl", 6), ("pmlr", 6), ("neurips", 24), ("cvf", 30)):
        rows = gzip.decompress((TRUTH / f"{source}.jsonl.gz").read_bytes()).splitlines()[::every]
        for number, row in enumerate(rows[:limit]):
            known = json.loads(row)
            if known.get("title") and known.get("authors"):
                yield real_paper(source, number, known)


def real_paper(source: str, number: int, known: dict[str, Any]) -> Paper:
    bibtex = dict(re.findall(r'(\w+)\s*=\s*[{"]([^{}"]+)[}"]', known.get("bibtex") or ""))
    published = str(known.get("published") or "")
    values: dict[str, Any] = {
        "id": f"{source}:{known.get('id') or number}",
        "title": known["title"],
        "authors": tuple(known["authors"]),
        "type": "preprint" if source == "arxiv" else "conference",
        "arxiv": known.get("id"),
        "published": published if re.match(r"\d{4}-", published) else None,
        "year": known.get("year"),
        "venue": known.get("venue"),
        "booktitle": bibtex.get("booktitle"),
        "pages": bibtex.get("pages"),
        "doi": known.get("doi") or bibtex.get("doi"),
        "url": known.get("url"),
    }
    return Paper(**values)


@pytest.mark.skipif(not TRUTH.is_dir(), reason="no papers to compare with beside the checkout")
def test_real_papers_are_valid_and_come_back_from_pandoc() -> None:
    papers = list(real_papers(600))
    assert len(papers) > 2000
    text = items(papers)
    assert faults(text) == []
    back = {each["id"]: each for each in again(text)}
    assert len(back) == len(papers)
    differing = [
        (name, known.get(name), back[known["id"]].get(name))
        for known in read(text)
        for name in ("title", "author", "issued", "DOI", "container-title", "event-title", "page")
        if as_read(known.get(name)) != as_read(back[known["id"]].get(name))
    ]
    print(f"{len(papers)} papers, {len(differing)} fields differ", *differing, sep="\n")
    assert len(differing) <= 0.002 * len(papers), "d'Alembert's particle is split off"


def as_read(value: object) -> str:
    """A value as letters, whatever pandoc makes of its quotes and of the order of its fields."""
    return plain(json.dumps(value, sort_keys=True, ensure_ascii=False).replace('\\"', ""))
