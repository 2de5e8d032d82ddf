"""What comes from servers and file names reaches no terminal and no workflow command raw."""

from __future__ import annotations

import json
import os
import re

import pytest
import yaml

from tests.cli.arxiv_site import HOSTILE, error_feed, feed, knowing, send
from tests.cli.conftest import Site
from tests.fetch.server import Server

PAPER = "1803.02780"
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# The commands of the format for GitHub: their form is what no text from outside gets.
OURS = re.compile(r"::(?:warning|error|notice) (?:title|file)=[^:]*::(?!.*[%](?!25|0A|0D))")
COMMANDS = [
    ("run", "notes"),
    ("run", "notes", "-v"),
    ("check", "notes"),
    ("check", "notes", "--diff"),
    ("run", "notes", "--format", "github"),
    ("check", "notes", "--format", "json"),
    ("show", f"arxiv:{PAPER}"),
    ("show", f"arxiv:{PAPER}", "--format", "json"),
    ("show", f"arxiv:{PAPER}", "--format", "bibtex"),
    ("show", f"arxiv:{PAPER}", "--format", "csl-json"),
]


def assert_safe(said: str) -> None:
    """No control character but line ends, and no line that a workflow takes for a command."""
    assert UNSAFE.findall(said) == []
    lines = said.split("\n")
    assert [line for line in lines if line.lstrip().startswith("::") and not OURS.match(line)] == []
    assert [line for line in lines if "##[" in line] == []


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("title", HOSTILE.values(), ids=list(HOSTILE))
def test_titles_and_names_of_a_server_are_made_safe(
    site: Site, arxiv: Server, command: tuple[str, ...], title: str
) -> None:
    arxiv.always = knowing({PAPER: title}, author=title)
    site.note("a.md", PAPER)
    ran = site.run(*command)
    assert ran.code in {0, 1}
    assert_safe(ran.out)
    assert_safe(ran.err)


@pytest.mark.parametrize("title", HOSTILE.values(), ids=list(HOSTILE))
def test_what_is_written_of_a_hostile_title_is_yaml_on_one_line(
    site: Site, arxiv: Server, title: str
) -> None:
    arxiv.always = knowing({PAPER: title}, author=title)
    note = site.note("a.md", PAPER)
    before = note.read_text(encoding="utf-8")
    site.run("run", "notes")
    written = note.read_text(encoding="utf-8")
    assert_safe(written)
    front = yaml.safe_load(written.split("---\n")[1])
    assert set(front) == {"title", "papers"}
    (entry,) = front["papers"]
    assert entry["title"].startswith(("x", "[bold", "::error::planted", "###["))
    assert written.endswith(before.partition("\n---\n")[2])
    assert site.run("check", "notes").code == 0


@pytest.mark.parametrize("command", COMMANDS[:1] + COMMANDS[4:], ids=" ".join)
@pytest.mark.parametrize("summary", HOSTILE.values(), ids=list(HOSTILE))
def test_a_servers_own_message_is_made_safe(
    site: Site, arxiv: Server, command: tuple[str, ...], summary: str
) -> None:
    site.settings(arxiv.url, "deadline = 1")
    arxiv.always = send(error_feed(summary))
    site.note("a.md", PAPER)
    ran = site.run(*command)
    assert ran.code == 3
    assert_safe(ran.out)
    assert_safe(ran.err)


def test_escape_characters_make_a_reply_unreadable_and_are_not_repeated(
    site: Site, arxiv: Server
) -> None:
    site.settings(arxiv.url, "deadline = 1")
    arxiv.always = send(feed({PAPER: "x"}).replace(b">x<", b">\x1b[31mred\x1b]0;title\x07<"))
    site.note("a.md", PAPER)
    ran = site.run("run", "notes")
    assert ran.code == 3
    assert_safe(ran.out)
    assert_safe(ran.err)


NAMES = [
    "with blank.md", "new\nline.md", "a\n::error::planted.md", "\x1b[31mred.md", "a,b:c%.md",
    "bell\x07.md", "\x9b31mred.md", "\u202eturned.md", "\x1b]0;title\x07.md",
]  # fmt: skip
TELLING = [
    ("run", "notes"),
    ("run", "notes", "--format", "github"),
    ("run", "notes", "--format", "json"),
    ("check", "notes", "--diff"),
    ("links", "notes"),
    ("links", "notes", "--format", "jsonl"),
    ("remove", "notes", "--to", "front-matter"),
]


