"""The form of entries, in both dialects, and hostile values."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.paper import Paper
from enricher.writers.bibtex import BibtexSettings, Dialect, entries, values
from enricher.writers.interface import WriteOptions
from tests.writers.bib_samples import JOURNAL, PREPRINT, PUBLISHED, preprint, run

BIBTEX_GOLDEN = """\
% enricher: jmlr:v15/srivastava14a 81be02db0aeb
@article{srivastava2014dropout,
  title = {Dropout: A Simple Way to Prevent Neural Networks from Overfitting},
  author = {Srivastava, Nitish and Salakhutdinov, Ruslan},
  journal = {Journal of Machine Learning Research},
  year = {2014},
  volume = {15},
  pages = {1929--1958},
  doi = {10.5555/2627435.2670313},
  url = {https://jmlr.org/papers/v15/srivastava14a.html}
}

% enricher: arxiv:1803.02780 b0321418ef64
@misc{wong2018transfer,
  title = {Transfer Learning with Neural {AutoML}},
  author = {Wong, Catherine and Houlsby, Neil},
  year = {2018},
  eprint = {1803.02780},
  archivePrefix = {arXiv},
  primaryClass = {cs.LG},
  doi = {10.48550/arXiv.1803.02780},
  url = {https://arxiv.org/abs/1803.02780}
}
"""


def test_bibtex() -> None:
    assert run("", PREPRINT, JOURNAL) == BIBTEX_GOLDEN


def test_biblatex() -> None:
    assert (
        entries([PREPRINT, PUBLISHED, JOURNAL], Dialect.BIBLATEX)
        == """\
@online{wong2018transfer,
  title = {Transfer Learning with Neural {AutoML}},
  author = {Wong, Catherine and Houlsby, Neil},
  date = {2018-03-07},
  eprint = {1803.02780},
  eprinttype = {arxiv},
  eprintclass = {cs.LG},
  pubstate = {prepublished},
  doi = {10.48550/arXiv.1803.02780},
  url = {https://arxiv.org/abs/1803.02780}
}

@inproceedings{wong2018transferb,
  title = {Transfer Learning with Neural {AutoML}},
  author = {Wong, Catherine and Houlsby, Neil},
  booktitle = {Advances in Neural Information Processing Systems 31},
  eventtitle = {NeurIPS 2018},
  date = {2018},
  pages = {8366--8375},
  eprint = {1803.02780},
  eprinttype = {arxiv},
  eprintclass = {cs.LG},
  url = {https://arxiv.org/abs/1803.02780}
}

@article{srivastava2014dropout,
  title = {Dropout: A Simple Way to Prevent Neural Networks from Overfitting},
  author = {Srivastava, Nitish and Salakhutdinov, Ruslan},
  journaltitle = {Journal of Machine Learning Research},
  date = {2014},
  volume = {15},
  pages = {1929--1958},
  doi = {10.5555/2627435.2670313},
  url = {https://jmlr.org/papers/v15/srivastava14a.html}
}
"""
    )


def test_papers_stand_in_the_order_of_their_first_appearance() -> None:
    assert run("", JOURNAL, PREPRINT) == run("", PREPRINT, JOURNAL)


KINDS = {
    "an old id names its archive": (
        {"arxiv": "hep-th/9901001", "categories": ("hep-th",)},
        {"eprint = {hep-th/9901001}", "doi = {10.48550/arXiv.hep-th/9901001}"},
        {"primaryClass"},
    ),
    "only a short venue": (
        {"type": "conference", "venue": "NeurIPS 2018"},
        {"@inproceedings", "booktitle = {NeurIPS 2018}"},
        {"10.48550"},
    ),
    "only a journal's short name": (
        {"type": "journal", "venue": "TPAMI 2018"},
        {"@article", "journal = {TPAMI}", "year = {2018}"},
        set[str](),
    ),
    "a user's venue": (
        {"venue": "NeurIPS 2018"},
        {"@inproceedings", "booktitle = {NeurIPS 2018}"},
        set[str](),
    ),
    "a thesis": (
        {"type": "thesis", "venue": "MIT"},
        {"@phdthesis", "school = {MIT}"},
        set[str](),
    ),
    "a report": (
        {"type": "report", "venue": "OpenAI"},
        {"@techreport", "institution = {OpenAI}"},
        set[str](),
    ),
    "a book": ({"type": "book"}, {"@book"}, {"booktitle"}),
    "nothing is known": (
        {"authors": (), "year": None, "published": None, "categories": ()},
        {"@misc{arxiv180302780,\n  title"},
        {"author", "year", "primaryClass"},
    ),
    "pages that are no range": ({"type": "journal", "pages": "e5"}, {"pages = {e5}"}, set[str]()),
    "arXiv's DOI is no publication's": (
        {"type": "journal", "journal": "J", "doi": "10.48550/arXiv.1803.02780"},
        {"@article"},
        {"doi"},
    ),
}


@pytest.mark.parametrize(("given_", "there", "absent"), KINDS.values(), ids=KINDS)
def test_kinds(given_: dict[str, object], there: set[str], absent: set[str]) -> None:
    text = entries([preprint(**given_)])
    assert all(part in text for part in there), text
    assert not any(part in text for part in absent), text


TITLES = {
    "Neural AutoML, mRNA (BERT): iPhone": "Neural {AutoML}, {mRNA} ({BERT}): {iPhone}",
    "U-Net and R-CNN, T5, GPT-4, Q-Learning": "{U-Net} and {R-CNN}, {T5}, {GPT-4}, {Q-Learning}",
    "A Graph-Based 3D View": "A Graph-Based {3D} View",
    "S²-MLP": "{S²-MLP}",
    "R&D: 5% #1 a_b $5 a~b": r"{R\&D}: 5\% \#1 a\_b \$5 a\textasciitilde{}b",
    "Top-$k$ of $O(1/n)$": "Top-{$k$} of {$O(1/n)$}",
    "$100 or $200": r"\$100 or \$200",
    "US$5/$6": r"{US\$5/\$6}",
    "x^2, {a} and {PF}²": r"x\textasciicircum{}2, \{a\} and \{{PF\}²}",
    r"\write18{rm}": r"\textbackslash{}write18\{rm\}",
    "} @comment{ %": r"\textbraceright{} @comment\textbraceleft{} \%",
    "a\n@misc{x,\r\ny\x00\u202ez": r"a @misc\textbraceleft{}x, y z",
    "": "",
}


@pytest.mark.parametrize(("title", "written"), TITLES.items())
def test_titles(title: str, written: str) -> None:
    assert values.title(title, values.in_utf8) == written


AUTHORS = {
    "Catherine Wong": "Wong, Catherine",
    "Aäron van den Oord": "van den Oord, Aäron",
    "Hal Daumé III": "Daumé, III, Hal",
    "José Ortega y Gasset": "{Ortega y Gasset}, José",
    "xue wang": "wang, xue",
    "OpenAI": "{OpenAI}",
    "{H1 Collaboration}": "{H1 Collaboration}",
    "Barnes And Noble": "{Barnes And Noble}",
    "others": "{others}",
    "王小明": "{王小明}",
    "A & B": r"{A \& B}",
}


@pytest.mark.parametrize(("printed", "written"), AUTHORS.items())
def test_authors(printed: str, written: str) -> None:
    assert values.author(printed, values.in_utf8) == written


IN_ASCII = {
    "Éric Muñoz Łukasz Çelik": r"{\'E}ric Mu{\~n}oz {\L}ukasz {\c{C}}elik",
    "García naïve": r"Garc{\'i}a na{\"i}ve",
    "α–β “x” it’s …": r"{\ensuremath{\alpha}}--{\ensuremath{\beta}} ``x'' it's \ldots{}",
    "深度": "ShenDu",
    "\ufffd": "?",
}


@pytest.mark.parametrize(("text", "written"), IN_ASCII.items())
def test_ascii(text: str, written: str) -> None:
    assert values.running(text, values.in_ascii) == written


def test_ascii_is_a_setting() -> None:
    options = WriteOptions(writers=(BibtexSettings(ascii=True),))
    assert run("", preprint(authors=("Łukasz Müller", "王小明")), options=options).isascii()


URLS = {
    "https://x.org/a_b?c=%20&d#e~": "https://x.org/a_b?c=%20&d#e~",
    "https://x.org/{a}\\ \n}é\ud800": "https://x.org/%7Ba%7D%5C%20%0A%7D%C3%A9%EF%BF%BD",
}


@pytest.mark.parametrize(("url", "written"), URLS.items())
def test_urls(url: str, written: str) -> None:
    assert values.url(url) == written


# Any other backslash than that of an escape, an accent, a letter or a symbol.
UNKNOWN = re.compile(r"\\(?!text[a-z]+\{\}|[&%#_${}'`~^\"=.]|[a-zA-Z]{1,2}\b|ensuremath\{)")


@given(st.text(st.sampled_from("{}\\$%a A1é王-\n\ud800\x00@,=\"'")))
def test_braces_are_always_balanced(text: str) -> None:
    for encode in (values.in_utf8, values.in_ascii):
        for written in (values.title(text, encode), values.author(text, encode), values.url(text)):
            depth = 0
            for char in written:
                depth += (char == "{") - (char == "}")
                assert depth >= 0
            assert depth == 0
            assert "\n" not in written
            # only what is known follows a backslash
            assert not re.search(
                r"\\(?!text[a-z]+\{\}|[&%#_${}'`~^\"=.]|[a-zA-Z]{1,2}\b|ensure)", written
            )


def test_any_paper_can_be_written() -> None:
    empty = Paper(id="x:", title="")
    assert entries([empty]) == "@misc{x\n}\n"
