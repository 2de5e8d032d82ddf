"""Fields whose name says that their value is an id, in front matter of all styles and in BibTeX."""

from __future__ import annotations

import time

import pytest

from enricher.engine import Enricher
from enricher.links import find
from enricher.models import Context
from enricher.settings import Settings

ABS = "https://arxiv.org/abs/"
DOI = "https://doi.org/"


def found(text: str, suffix: str = ".md") -> list[tuple[str, str, str]]:
    return [
        (text[slice(*mention.span)], mention.target, str(mention.context))
        for mention in find(text, suffix)
    ]


def in_front_matter(lines: str, newline: str = "\n") -> list[tuple[str, str]]:
    text = f"---\ntitle: x\n{lines}\n---\nText\n".replace("\n", newline)
    rows = found(text)
    assert {context for *_, context in rows} <= {"front-matter"}
    return [(url, target) for url, target, _ in rows]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        ("arxiv: 1803.02780", [("1803.02780", ABS + "1803.02780")]),
        ("arxiv: 1803.02780v2 # the long one", [("1803.02780v2", ABS + "1803.02780v2")]),
        ('arxiv: "1803.02780"', [("1803.02780", ABS + "1803.02780")]),
        ("'arxiv': '1803.02780'", [("1803.02780", ABS + "1803.02780")]),
        ('arxiv: "arXiv:1803.02780"', [("arXiv:1803.02780", ABS + "1803.02780")]),
        ("arxiv: abs/1803.02780", [("abs/1803.02780", ABS + "1803.02780")]),
        ("arxiv: hep-th/9901001", [("hep-th/9901001", ABS + "hep-th/9901001")]),
        ("arxiv_id: 1803.02780", [("1803.02780", ABS + "1803.02780")]),
        ("arxivId: 1803.02780", [("1803.02780", ABS + "1803.02780")]),
        ("arXiv-ID: 1803.02780", [("1803.02780", ABS + "1803.02780")]),
        ("eprint: 1803.02780", [("1803.02780", ABS + "1803.02780")]),
        ("doi: 10.1145/33", [("10.1145/33", DOI + "10.1145/33")]),
        ('DOI: "10.1016/S1(20)3"', [("10.1016/S1(20)3", DOI + "10.1016/S1(20)3")]),
        ("doi: 10.48550/arXiv.1803.02780", [("10.48550/arXiv.1803.02780", ABS + "1803.02780")]),
        ("doi: https://doi.org/10.1145/33", [("https://doi.org/10.1145/33",) * 2]),
        ("paper: https://arxiv.org/abs/1803.02780", [(ABS + "1803.02780",) * 2]),
        ("pdf: 'https://arxiv.org/abs/1803.02780'", [(ABS + "1803.02780",) * 2]),
        ("ids:\n  arxiv: 1803.02780", [("1803.02780", ABS + "1803.02780")]),
        ("ids: {arxiv: 1803.02780, n: 2}", [("1803.02780", ABS + "1803.02780")]),
        ("p:\n  - n: 1\n    arxiv: 1803.02780\n", [("1803.02780", ABS + "1803.02780")]),
        ("p:\n- arxiv: 1803.02780\n", [("1803.02780", ABS + "1803.02780")]),
        (
            "arxiv: [1803.02780, '1706.03762']",
            [("1803.02780", ABS + "1803.02780"), ("1706.03762", ABS + "1706.03762")],
        ),
        (
            "arxiv: [\n  1803.02780,\n  1706.03762\n]",
            [("1803.02780", ABS + "1803.02780"), ("1706.03762", ABS + "1706.03762")],
        ),
        (
            "doi: # two\n  - 10.1145/33\n  - '10.1145/34'\nn: 1",
            [("10.1145/33", DOI + "10.1145/33"), ("10.1145/34", DOI + "10.1145/34")],
        ),
        ("text: see arXiv:1803.02780", [("arXiv:1803.02780", ABS + "1803.02780")]),
    ],
)
def test_front_matter(lines: str, rows: list[tuple[str, str]], newline: str) -> None:
    assert in_front_matter(lines, newline) == rows


@pytest.mark.parametrize(
    "lines",
    [
        "date: 2018.03.27",
        "version: 1803.02780",
        "paper: 1803.02780",
        "eprint: 12345678",
        "eprint: 1803.02780x",
        "arxiv: yes",
        "arxiv:",
        "arxiv: ''",
        "doi: ''",
        "doi: 10.1145",
        "myarxiv: 1803.02780",
        "volume: 1803.02780",
        "number: 12",
    ],
)
def test_other_fields(lines: str) -> None:
    assert in_front_matter(lines) == []


