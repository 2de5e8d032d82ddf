"""The report in a browser: search, sort, filters, export, themes, keyboard, print, markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from enricher.catalogue import Entry
from enricher.reports.page import Finding, page
from tests.catalogue_samples import ATTENTION, AUTOML, ENTRIES, NASTY, entry, many

Opened = Callable[..., Any]
FINDING = Finding("withdrawn", "this paper was withdrawn", "notes/c.md", 1, "arxiv:1901.00001")


def report(entries: list[Entry]) -> str:
    bibtex = {each.paper.id: f"@misc{{{each.id}}}" for each in entries if each.paper}
    return page(entries, bibtex=bibtex, href_of=lambda path: f"../{path}", findings=[FINDING])


def titles(page: Any) -> list[str]:
    found: list[str] = page.locator("#rows .title").all_text_contents()
    return found


def count(page: Any) -> str:
    return str(page.locator("#count").text_content())


def pieces(markup: str) -> list[object]:
    """The tags, with their attributes in any order, and the texts."""
    found: list[object] = []

    class Pieces(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, {each for each in attrs if each[0] != "aria-rowindex"}))

        def handle_data(self, data: str) -> None:
            if data.strip():
                found.append(data)

    Pieces().feed(markup)
    return found


def test_what_the_script_makes_is_what_was_there_before(opened: Opened) -> None:
    text = report(ENTRIES)
    without = opened(text, java_script_enabled=False)
    rows, made = (shown.locator("#rows").inner_html() for shown in (without, opened(text)))
    assert pieces(made) == pieces(rows)
    assert len(pieces(rows)) > 100


def test_without_scripts_all_papers_are_shown_and_no_controls(opened: Opened) -> None:
    shown = opened(report(many(130)), java_script_enabled=False)
    assert shown.locator(".title").count() == 130
    assert shown.locator(".title").last.is_visible()
    assert not shown.locator("#controls").is_visible()


def test_search_as_you_type(opened: Opened) -> None:
    shown = opened(
        report([*ENTRIES, entry("arxiv:2001.00001", title="Über Größen", authors=("É",))])
    )
    assert count(shown) == "6 papers"
    for typed, found in [
        ("attention", ["Attention Is All You Need"]),
        ("uber", ["Über Größen"]),
        ("NEURIPS wong", ["Transfer Learning with Neural AutoML"]),
        ("0808.0539", ["Some paper"]),
        ("b#1.md", ["Transfer Learning with Neural AutoML"]),
        ("withdrawn", ["A Proof of Everything"]),
        ("automl-zero trick", ["Transfer Learning with Neural AutoML"]),  # as its notes call it
        ('"attention is  all', ["Attention Is All You Need"]),
        ("“is all” ashish", ["Attention Is All You Need"]),
        ('"all attention"', []),
        ("attention wong", []),
    ]:
        shown.locator("#q").fill("")
        shown.locator("#q").press_sequentially(typed)
        assert titles(shown) == found
        assert count(shown) == f"{len(found)} of 6 papers"
    assert shown.locator("#none").is_visible()
    shown.locator("#none button").click()
    assert count(shown) == "6 papers"


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [("venue", "NeurIPS", 1), ("year", "2017", 1), ("status", "failed", 1), ("source", "doi", 1),
     ("note", "a.md", 4), ("year", "\0none", 2)],
)  # fmt: skip
def test_filters(opened: Opened, name: str, value: str, number: int) -> None:
    shown = opened(report(ENTRIES))
    assert (
        shown.locator(f"#{name}")
        .evaluate(
            "(list, value) => [...list.options].find((each) => each.value === value).text", value
        )
        .endswith(f" ({number})")
    )
    shown.locator(f"#{name}").select_option(value)
    assert count(shown) == f"{number} of 5 papers"
    shown.wait_for_url("**#*")
    shown.reload()  # the address keeps it
    assert count(shown) == f"{number} of 5 papers"
    shown.locator("#clear").click()
    assert count(shown) == "5 papers"


def test_filters_and_search_together(opened: Opened) -> None:
    shown = opened(report(many(300)), at="#status=published&year=2010")
    number = int(count(shown).split()[0])
    assert 0 < number < 15
    shown.locator("#q").fill("author no-such-word")
    assert count(shown).startswith("0 of 300")


def test_an_address_of_nonsense_is_no_selection(opened: Opened) -> None:
    shown = opened(report(ENTRIES), at="#venue=<script>&sort=__proto__&year=%F0&x=y&q=")
    assert count(shown) == "5 papers"


def test_sort_by_heading_and_by_list(opened: Opened) -> None:
    shown = opened(report(ENTRIES))
    heading = shown.locator("th[data-sort=title]")
    assert shown.locator("th[data-sort=year]").get_attribute("aria-sort") == "descending"
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    assert titles(shown)[:2] == ["A Proof of Everything", "Attention Is All You Need"]
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert titles(shown)[-1] == "A Proof of Everything"
    assert shown.locator("#sort").input_value() == "-title"
    shown.locator("#sort").select_option("first")
    assert titles(shown)[:3] == [
        "A Proof of Everything",
        "Attention Is All You Need",
        "Transfer Learning with Neural AutoML",
    ]
    shown.locator("#sort").select_option("year")
    assert titles(shown)[0] == "Attention Is All You Need"
    assert titles(shown)[3:] == ["doi:10.1145/3292500.3330701", "Some paper"]  # unknown ones last


def test_bars_filter_and_tell_of_the_selection(opened: Opened) -> None:
    shown = opened(report(many(200)))
    bar = shown.locator('svg[data-filter=venue] .bar[data-value="CVPR"]')
    full = float(bar.locator(".selected").get_attribute("width"))
    bar.click()
    assert bar.get_attribute("aria-pressed") == "true"
    assert shown.locator("#venue").input_value() == "CVPR"
    number = int(count(shown).split()[0])
    years = shown.locator("svg[data-filter=year] .bar .number").all_text_contents()
    assert sum(int(each or 0) for each in years) == number
    other = shown.locator('svg[data-filter=venue] .bar[data-value="ICML"] .selected')
    assert float(other.get_attribute("width")) == 0
    bar.click()
    assert count(shown) == "200 papers"
    assert float(bar.locator(".selected").get_attribute("width")) == full


def test_the_selection_is_exported_in_its_order(opened: Opened, tmp_path: Path) -> None:
    shown = opened(report(ENTRIES))
    shown.locator("#sort").select_option("title")
    with shown.expect_download() as download:
        shown.locator("#export").click()
    assert download.value.suggested_filename == "papers.bib"
    download.value.save_as(tmp_path / "saved.bib")
    assert (tmp_path / "saved.bib").read_text().split() == [
        "@misc{arxiv:1901.00001}",
        "@misc{arxiv:1706.03762}",
        "@misc{arxiv:1803.02780}",
    ]
    assert count(shown) == "3 papers exported, 2 without metadata left out"
    shown.locator("#q").fill("attention")
    with shown.expect_download() as download:
        shown.locator("#export").click()
    download.value.save_as(tmp_path / "one.bib")
    assert (tmp_path / "one.bib").read_text() == f"@misc{{{ATTENTION.id}}}\n"


def test_themes(opened: Opened) -> None:
    def ground(shown: Any) -> int:
        colour = shown.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)[:3]))

    dark = opened(report([AUTOML]), color_scheme="dark")
    assert ground(dark) < 120
    toggle = dark.locator("#theme")
    toggle.click()
    assert toggle.text_content() == "Theme: light"
    assert ground(dark) > 600
    dark.reload()
    assert ground(dark) > 600
    toggle.click()
    toggle.click()
    assert toggle.text_content() == "Theme: auto"
    light = opened(report([AUTOML]), color_scheme="light")
    assert ground(light) > 600
    light.locator("#theme").click()
    light.locator("#theme").click()
    assert ground(light) < 120


CONTRAST = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = rgb(colour).slice(0, 3).map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let each = node; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const texts = [...document.querySelectorAll("body *:not(svg, svg *, script, option)")]
    .filter((node) => [...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim()))
    .filter((node) => node.offsetParent && !node.disabled && !node.closest(".unseen, .skip"));
  return texts.map((node) => {
    const pair = [light(getComputedStyle(node).color), light(behind(node))].sort((a, b) => b - a);
    return [(pair[0] + 0.05) / (pair[1] + 0.05), node.className || node.tagName];
  }).filter(([ratio]) => ratio < 4.5);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(opened: Opened, scheme: str) -> None:
    assert opened(report(ENTRIES), color_scheme=scheme).evaluate(CONTRAST) == []


def focus(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent"))


def test_all_can_be_done_by_keyboard(opened: Opened) -> None:
    shown = opened(report(ENTRIES))
    shown.keyboard.press("Tab")
    assert focus(shown) == "Skip to the papers"
    shown.keyboard.press("Enter")
    assert focus(shown) == "papers"
    shown.keyboard.press("/")
    assert focus(shown) == "q"
    shown.keyboard.type("proof/")
    assert count(shown) == "0 of 5 papers"
    shown.keyboard.press("Escape")
    assert count(shown) == "5 papers"
    bar = shown.locator("svg[data-filter=year] .bar").first
    bar.focus()
    assert shown.locator("svg[data-filter=year] .bar[tabindex='0']").count() == 1
    shown.keyboard.press("ArrowRight")
    shown.keyboard.press("Enter")
    assert shown.locator("#year").input_value() == "2018"
    shown.keyboard.press("ArrowLeft")
    shown.keyboard.press(" ")
    assert shown.locator("#year").input_value() == "2017"
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    shown.locator("#year").focus()
    shown.keyboard.press("Tab")
    assert shown.evaluate(outline) == "solid"


def test_to_skip_to_the_papers_keeps_their_selection(opened: Opened) -> None:
    shown = opened(report(ENTRIES), at="#year=2017")
    shown.locator(".skip").press("Enter")
    shown.wait_for_url("**#papers")
    shown.evaluate("new Promise(requestAnimationFrame)")  # what follows from it is done
    assert count(shown) == "1 of 5 papers"


def test_lines_lead_to_a_site_that_shows_them_and_to_nothing_on_disk(opened: Opened) -> None:
    lines = "#rows .lines a, .findings td:last-child a"
    on_disk = opened(report([AUTOML])).locator(lines)
    assert [link.get_attribute("href") for link in on_disk.all()] == ["../notes/c.md"]
    text = page([AUTOML], bibtex={}, href_of=lambda path: f"https://x.y/{path}", findings=[FINDING])
    on_web = opened(text).locator(lines)
    assert [link.get_attribute("href") for link in on_web.all()] == [
        "https://x.y/notes/c.md#L1",
        "https://x.y/notes/a.md#L3",
        "https://x.y/notes/a.md#L9",
        "https://x.y/notes/sub folder/b#1.md#L7",
    ]
    assert opened(text, java_script_enabled=False).locator(lines).count() == 4


def test_where_no_note_links_to_a_paper_the_page_tells_what_to_do(opened: Opened) -> None:
    shown = opened(page([], bibtex={}, href_of=str))
    assert shown.get_by_role("heading", name="No links to papers were found").is_visible()
    assert not shown.locator("#controls").is_visible()
    assert not shown.locator("table.papers").is_visible()
    assert not opened(report(ENTRIES)).locator(".empty").count()


def test_a_screen_reader_finds_names_and_roles(opened: Opened) -> None:
    shown = opened(report(ENTRIES))
    assert shown.get_by_role("table", name=re.compile("The papers")).count() == 1
    shown.locator(".findings summary").click()
    assert shown.get_by_role("columnheader").count() == 4 + 3  # those of the findings, too
    assert shown.get_by_role("rowheader").count() == 5
    for name in ("Venue", "Year", "Status", "Source", "Note", "Sort"):
        assert shown.get_by_role("combobox", name=name, exact=True).count() == 1
    assert shown.get_by_role("searchbox", name=re.compile("Search titles")).count() == 1
    assert shown.get_by_role("button", name="2018: 1 of 1 papers").count() == 1
    assert shown.locator("output#count[aria-live=polite]").count() == 1
    assert shown.get_by_role("main").count() == 1
    assert shown.locator("h1").count() == 1
    unnamed = (
        "[...document.querySelectorAll('input, select')].filter((each) => !each.labels.length)"
    )
    assert shown.evaluate(f"{unnamed}.length") == 0
    narrow = opened(report(ENTRIES), viewport={"width": 400, "height": 800})
    assert narrow.get_by_role("rowheader").count() == 5


@pytest.mark.parametrize("width", [320, 400, 900, 1400])
def test_no_width_scrolls_sideways(opened: Opened, width: int) -> None:
    long = entry("doi:10.1/x", title="W" * 400, authors=("x" * 200,), venue="V" * 90, year=2020)
    far = Finding("superseded-version", "Version 3 is the last one. " * 4, "f" * 300, 1)
    text = page([*ENTRIES, long], bibtex={}, href_of=str, findings=[FINDING, far])
    shown = opened(text, viewport={"width": width, "height": 900})
    shown.locator(".findings summary").click()
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    scroll = shown.locator(".findings .scroll")
    assert scroll.evaluate("each => each.scrollWidth <= each.clientWidth")
    message = shown.locator(".findings td:nth-child(2)").last
    assert message.evaluate("each => each.clientWidth") > 200


def test_rows_come_as_they_are_scrolled_to_and_all_of_them_on_paper(opened: Opened) -> None:
    shown = opened(report(many(1_000)))
    number = shown.locator("#rows tr").count()
    assert number < 200
    shown.mouse.wheel(0, 30_000)
    shown.locator("#rows tr").nth(number).wait_for(state="attached")
    shown.locator("#more").click()
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown.locator("#rows tr").count() == 1_000
    assert not shown.locator("#more").is_visible()
    indexes = shown.locator("#rows tr").evaluate_all("rows => rows.map(row => row.ariaRowIndex)")
    assert indexes == [str(number + 2) for number in range(1_000)]
    shown.emulate_media(media="print", color_scheme="dark")
    assert not shown.locator("#controls").is_visible()
    assert shown.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_many_notes_are_told_when_they_are_asked_for(opened: Opened) -> None:
    places = [AUTOML.places[0]._replace(path=f"notes/{number}.md") for number in range(9)]
    shown = opened(report([AUTOML._replace(places=tuple(places))]))
    assert shown.locator("#rows li").count() == 5
    shown.get_by_role("button", name="and 5 more").click()
    assert shown.locator("#rows li").count() == 9


def test_a_finding_leads_to_its_paper(opened: Opened) -> None:
    shown = opened(report(ENTRIES))
    told = shown.locator(".findings").inner_text()
    assert told.split()[:4] == ["1", "finding", "1", "withdrawn"]
    assert not shown.locator(".findings a.of").is_visible()
    shown.locator(".findings summary").press("Enter")
    shown.locator(".findings a.of").click()
    shown.locator("#rows tr").nth(1).wait_for(state="detached")
    assert titles(shown) == ["A Proof of Everything"]


def test_findings_of_one_kind_are_shown_and_all_again(opened: Opened) -> None:
    kinds = ("missing", "withdrawn", "withdrawn")
    found = [FINDING._replace(code=code, line=line) for line, code in enumerate(kinds, 1)]
    text = page(ENTRIES, bibtex={}, href_of=str, findings=found)
    shown = opened(text)
    missing, withdrawn = (
        shown.get_by_role("button", name=name, exact=True) for name in ("1 missing", "2 withdrawn")
    )
    codes = shown.locator(".findings tbody tr:visible code")
    assert codes.count() == 0
    for button, seen, pressed in [
        (missing, ["missing"], ["false", "true"]),
        (withdrawn, ["withdrawn"] * 2, ["true", "false"]),
        (withdrawn, list(kinds), ["false", "false"]),
    ]:
        button.press("Enter")
        assert codes.all_text_contents() == seen
        assert [each.get_attribute("aria-pressed") for each in (withdrawn, missing)] == pressed
        assert missing.is_visible()
    without = opened(text, java_script_enabled=False).locator(".findings")
    assert "2 withdrawn" in without.inner_text()
    assert not without.locator("button").count()


def test_texts_of_strangers_do_no_harm(opened: Opened) -> None:
    hostile = [
        entry(
            f"arxiv:2001.{number:05}", title=text, authors=(text,), venue=text, url=text, year=2020
        )
        for number, text in enumerate(NASTY)
    ]
    text = page(
        hostile,
        bibtex={each.id: text for each, text in zip(hostile, NASTY, strict=True)},
        href_of=lambda path: path,
        findings=[Finding(text, text, text, 1, text) for text in NASTY],
        title=NASTY[0],
    )
    shown = opened(text)
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")  # all rows, at once
    assert len(titles(shown)) == len(NASTY)
    assert set(titles(shown)) >= {NASTY[0], NASTY[1], "{{ site }}{% raw %}", "${title} $rows $$"}
    for value in shown.locator("#venue option").evaluate_all("all => all.map(each => each.value)"):
        shown.locator("#venue").select_option(value)
    with shown.expect_download():
        shown.locator("#export").click()
    assert shown.locator("body script").count() == 3
    assert shown.locator("img, iframe").count() == 0