@pytest.mark.parametrize("command", TELLING, ids=" ".join)
@pytest.mark.parametrize("name", NAMES)
def test_names_of_notes_are_made_safe(site: Site, command: tuple[str, ...], name: str) -> None:
    site.note(name, PAPER)
    site.note(f"bad/{name}", front="a: [", body=f"https://arxiv.org/abs/{PAPER}\n")
    huge = site.notes / f"huge {name}"
    with huge.open("wb") as file:
        file.truncate(65 * 2**20)
    ran = site.run(*command)
    assert ran.code == 3
    assert_safe(ran.out)
    assert_safe(ran.err)


@pytest.mark.parametrize("name", NAMES)
def test_a_note_of_any_name_is_written(site: Site, name: str) -> None:
    note = site.note(name, PAPER)
    ran = site.run("run", note)
    assert ran.code == 0
    assert_safe(ran.out)
    assert b"papers:" in note.read_bytes()
    assert site.run("remove", note, "--to", "front-matter").code == 0
    assert b"papers:" not in note.read_bytes()


@pytest.mark.parametrize(
    "arguments", [(), ("--format", "github"), ("--format", "json"), ("--diff",), ("-v",)]
)
@pytest.mark.parametrize("front", ["title: x", "a: ["], ids=["good", "broken"])
def test_names_that_are_not_utf_8_are_no_defect(
    site: Site, arguments: tuple[str, ...], front: str
) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    try:
        note = site.note(name, PAPER, front=front)
    except OSError:
        pytest.skip("this file system takes no such names")
    before = note.read_bytes()
    ran = site.process("run", f"notes/{name}", *arguments)
    assert "internal error" not in ran.err
    assert ran.code == (0 if front == "title: x" else 3)
    assert (note.read_bytes() != before) == (front == "title: x")


@pytest.mark.parametrize(
    "command", [("run", "notes"), ("show", f"arxiv:{PAPER}"), ("links", "notes")]
)
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_output_that_cannot_show_every_character_is_no_defect(
    site: Site, arxiv: Server, command: tuple[str, ...], encoding: str
) -> None:
    arxiv.always = knowing({PAPER: "\u6ce8\u91c8 for Everyone \U0001f642"}, author="\u0141ukasz")
    site.note("\u6ce8.md", PAPER)
    ran = site.process(*command, PYTHONIOENCODING=encoding)
    assert "internal error" not in ran.err
    assert ran.code == 0
    assert "for Everyone" in ran.out or command[0] == "links"


@pytest.mark.parametrize(
    "url",
    [
        "https://openaccess.thecvf.com/content/CVPR2021/html/A%1b[31m_CVPR_2021_paper.html",
        "https://openaccess.thecvf.com/content/CVPR2021/html/A%0a::error::x_CVPR_2021_paper.html",
        "https://openaccess.thecvf.com/content/CVPR2021/html/A%C2%9b_CVPR_2021_paper.html",
        "https://arxiv.org/abs/1803.02780%1b[31m",
        "https://arxiv.org/abs/1803.02780?\x9b31m",
        "https://arxiv.org/abs/1803.02780?\u202etxt",
    ],
)
def test_links_of_notes_are_made_safe(offline_site: Site, url: str) -> None:
    offline_site.note("a.md", body=f"[a]({url}) <{url}>\n")
    for command in ("links", "run", "check"):
        more = [] if command == "links" else ["--offline"]
        ran = offline_site.run(command, "notes", *more)
        assert ran.code in {0, 3}
        assert_safe(ran.out)
        assert_safe(ran.err)


@pytest.mark.parametrize("title", [title for title in HOSTILE.values() if title.isprintable()])
def test_what_programs_read_keeps_its_meaning(site: Site, arxiv: Server, title: str) -> None:
    arxiv.always = knowing({PAPER: title}, author=title)
    site.note("a.md", PAPER)
    show = ("show", f"arxiv:{PAPER}")
    (shown,) = json.loads(site.run(*show, "--format", "json").out)
    (listed,) = yaml.safe_load_all(site.run(*show).out)
    (item,) = json.loads(site.run(*show, "--format", "csl-json").out)
    (paper,) = json.loads(site.run("check", "notes", "--format", "json").out)["papers"].values()
    assert shown == listed == paper
    assert shown["title"] == item["title"] == title
    assert shown["authors"][0] == title
