"""Kinds of files beside Markdown: what is a link in each, and exactly where."""

from __future__ import annotations

import json

import pytest

from enricher.links import find

URL = "https://arxiv.org/abs/1803.02780"
OTHER = "https://arxiv.org/abs/1706.03762"
ID = "arXiv:1706.03762"


def found(text: str, suffix: str) -> list[tuple[str, str, str]]:
    return [
        (text[slice(*mention.span)], mention.text, str(mention.context))
        for mention in find(text, suffix)
    ]


def test_quarto_is_markdown() -> None:
    text = f"---\ntitle: x\n---\n\n[T]({URL}) and {ID}\n\n```{{python}}\n# {URL}\n```\n"
    assert found(text, ".qmd") == [
        (URL, "T", "inline"),
        (ID, "", "text-id"),
        (URL, "", "code"),
    ]


def test_restructured_text() -> None:
    text = (
        f"`The title <{URL}>`_, `T\n<{OTHER}>`__, :arxiv:`1706.03762v2`, :doi:`10.1145/33`,\n"
        f":arxiv:`A title <1803.02780>`, :doi:`A title <10.1145/34>`, {URL}, {ID}.\n"
        f"``{URL}`` and ``{ID}``\n\n.. _name: {OTHER}\n"
    )
    assert found(text, ".rst") == [
        (URL, "The title", "inline"),
        (OTHER, "T", "inline"),
        ("1706.03762v2", "", "text-id"),
        ("10.1145/33", "", "text-id"),
        ("1803.02780", "", "text-id"),
        ("10.1145/34", "", "text-id"),
        (URL, "", "bare"),
        (ID, "", "text-id"),
        (URL, "", "code"),
        (ID, "", "code"),
        (OTHER, "", "bare"),
    ]


def test_org() -> None:
    text = (
        f"* [[{URL}][The title]] [[{OTHER}]] {ID}, {URL}.\n:DOI: 10.1145/33\n"
        f"#+begin_src python\n# {URL}\n#+end_src\n#+BEGIN_EXAMPLE\n{ID}\n#+END_EXAMPLE\n{ID}\n"
    )
    assert found(text, ".org") == [
        (URL, "The title", "inline"),
        (OTHER, "", "inline"),
        (ID, "", "text-id"),
        (URL, "", "bare"),
        ("DOI: 10.1145/33", "", "text-id"),
        (URL, "", "code"),
        (ID, "", "code"),
        (ID, "", "text-id"),
    ]


def test_plain_text() -> None:
    assert found(f"See {URL}, {ID}.\n    {OTHER}", ".txt") == [
        (URL, "", "bare"),
        (ID, "", "text-id"),
        (OTHER, "", "bare"),
    ]


def test_html() -> None:
    text = (
        f"<p>{ID} <a href='{URL}'>T</a> {OTHER}</p>\n<!-- {ID} <a href='{URL}'> -->\n"
        f"<img alt='{ID}' src='{OTHER}'><a href={URL}>{ID}</a> {ID}<!-- {URL}"
    )
    assert found(text, ".html") == [
        (ID, "", "text-id"),
        (URL, "", "html"),
        (OTHER, "", "html"),
        (ID, "", "comment"),
        (URL, "", "comment"),
        (OTHER, "", "html"),
        (URL, "", "html"),
        (ID, "", "text-id"),
        (ID, "", "text-id"),
        (URL, "", "comment"),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('[A "b" \\ ü]({})', 'A "b" \\ ü'),
        ("[a [b] c]({})", "a [b] c"),
        ("<a href='{}'>T</a>", "T"),
        ("[b] a]({})", ""),
        ("<{}>", ""),
        ("{}", ""),
    ],
)
def test_links_of_a_notebook_have_their_texts(source: str, text: str) -> None:
    cell = {"cell_type": "markdown", "source": [source.format(URL)]}
    for ascii_only in (True, False):
        notebook = json.dumps({"cells": [cell]}, ensure_ascii=ascii_only)
        assert found(notebook, ".ipynb") == [(URL, text, "notebook")]


def test_ids_that_org_links_have_their_texts() -> None:
    assert found(f"[[{ID}][A Title]]", ".org") == [(ID, "A Title", "text-id")]


def test_notebook() -> None:
    source = [
        f"# See [T]({URL})\n",
        f"{ID}, “{ID}”\n",
        f'<a href="{URL}">T</a>\n',
        f"[arXiv:1803.02780 [cs.LG]]({URL})",
    ]
    cells = [
        {"cell_type": "markdown", "source": source},
        {"cell_type": "code", "source": [f"x = '{URL}' # {ID}"], "outputs": [{"text": [URL]}]},
        {"cell_type": "markdown", "source": "one\n" + ID},
    ]
    expected = [
        (URL, "T", "notebook"),
        (ID, "", "text-id"),
        (ID, "", "text-id"),
        (URL, "T", "notebook"),
        (URL, "arXiv:1803.02780 [cs.LG]", "notebook"),
        (URL, "", "code"),
        (ID, "", "code"),
        (URL, "", "code"),
        (ID, "", "text-id"),
    ]
    for indent in (None, 1):
        for ascii_only in (True, False):
            text = json.dumps({"cells": cells}, indent=indent, ensure_ascii=ascii_only)
            assert found(text, ".ipynb") == expected


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        (f"[[{OTHER}][{ID}]]", ".org"),
        (f"`{ID} <{OTHER}>`_", ".rst"),
        (f"[{ID}]({OTHER})", ".txt"),
    ],
)
def test_an_id_that_is_the_text_of_its_link_is_not_told(text: str, suffix: str) -> None:
    assert [url for url, *_ in found(text, suffix)] == [OTHER]
    other = text.replace(OTHER, URL)
    assert {url for url, *_ in found(other, suffix)} == {URL, ID}


@pytest.mark.parametrize("suffix", [".md", ".rst", ".html", ".txt", ".org"])
@pytest.mark.parametrize(
    "text",
    [f"\t{URL}\n", f"    {URL}\n", f"# {URL}\n", f"[T]({URL})\n", f"    [a]({URL})\n\n{ID}\n"],
)
def test_a_byte_order_mark_is_no_part_of_the_first_line(text: str, suffix: str) -> None:
    assert found(f"\ufeff{text}", suffix) == found(text, suffix)
    places = [mention.span.start for mention in find(f"\ufeff{text}", suffix)]
    assert places == [mention.span.start + 1 for mention in find(text, suffix)]