def test_toml_and_json() -> None:
    expected = [("1803.02780", ABS + "1803.02780", "front-matter")]
    assert found('+++\narxiv = "1803.02780"\n+++\n') == expected
    assert found('+++\n[links]\narxiv = ["1803.02780"]\n+++\n') == expected
    assert found('{"a": 1, "arxiv": "1803.02780", "b": "1706.03762"}\nText\n') == expected


def test_fields_of_files_that_are_no_markdown() -> None:
    text = "---\narxiv: 1803.02780\n---\narXiv:1706.03762"
    for suffix in (".txt", ".org", ".rst", ".html"):
        assert [row[::2] for row in found(text, suffix)] == [
            ("1803.02780", "front-matter"),
            ("arXiv:1706.03762", "text-id"),
        ]


@pytest.mark.parametrize(
    ("field", "written", "target"),
    [
        ("eprint = {1803.02780}", "1803.02780", ABS + "1803.02780"),
        ('eprint="1803.02780v1"', "1803.02780v1", ABS + "1803.02780v1"),
        ("eprint = {hep-th/9901001}", "hep-th/9901001", ABS + "hep-th/9901001"),
        ("Eprint = {arXiv:1803.02780}", "arXiv:1803.02780", ABS + "1803.02780"),
        ("arxivId = {1803.02780}", "1803.02780", ABS + "1803.02780"),
        ("arxiv = {1803.02780}", "1803.02780", ABS + "1803.02780"),
        (
            "journal = {arXiv preprint arXiv:1803.02780}",
            "arXiv:1803.02780",
            ABS + "1803.02780",
        ),
        ("journal = {arXiv:1502.05795 [math]}", "arXiv:1502.05795", ABS + "1502.05795"),
        ("pages = {arXiv:1502.05795}", "arXiv:1502.05795", ABS + "1502.05795"),
        ("volume = {abs/2002.08676}", "abs/2002.08676", ABS + "2002.08676"),
        ("journal = {ArXiv}, volume = {abs/2002.08676}", "abs/2002.08676", ABS + "2002.08676"),
        ("doi = {10.1145/33}", "10.1145/33", DOI + "10.1145/33"),
        (r'DOI="10.1007/978-3\_9",', r"10.1007/978-3\_9", DOI + "10.1007/978-3_9"),
        ("doi = {{10.1145/33}}", "10.1145/33", DOI + "10.1145/33"),
    ],
)
def test_bibtex(field: str, written: str, target: str) -> None:
    text = f"@article{{a,\n  title = {{{{T 1803.00001}}}},\n  {field},\n  year = 2018\n}}\n"
    assert found(text, ".bib") == [(written, target, "text-id")]


def test_urls_in_bibtex() -> None:
    text = "@misc{a, url = {https://arxiv.org/abs/1803.02780}, note={\\url{https://a.b/c}}}"
    rows = [row[::2] for row in found(text, ".bib")]
    assert rows == [(ABS + "1803.02780", "bare"), ("https://a.b/c", "bare")]


@pytest.mark.parametrize("eprint", ["12345", "1813.00001", "1803.027", "abc", "1803.02780-x."])
def test_eprints_of_other_archives(eprint: str) -> None:
    assert found(f"@article{{a, eprint = {{{eprint}}}, eprinttype = {{jstor}}}}", ".bib") == []


@pytest.mark.parametrize("path", ["a.md", "a.txt"])
def test_what_enricher_wrote_itself_names_nothing(path: str) -> None:
    entry = (
        'papers:\n  - id: "arxiv:1803.02780"\n    url: "https://arxiv.org/abs/1803.02780"\n'
        '    doi: "10.1145/3386280.3386287"\n    arxiv: "1803.02780"\n'
    )
    with Enricher(settings=Settings(offline=True)) as enricher:
        note = enricher.read(path, f"---\n{entry}arxiv: 1706.03762\n---\n".encode())
        foreign = enricher.read(path, b"---\npapers:\n  - arxiv: 1803.02780\n---\n")
    assert [link.url for link in note.links] == ["1706.03762"]
    assert [link.context for link in foreign.links] == [Context.FRONT_MATTER]


@pytest.mark.timed
@pytest.mark.parametrize(
    "piece", ["doi:\n- ", "arxiv: [", "eprint=", "arxiv: 1803.02780\n", "doi "]
)
def test_hostile_fields_take_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        start = time.process_time()
        find(piece * (size // len(piece)), ".bib")
        return time.process_time() - start

    assert seconds(400_000) < 8 * (seconds(100_000) + 0.02)
