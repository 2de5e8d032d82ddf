"""Papers whose every field is an attack: whole runs, every writer, notes of every kind.

What is written reads back as what was meant, and does nothing else where it lands: no markup, no
template tag, no command, no second key.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import cmarkgfm
import pypandoc
import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from enricher.fetch import packs
from enricher.fetch.packs import Stored
from enricher.models import PaperRef
from tests.cli.conftest import Site, contents
from tests.cli.test_hostile import assert_safe

ATTACKS = [
    '"><script>alert(1)</script>',
    "<img src=x onerror=alert(1)>",
    "{{ site }}{{ 7*7 }}",
    "{% raw %} {% endraw %} {% include /etc/passwd %}",
    "{{< figure src=x >}} {{% raw %}}",
    "---",
    "...",
    "+++",
    "${{ github.token }}",
    "%0A::error::planted",
    "::error::planted",
    "##[error]planted",
    r"\write18{rm} \input{/etc/passwd}",
    "| x | y |",
    "x]](y) [z](javascript:alert(1))",
    "--> <!-- x",
    "*/} {/* x",
    "</script><script>",
    "}, @comment{x, y = {z}",
    "@comment{",
    "100% of %x",
    "$x$ $$y$$",
    "right\u202eleft",
    "bidi\u2066x\u2069",
    "nul\x00escape\x1b[31mbell\x07",
    "new\nline\r\nreturn\rnext\x85and\u2028more",
    "'quotes' \"and\" \\",
    "- a: b # c",
    "&amp; &#34; &lt;b&gt;",
    "papers: [x]",
    "long " * 4_000,
    "<!-- enricher:end -->",
    "{/* enricher:end */}",
    "import x from 'y'; export const z = <X/>",
    "~~~ ``` `r q()` `{python} 1`",
    "😀 中文 é",
]
NUMBERS = {f"10.99999/{number}": attack for number, attack in enumerate(ATTACKS)}
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
LIVE = ("{{", "{%", "${{", "<script", "onerror=alert(1)>", "`{python}", "\x00", "\x1b", "\u202e")
LINKS = "".join(f"- see [paper](https://doi.org/{doi}) here\n" for doi in NUMBERS)
TABLE = "| paper | mine |\n|---|---|\n" + "".join(
    f"| [paper](https://doi.org/{doi}) | x |\n" for doi in NUMBERS
)
LISTED = "<!-- enricher:begin{} -->\n<!-- enricher:end -->\n"
NOTES = {
    "yaml.md": f"---\ntitle: x\n---\n{LINKS}",
    "toml.md": f'+++\ntitle = "x"\n+++\n{LINKS}',
    "page.mdx": "---\ntitle: x\n---\n\n"
    + LINKS
    + "\n{/* enricher:begin */}\n{/* enricher:end */}\n",
    "page.qmd": f"---\ntitle: x\n---\n\n{LINKS}",
    "table.md": f"{TABLE}\n{LISTED.format(' style=table')}",
    "list.md": f"{LINKS}\n{LISTED.format('')}",
}


def record(doi: str, attack: str) -> Stored:
    """What Crossref would have said of a paper, all of it by hand."""
    work = {
        "DOI": doi,
        "type": "proceedings-article",
        "title": [attack],
        "author": [{"given": attack, "family": "Lovelock"}, {"name": attack}],
        "container-title": [f"Proceedings of {attack}"],
        "event": {"name": attack, "acronym": attack},
        "issued": {"date-parts": [[2019]]},
        "page": attack,
        "volume": attack,
        "abstract": f"<jats:p>{attack}</jats:p>",
        "publisher": attack,
    }
    ref = PaperRef("doi", doi)
    body = json.dumps(work)
    return Stored("crossref", ref, "work", body, "published", "2019", 1_700_000_000.0)


@pytest.fixture(name="hostile")
def _hostile(offline_site: Site) -> Site:
    """A site of notes of every kind, whose cache knows nothing but attacks."""
    offline_site.cache.mkdir()
    lines = packs.lines(record(doi, attack) for doi, attack in NUMBERS.items())
    (offline_site.cache / "attacks.jsonl").write_text("".join(lines), encoding="utf-8")
    for name, text in NOTES.items():
        (offline_site.notes / name).write_text(text, encoding="utf-8", newline="")
    return offline_site


def known(site: Site) -> dict[str, dict[str, Any]]:
    """The papers as they are meant, by id."""
    ran = site.run("check", "notes", "--offline", "--format", "json")
    assert ran.code in {0, 1}, ran.err
    papers: dict[str, dict[str, Any]] = json.loads(ran.out)["papers"]
    assert len(papers) == len(ATTACKS)
    return papers


def run(site: Site, *writers: str) -> dict[str, str]:
    """Every file after a run, for which a second one has nothing to do; `remove` undoes it."""
    before = contents(site.folder)
    chosen = [part for writer in writers for part in ("--to", writer)]
    ran = site.run("run", "notes", "--offline", *chosen)
    assert ran.code == 0, ran.err
    after = contents(site.folder)
    assert site.run("check", "notes", "--offline", *chosen).code == 0
    assert site.run("remove", "notes", *chosen).code == 0
    assert contents(site.folder) == before
    return {name: raw.decode() for name, raw in after.items() if before.get(name) != raw}


def added(before: str, after: str) -> str:
    """The lines of a text that were not there before."""
    old = set(before.split("\n"))
    return "\n".join(line for line in after.split("\n") if line not in old)


# ----------------------------------------------------------------------------- front matter


def test_front_matter_reads_back_as_it_was_meant(hostile: Site) -> None:
    papers = known(hostile)
    after = run(hostile, "front-matter")
    assert set(after) == {
        f"notes/{name}" for name in ("yaml.md", "toml.md", "page.mdx", "page.qmd")
    }
    for name, text in after.items():
        fence = "+++" if "toml" in name else "---"
        _, front, body = text.split(f"{fence}\n", 2)
        assert body == NOTES[Path(name).name].split(f"{fence}\n", 2)[2]
        read = tomllib.loads(front) if "toml" in name else yaml.safe_load(front)
        assert set(read) == {"title", "papers"}
        assert len(read["papers"]) == len(papers)
        for entry in read["papers"]:
            meant = papers[entry["id"]]
            assert entry["title"] == meant["title"]
            assert entry["authors"] == meant["authors"]
        assert not set("\x00\x1b\x07\u202e\u2066\u2028\x85") & set(front)
        assert max(len(line.encode()) for line in front.split("\n")) < 200_000


# ------------------------------------------------------------------------------- side files


def test_side_files_read_back_as_they_were_meant(hostile: Site) -> None:
    papers = known(hostile)
    after = run(hostile, "data", "csl-json", "data=all.yml")
    data, cited, yml = (
        json.loads(after["papers.json"]),
        json.loads(after["references.json"]),
        yaml.safe_load(after["all.yml"]),
    )
    assert data == yml
    assert data.keys() == papers.keys()
    titles = {item["DOI"]: item["title"] for item in cited}
    for id_, meant in papers.items():
        assert data[id_]["title"] == meant["title"]
        assert data[id_]["authors"] == meant["authors"]
        assert titles[meant["doi"]] == UNSEEN.sub("", meant["title"])


def test_a_bibliography_has_as_many_entries_as_papers_and_no_command(hostile: Site) -> None:
    papers = known(hostile)
    text = run(hostile, "bibtex")["references.bib"]
    read = json.loads(pypandoc.convert_text(text, "csljson", format="bibtex"))
    assert sorted(item["DOI"] for item in read) == sorted(each["doi"] for each in papers.values())
    assert not re.search(r"\\(?:write18|input|include|csname|def|catcode)(?![A-Za-z])", text)
    assert len(re.findall(r"^@", text, re.MULTILINE)) == len(papers)
    shown = {item["DOI"]: item.get("title", "") for item in read}
    letters = re.compile(r"[^\w]+")
    for each in papers.values():
        if "\\" not in each["title"] and "$" not in each["title"] and len(each["title"]) < 1000:
            plain = re.sub(r"<[^>]*>", "", shown[each["doi"]]) if "<" not in each["title"] else ""
            if plain:
                assert letters.sub("", plain).lower() == letters.sub("", each["title"]).lower()


# ------------------------------------------------------------------------------ in the notes


def test_no_attack_is_a_venue(hostile: Site) -> None:
    assert not any("venue" in meant for meant in known(hostile).values())
    assert run(hostile, "venue") == {}


@pytest.mark.parametrize("writer", ["link-title", "listing"])
def test_what_stands_in_a_text_stays_text(hostile: Site, writer: str) -> None:
    after = run(hostile, writer)
    assert after
    for path, text in after.items():
        before = NOTES[Path(path).name]
        new = added(before, text)
        assert [live for live in LIVE if live in new] == [], path
        body = text.split("---\n", 2)[-1] if text.startswith("---\n") else text
        html = cmarkgfm.github_flavored_markdown_to_html(
            body, cmarkgfm.Options.CMARK_OPT_UNSAFE | cmarkgfm.Options.CMARK_OPT_FOOTNOTES
        )
        # GitHub's filter of tags would hide what is alive elsewhere.
        tree = LexborHTMLParser(cmarkgfm.markdown_to_html(body, cmarkgfm.Options.CMARK_OPT_UNSAFE))
        for page in (LexborHTMLParser(html), tree):
            assert page.css("script, img, iframe, style, svg, math") == []
            assert [node for node in page.css("*") if set(node.attributes) - ALLOWED] == []
            places = {node.attributes.get("href") or "" for node in page.css("a")}
            assert {place for place in places if not place.startswith("https://doi.org/")} == set()
        assert len(LexborHTMLParser(html).css("table")) <= 2
        lines = new.split("\n")
        assert not [
            line for line in lines if re.match(r"\s*(?:::|---|\+\+\+|import |export )", line)
        ]
        assert not set("\x00\x07\x1b\x85\u2028\u202e\u2066") & set(text)


ALLOWED = {"href", "title", "align"}


# --------------------------------------------------------------------------------- on screen


@pytest.mark.parametrize(
    "command",
    [
        ("check", "notes", "--diff"),
        ("check", "notes", "-v"),
        ("check", "notes", "--format", "github"),
        ("check", "notes", "--format", "json"),
        *(
            ("show", *(f"doi:{doi}" for doi in NUMBERS), "--format", form)
            for form in ("yaml", "json", "bibtex", "csl-json")
        ),
    ],
    ids=lambda command: f"{command[0]} {command[-1]}",
)
def test_nothing_printed_is_a_command(hostile: Site, command: tuple[str, ...]) -> None:
    ran = hostile.run(*command, "--offline")
    assert ran.code in {0, 1}
    assert ran.out
    for said in (ran.out, ran.err):
        assert_safe(said)
    if command[-1] == "yaml":
        shown = [paper["id"] for paper in yaml.safe_load_all(ran.out)]
    elif command[-1] == "json" and command[0] == "show":
        shown = [paper["id"] for paper in json.loads(ran.out)]
    else:
        return
    assert shown == [f"doi:{doi}" for doi in NUMBERS]
