"""Every reader of a data file reads what was meant, whatever titles, authors and notes hold."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import StringIO
from typing import Any

import liquid
import pytest
import ruamel.yaml
import yaml
from hypothesis import given
from hypothesis import strategies as st

from enricher import text as texts
from enricher.models import Context, Link, PaperRef, Span
from enricher.paper import Paper
from enricher.writers.data import WRITER
from enricher.writers.interface import Library, SideFile, WriteOptions
from tests.writers.data_samples import GATES_URL, JSON, NEURAL_URL, YAML, run

HOSTILE = [
    '"><script>alert(1)</script>',
    "<!-- x --> ]]> <![CDATA[",
    "{{ site }} {% raw %} {# x #}",
    "---\n...\n%YAML",
    "*/} ${{ github.token }} \\write18{} %0A::error::",
    "a\x00b\x07\x1b[31m\x7f\x85",
    "\u202eevil\u2066x\u2069 \u2028 \u2029 \ufeff \ufffe \uffff",
    "\udcff \ud800x\udfff",
    "é e\u0301 标题 🦉 𝒳",
    "no",
    "1e3",
    "12:30",
    "2020-01-01",
    "0o17",
    "~",
    "",
    " x ",
    "a: b # c",
    "- [x], {y}",
    "&a *b !c |d >e %f @g `h",
    "\\u0041 \\n \\",
    "x" * 10_000,
    "\t\r\n",
]
nasty = st.sampled_from(HOSTILE) | st.text(max_size=30)
ids = st.from_regex(r"[0-9]{4}\.[0-9]{5}|[a-z]/[A-Za-z_.-]{1,20}", fullmatch=True)
made = st.builds(
    Paper,
    id=st.just("arxiv:1"),
    title=nasty,
    authors=st.lists(nasty, max_size=4).map(tuple),
    venue=st.none() | nasty,
    year=st.none() | st.integers(1, 9999),
    doi=st.none() | nasty,
    url=st.none() | nasty,
    abstract=st.none() | nasty,
)
FIELDS = WriteOptions(fields=("id", "url", "title", "authors", "venue", "year", "doi", "abstract"))


def _link(id_: str, url: str, start: int) -> Link:
    span = Span(start, start + 1)
    return Link(span, 1, 1, url, url, "", Context.INLINE, PaperRef("arxiv", id_))


def _readers(text: str, path: str) -> dict[str, object]:
    strict = {"json": json.loads} if path == JSON else {}
    found: dict[str, object] = {name: read(text) for name, read in strict.items()}
    found["PyYAML"] = yaml.safe_load(text)
    found["libyaml"] = yaml.load(text, yaml.CSafeLoader)
    for version in ("1.1", "1.2"):
        reader = ruamel.yaml.YAML(typ="safe", pure=True)
        reader.version = version
        found[f"ruamel {version}"] = reader.load(StringIO(text))
    return found


@given(
    st.sampled_from([JSON, YAML]),
    st.dictionaries(ids, made, max_size=3),
    st.lists(nasty, min_size=1, max_size=2),
    st.lists(nasty, min_size=1, max_size=2),
)
def test_all_readers_read_what_was_meant(
    path: str, works: dict[str, Paper], paths: list[str], urls: list[str]
) -> None:
    papers = {
        PaperRef("arxiv", id_): each.model_copy(update={"id": f"arxiv:{id_}"})
        for id_, each in works.items()
    }
    paths = [name[:300] for name in paths]
    links = [_link(id_, url, n) for id_ in works for n, url in enumerate(urls)]
    library = Library(dict.fromkeys(paths, links), papers, lambda name: True)
    text = texts.apply("", WRITER.plan(SideFile(path, ""), library, FIELDS).edits)
    text.encode()  # no lone surrogates
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]", text)
    assert not re.search(r"</|<!|\{[{%#]", text)
    meant = {f"arxiv:{id_}": _meant(id_, each, paths, urls) for id_, each in works.items()}
    for name, read in _readers(text or "{}", path).items():
        assert read == meant, name
    again = WRITER.plan(SideFile(path, text), library, FIELDS)
    assert again.edits == ()
    assert texts.apply(text, WRITER.remove(SideFile(path, text), FIELDS).edits) == ""


def _meant(id_: str, work: Paper, paths: list[str], urls: list[str]) -> Mapping[str, object]:
    known = work.model_dump(exclude={"provenance", "same_as", "categories"}, exclude_none=True)
    values: dict[str, Any] = {
        name: [texts.twin(each) for each in value] if isinstance(value, tuple) else value
        for name, value in known.items()
        if value not in ("", ())
    }
    for name, value in values.items():
        values[name] = texts.twin(value) if isinstance(value, str) else value
    links = list(dict.fromkeys(map(texts.twin, urls)))
    notes = {texts.twin(name): links for name in paths}
    return {**values, "id": f"arxiv:{id_}", "links": links, "notes": notes}


@pytest.mark.parametrize("path", [JSON, YAML])
def test_a_page_that_holds_the_file_whole_comes_to_no_harm(path: str) -> None:
    papers = {
        PaperRef("arxiv", str(n)): Paper(id=f"arxiv:{n}", title=title, authors=(title,))
        for n, title in enumerate(HOSTILE)
    }
    links = [_link(ref.id, f"https://x/{ref.id}", n) for n, ref in enumerate(papers)]
    library = Library({"a.md": links}, papers, lambda name: True)
    text = texts.apply("", WRITER.plan(SideFile(path, ""), library, FIELDS).edits)
    page = liquid.Template(f"<script>{text}</script>").render()
    assert page == f"<script>{text}</script>"
    assert re.findall(r"</script|<!--", page) == ["</script"]


LOOKUPS = """\
{{ site.data.papers["arxiv:1803.02780"].title }}
{%- for entry in site.data.papers %}{% assign p = entry[1] %}
{{ entry[0] }} {{ p.authors | join: ", " }} {{ p.venue }}
{%- endfor %}
{%- for entry in site.data.papers %}{% assign p = entry[1] %}
{%- for url in p.notes[page.path] %}
{{ page.path }} {{ url }} {{ p.title }}
{%- endfor %}{% endfor %}
{%- for entry in site.data.papers %}{% assign p = entry[1] %}
{%- if p.links contains "https://arxiv.org/abs/2004.01899" %}
linked: {{ p.id }}
{%- endif %}{% endfor %}
"""


@pytest.mark.parametrize("path", [JSON, YAML])
def test_templates_find_a_paper_by_its_id_a_link_and_the_page(path: str) -> None:
    text = run("", {"_posts/2019-01-01-x.md": NEURAL_URL, "b.md": GATES_URL}, path=path)
    page = {"path": "_posts/2019-01-01-x.md"}
    # Jekyll reads JSON by its YAML parser, too
    site = {"data": {"papers": yaml.safe_load(text)}}
    rendered = liquid.Template(LOOKUPS).render(site=site, page=page)
    assert rendered.splitlines() == [
        "Transfer Learning with Neural AutoML",
        "arxiv:1803.02780 Catherine Wong, Neil Houlsby NeurIPS 2018",
        "arxiv:2004.01899 Ann Lee, Bo Li ",
        f"_posts/2019-01-01-x.md {NEURAL_URL} Transfer Learning with Neural AutoML",
        "linked: arxiv:2004.01899",
    ]
