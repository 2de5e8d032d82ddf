"""The pages on builders that read data: their commands and templates name what a run writes."""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.integrations.sites import GATES, ROOT, run


class Case(NamedTuple):
    """A site: its configuration, a note, and what its templates call the file and the note."""

    config: str
    content: str
    note: str
    data: str
    called: str
    key: str


CASES = {
    "eleventy": Case(
        "eleventy.config.js", "", "posts/x.md", "_data/library.json", "in library %}", "posts/x.md"
    ),
    "hexo": Case(
        "_config.yml",
        "title: x\n",
        "source/_posts/x.md",
        "source/_data/papers.json",
        "site.data.papers",
        "_posts/x.md",
    ),
    "astro": Case(
        "astro.config.mjs",
        "",
        "src/content/posts/x.md",
        "src/data/papers.json",
        'file("src/data/papers.json")',
        "src/content/posts/x.md",
    ),
    "zola": Case(
        "config.toml",
        'base_url = "https://example.org"\n',
        "content/x.md",
        "data/papers.json",
        'load_data(path="data/papers.json")',
        "x.md",
    ),
    "jekyll": Case(
        "_config.yml",
        "title: x\n",
        "_posts/2024-01-01-x.md",
        "_data/papers.json",
        "site.data.papers",
        "_posts/2024-01-01-x.md",
    ),
    "hugo": Case("hugo.toml", "", "content/x.md", "data/papers.json", "{{ partial", "x.md"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_run_writes_where_the_page_says(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    page = (ROOT / "docs" / "sites" / f"{name}.md").read_text(encoding="utf-8")
    note = tmp_path / case.note
    note.parent.mkdir(parents=True)
    note.write_text(f"[a]({GATES})\n", encoding="utf-8")
    (tmp_path / case.config).write_text(case.content, encoding="utf-8")
    if name == "hexo":
        (tmp_path / "scaffolds").mkdir()
    commands = re.findall(r"^\$ enricher (\S.*?)(?:\s+#.*)?$", page, re.MULTILINE)
    [told] = re.findall(r"^\$ enricher run .*# writes (\S+)$", page, re.MULTILINE)
    for command in commands:
        arguments = [sys.executable, "-m", "enricher", *shlex.split(command)]
        ran = run(arguments, tmp_path, {"ENRICHER_OFFLINE": "1"})
        assert ran.code == 0, ran.told
    assert told == case.data
    assert case.called in page
    [paper] = json.loads((tmp_path / case.data).read_text(encoding="utf-8")).values()
    assert paper["notes"] == {case.key: [GATES]}
