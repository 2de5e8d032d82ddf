"""The command `report`: it makes one page, and touches no other file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

from selectolax.lexbor import LexborHTMLParser

from tests.cli.arxiv_site import ABSENT, TITLES
from tests.cli.conftest import Site, contents
from tests.fetch.server import Server

PAPER, OTHER = "1803.02780", "1706.03762"
PLACES = -2  # of a row


def data(page: Path, id_: str = "data") -> list[Any]:
    found = LexborHTMLParser(page.read_text(encoding="utf-8")).css_first(f"script#{id_}")
    values: list[Any] = json.loads(found.text(deep=True))
    return values


def test_a_page_is_made_and_no_note_changes(site: Site, arxiv: Server) -> None:
    site.note("a.md", PAPER, OTHER, ABSENT)
    site.note("b #1 ü.md", PAPER)
    before = contents(site.notes)
    ran = site.run("report", "notes", "--title", "My papers")
    assert ran.code == 0
    assert ran.out == ("Written: report.html\n3 papers in 2 notes: 2 preprint, 1 missing\n")
    page = site.folder / "report.html"
    assert '<h1 dir="auto">My papers</h1>' in page.read_text(encoding="utf-8")
    assert {values[1] for values in data(page)} == {TITLES[PAPER], TITLES[OTHER], "paper"}
    assert contents(site.notes) == before
    asked = len(arxiv.seen)
    again = site.run("report", "notes", "--title", "My papers")
    assert again.out.startswith("Up to date: report.html")
    assert len(arxiv.seen) == asked


def test_links_lead_to_the_notes_from_where_the_page_is(site: Site) -> None:
    note = site.note("sub/b #1 ü%20.md", PAPER)
    (site.folder / "public").mkdir()
    assert site.run("report", "notes", "-o", "public/papers.html").code == 0
    page = site.folder / "public" / "papers.html"
    [[_, href, lines]] = data(page)[0][PLACES]
    assert lines == [4]
    assert Path(unquote(urljoin(page.as_uri(), href)).removeprefix("file://")) == note


def test_notes_and_lines_lead_to_where_they_are_shown_on_the_web(site: Site) -> None:
    site.note("sub/b #1.md", PAPER)
    at = "https://github.com/me/notes/blob/main/"
    assert site.run("report", "notes", "-o", "public/x.html", "--notes-at", at).code == 0
    page = site.folder / "public" / "x.html"
    [[_, href, lines]] = data(page)[0][PLACES]
    assert href == "https://github.com/me/notes/blob/main/notes/sub/b%20%231.md"
    assert f'href="{href}#L{lines[0]}"' in page.read_text()
    refused = site.run("report", "notes", "--notes-at", "javascript://alert(1)", "-o", "y.html")
    assert refused.code == 2
    assert "--notes-at" in refused.err


def test_notes_without_links_to_papers_make_a_page_that_tells_so(site: Site) -> None:
    (site.notes / "a.md").write_text("no link\n")
    ran = site.run("report", "notes")
    assert ran.code == 0
    assert ran.out.startswith("Written: report.html\nNo links to papers found.")
    assert "No links to papers were found" in (site.folder / "report.html").read_text()


def test_a_finding_is_that_of_its_own_link(site: Site) -> None:
    at = "https://arxiv.org/abs"
    (site.notes / "a.md").write_text(f"[one]({at}/{PAPER}), [two]({at}/{ABSENT}) and [three]()\n")
    assert site.run("report", "notes").code == 0
    page = LexborHTMLParser((site.folder / "report.html").read_text(encoding="utf-8"))
    rows = {row.css_first("code").text(): row for row in page.css(".findings tbody tr")}
    assert set(rows) == {"missing", "empty-target"}
    assert rows["missing"].css_first("a.of").text() == f"arxiv:{ABSENT}"
    assert not rows["empty-target"].css("a.of")


def test_the_page_itself_is_no_note(site: Site) -> None:
    site.note("a.md", PAPER)
    assert site.run("report", ".").code == 0
    first = (site.folder / "report.html").read_bytes()
    assert site.run("report", ".").out.startswith("Up to date")
    assert (site.folder / "report.html").read_bytes() == first
    assert "report.html" not in site.run("links", ".").out
    assert site.run("run", ".").code == 0
    assert (site.folder / "report.html").read_bytes() == first


def test_a_file_of_the_users_is_replaced_only_by_force(site: Site, arxiv: Server) -> None:
    site.note("a.md", PAPER)
    page = site.folder / "report.html"
    page.write_text("<!doctype html><title>mine</title>")
    ran = site.run("report", "notes")
    assert (ran.code, ran.out) == (2, "")
    assert "report.html is no report of enricher's" in ran.err
    assert page.read_text() == "<!doctype html><title>mine</title>"
    assert not arxiv.seen
    assert site.run("report", "notes", "--force").code == 0
    assert TITLES[PAPER] in page.read_text()
    note = site.note("b.md", PAPER)
    before = note.read_bytes()
    assert site.run("report", "notes", "-o", note).code == 2
    assert note.read_bytes() == before


def test_a_folder_is_made_and_never_replaced(site: Site) -> None:
    site.note("a.md", PAPER)
    ran = site.run("report", "notes", "-o", "notes", "--force")
    assert ran.code == 2
    assert "notes: is not a regular file" in ran.err
    assert site.run("report", "notes", "-o", "public/papers/index.html").code == 0
    assert (site.folder / "public" / "papers" / "index.html").exists()


def test_standard_output_has_the_page_alone(site: Site) -> None:
    site.note("a.md", PAPER)
    ran = site.run("report", "notes", "-o", "-")
    assert ran.code == 0
    assert ran.out.startswith("<!doctype html>")
    assert ran.out.endswith("</html>\n")
    assert not [name for name in contents(site.folder) if name.endswith(".html")]


def test_keys_agree_with_those_of_a_run(site: Site) -> None:
    site.note("a.md", PAPER, OTHER)
    site.run("report", "notes", "-o", "before.html")
    site.run("run", "notes", "--to", "bibtex")
    file = site.folder / "references.bib"
    written = file.read_text()
    file.write_text(written.replace("lovelock2018learning", "mine"))
    site.run("report", "notes", "-o", "after.html")
    keys = [
        sorted(
            re.findall(
                r"^@misc\{(\w+),$", "\n".join(data(site.folder / name, "bibtex")), re.MULTILINE
            )
        )
        for name in ("before.html", "after.html")
    ]
    assert keys[0] == sorted(re.findall(r"^@misc\{(\w+),$", written, re.MULTILINE))
    assert keys[1] == sorted({*keys[0], "mine"} - {"lovelock2018learning"})


def test_exit_codes(offline_site: Site) -> None:
    assert offline_site.run("report", "notes").code == 0
    offline_site.note("a.md", PAPER)
    ran = offline_site.run("report", "notes", "--offline")
    assert ran.code == 3
    assert f"failed: arxiv:{PAPER}" in ran.err
    [values] = data(offline_site.folder / "report.html")
    assert values[7] == "failed"
    assert values[8]
    assert offline_site.run("report", "absent").code == 2


def test_a_bibliography_that_cannot_be_read_is_told(site: Site) -> None:
    site.note("a.md", PAPER)
    (site.folder / "references.bib").write_text("@article{x,\n title = {never closed\n")
    ran = site.run("report", "notes")
    assert ran.code == 0
    assert "no BibTeX, for its file is not read: references.bib" in ran.err
    assert data(site.folder / "report.html", "bibtex") == []
