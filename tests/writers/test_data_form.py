"""The form of a data file: one field a line, by key, the same for JSON and YAML."""

from __future__ import annotations

import difflib
import json

import pytest
import yaml

from enricher.writers import all_writers
from enricher.writers.data import WRITER
from enricher.writers.interface import WriteOptions
from tests.writers.data_samples import GATES_URL, JSON, NEURAL_URL, NOTES, YAML, planned, run
from tests.writers.samples import GATES, NEURAL, paper, papers

AS_JSON = """\
{
  "arxiv:1803.02780": {
    "id": "arxiv:1803.02780",
    "url": "https://arxiv.org/abs/1803.02780",
    "title": "Transfer Learning with Neural AutoML",
    "authors": ["Catherine Wong", "Neil Houlsby"],
    "venue": "NeurIPS 2018",
    "year": 2018,
    "links": ["https://arxiv.org/abs/1803.02780"],
    "notes": {
      "b.md": ["https://arxiv.org/abs/1803.02780"]
    }
  },
  "arxiv:2004.01899": {
    "id": "arxiv:2004.01899",
    "url": "https://arxiv.org/abs/2004.01899",
    "title": "A Generic Graph-based: Encoding",
    "authors": ["Ann Lee", "Bo Li"],
    "year": 2020,
    "links": ["https://arxiv.org/abs/2004.01899", "https://arxiv.org/abs/2004.01899v2"],
    "notes": {
      "a.md": ["https://arxiv.org/abs/2004.01899", "https://arxiv.org/abs/2004.01899v2"],
      "b.md": ["https://arxiv.org/abs/2004.01899"]
    }
  }
}
"""

AS_YAML = """\
"arxiv:1803.02780":
  id: "arxiv:1803.02780"
  url: "https://arxiv.org/abs/1803.02780"
  title: "Transfer Learning with Neural AutoML"
  authors: ["Catherine Wong", "Neil Houlsby"]
  venue: "NeurIPS 2018"
  year: 2018
  links: ["https://arxiv.org/abs/1803.02780"]
  notes:
    "b.md": ["https://arxiv.org/abs/1803.02780"]
"arxiv:2004.01899":
  id: "arxiv:2004.01899"
  url: "https://arxiv.org/abs/2004.01899"
  title: "A Generic Graph-based: Encoding"
  authors: ["Ann Lee", "Bo Li"]
  year: 2020
  links: ["https://arxiv.org/abs/2004.01899", "https://arxiv.org/abs/2004.01899v2"]
  notes:
    "a.md": ["https://arxiv.org/abs/2004.01899", "https://arxiv.org/abs/2004.01899v2"]
    "b.md": ["https://arxiv.org/abs/2004.01899"]
"""
FORMS = {JSON: AS_JSON, YAML: AS_YAML}


def test_the_writer_is_found_by_itself() -> None:
    assert all_writers()["data"] is WRITER
    assert WRITER.file == "papers.json"


@pytest.mark.parametrize("path", [JSON, "data", "x.JSON", "data/papers.txt"])
def test_a_fresh_file_is_json(path: str) -> None:
    assert run("", path=path) == AS_JSON


@pytest.mark.parametrize("path", [YAML, "x.yaml", "x.YML"])
def test_a_fresh_file_is_yaml_where_its_name_says_so(path: str) -> None:
    assert run("", path=path) == AS_YAML


def test_both_forms_say_the_same() -> None:
    assert json.loads(AS_JSON) == yaml.safe_load(AS_YAML) == yaml.safe_load(AS_JSON)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("text", ["", "\n", " \r\n", "\ufeff", "{}", "{ }\n"])
def test_an_empty_file_counts_as_none(path: str, text: str) -> None:
    after = run(text, path=path)
    assert after.removeprefix("\ufeff").rstrip("\r\n") == FORMS[path].rstrip().replace(
        "\n", "\r\n" if "\r" in text else "\n"
    )
    assert after.startswith("\ufeff") == text.startswith("\ufeff")
    assert planned(text, {}, path=path).edits == ()


@pytest.mark.parametrize("path", FORMS)
def test_a_file_without_papers_left_holds_an_empty_mapping(path: str) -> None:
    after = run(FORMS[path], {"b.md": ""}, path=path)
    assert after == "{}\n"
    assert planned(after, {"b.md": ""}, path=path).edits == ()


def test_the_settings_choose_the_fields_but_id_links_and_notes_are_always_there() -> None:
    chosen = WriteOptions(fields=("title", "authors", "abstract"), max_authors=1)
    after = run("", {"a.md": NEURAL_URL}, papers(NEURAL), chosen)
    assert list(json.loads(after)["arxiv:1803.02780"]) == [
        "id", "title", "authors", "more_authors", "links", "notes",
    ]  # fmt: skip


def _changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in list(lines)[2:] if not line.startswith("@@")]


@pytest.mark.parametrize("path", FORMS)
def test_what_changes_in_a_paper_changes_a_line_or_two(path: str) -> None:
    text = FORMS[path]
    published = papers(NEURAL, GATES.model_copy(update={"venue": "ECCV 2020"}))
    (line,) = _changed_lines(text, run(text, known=published, path=path))
    assert line in {'+    "venue": "ECCV 2020",', '+  venue: "ECCV 2020"'}
    moved = papers(GATES, NEURAL.model_copy(update={"year": 2019}))
    changed = _changed_lines(text, run(text, known=moved, path=path))
    assert [line.strip("+ ,") for line in changed[1:]] in (['"year": 2019'], ["year: 2019"])


@pytest.mark.parametrize("path", FORMS)
def test_a_paper_more_is_lines_more(path: str) -> None:
    number = "1901.00001"
    more = {**NOTES, "c.md": f"https://arxiv.org/abs/{number}"}
    known = papers(NEURAL, GATES, paper(number))
    text = run("", NOTES, known, path=path)
    changed = _changed_lines(text, run(text, more, known, path=path))
    assert {line[0] for line in changed} == {"+"}
    assert f'"arxiv:{number}":' in {line.strip("+ {") for line in changed}


@pytest.mark.parametrize("path", FORMS)
def test_the_order_of_notes_and_papers_is_that_of_their_names(path: str) -> None:
    swapped = dict(reversed(NOTES.items()))
    assert run("", swapped, path=path) == FORMS[path]
    first = run("", {"b.md": GATES_URL}, path=path)
    assert run(first, path=path) == FORMS[path]
