"""Inputs and file names are data: no shell, no option, no command and no path is made of them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inputs import InputError, Inputs, arguments
from outputs import lines_of, quoted
from tests.action.conftest import Site, git
from tests.action.runner import outputs_in

HOSTILE = [
    '"; touch planted; "', "$(touch planted)", "`touch planted`", "'; touch planted #",
    "a\n::set-output name=x::y\n::error::planted", "--version", "-rf", "${{ github.token }}",
    "##[error]planted", "::stop-commands::x", "../../etc/passwd", "%0A::error::planted",
]  # fmt: skip
FREE = ("paths", "writers", "exclude", "config", "mailto")
CHOSEN = (
    "command", "create-front-matter", "fill-missing", "offline", "cache", "fail-on", "annotations",
    "summary", "working-directory", "version",
)  # fmt: skip
NOTE = "---\ntitle: x\n---\n[p](https://arxiv.org/abs/2005.06826)\n"
NAMES = [
    b"new\nline.md", b"comma, colon: 100%.md", b"caf\xe9.md", b'quo"te\\s.md', b"-rf.md",
    b"$(touch planted).md", b"a\n::error::planted.md", b"##[error]planted.md",
    "研究 \u202e笔记.md".encode(),
]  # fmt: skip


def planted(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("planted") if path.name == "planted"]


@pytest.mark.parametrize(
    ("given_inputs", "code"),
    [
        ({"paths": "\n".join(["notes", *HOSTILE])}, "2"),
        ({"writers": "\n".join(HOSTILE)}, "2"),
        ({"config": HOSTILE[1]}, "2"),
        ({"mailto": "\n".join(HOSTILE)}, "2"),
        ({"mailto": "--x;`y`@example.org", "exclude": "\n".join(HOSTILE)}, "1"),
    ],
    ids=["paths", "writers", "config", "mailto", "exclude"],
)
def test_no_input_does_harm(
    site: Site, tmp_path: Path, given_inputs: dict[str, str], code: str
) -> None:
    runner = site.runner(
        **{"paths": "notes/conference-pages.md", "command": "check", **given_inputs}
    )
    done = runner.composite({})
    assert done.outputs["exit-code"] == code
    assert not planted(tmp_path)
    assert git(site.folder, "status", "--porcelain") == b""
    own = ("error", "title=enricher")  # names the wrong input, as data of the one command
    naming = [command for command in runner.commands if "planted" in command[2]]
    assert all(command[:2] == own for command in naming)
    assert len(naming) <= 1


@pytest.mark.parametrize("name", CHOSEN)
def test_what_is_none_of_the_choices_is_told_and_nothing_is_run(
    site: Site, tmp_path: Path, name: str
) -> None:
    runner = site.runner(**{name: "\n".join(HOSTILE)})
    done = runner.composite({})
    assert done.failed
    assert done.outputs["exit-code"] == "2"
    [(command, _, data)] = runner.commands
    assert command == "error"
    assert data.startswith(f"{name}: ")
    assert not planted(tmp_path)


def environment(folder: Path, **values: str) -> dict[str, str]:
    """The environment of a step, with usable inputs but for these."""
    usable = {"command": "run", "fail-on": "error", "paths": ".", "version": "", **values}
    usable |= {name: "true" for name in CHOSEN[1:5] + CHOSEN[6:8] if name not in values}
    made = {f"INPUT_{name.upper().replace('-', '_')}": value for name, value in usable.items()}
    return {"GITHUB_WORKSPACE": str(folder), **made}


@given(st.sampled_from(FREE), st.text(max_size=20) | st.sampled_from(HOSTILE))
def test_no_value_can_be_taken_for_an_option(name: str, value: str) -> None:
    folder = Path.cwd()
    try:
        inputs = Inputs(environment(folder, **{name: value}))
    except InputError:
        assert name == "paths"
        assert not value.strip()
        return
    made = list(arguments(inputs, cache=folder, plan=folder, report=folder))
    options, paths = made[: made.index("--")], made[made.index("--") + 1 :]
    allowed = (
        r"--(format|summary|cache|to|exclude|config)=(?s:.*)|--(offline|fill-missing|create-.*)"
    )
    assert all(re.fullmatch(allowed, option) for option in options[1:])
    items = [line.strip() for line in value.split("\n") if line.strip()]
    assert paths == (items if name == "paths" else ["."])


@pytest.mark.parametrize("name", CHOSEN)
@pytest.mark.parametrize("value", [*HOSTILE, "yes", "on", "1"])
def test_a_choice_takes_its_own_values_only(tmp_path: Path, name: str, value: str) -> None:
    if name == "version" and value == "installed":
        assert Inputs(environment(tmp_path, version=value)).version == value
        return
    with pytest.raises(InputError, match=f"^{name}: "):
        Inputs(environment(tmp_path, **{name: value}))


@given(st.dictionaries(st.from_regex("[a-z-]{1,9}", fullmatch=True), st.text(), max_size=4))
def test_outputs_are_read_back_as_they_were(outputs: dict[str, str]) -> None:
    assert outputs_in(lines_of(outputs)) == outputs


def test_no_value_can_end_another_ones_lines() -> None:
    """Whoever has seen the outputs of one run knows nothing of the next one's delimiters."""
    seen = {"title": lines_of({"title": "x"}) + "changed=false"}
    assert outputs_in(lines_of(seen)) == seen


@given(st.binary(min_size=1, max_size=30).filter(lambda raw: b"\0" not in raw))
def test_a_quoted_name_is_one_line_and_says_which_file_it_is(raw: bytes) -> None:
    shown = quoted(os.fsdecode(raw))
    assert shown.isprintable()
    if not shown.startswith('"'):
        assert os.fsencode(shown) == raw
        return
    octal = re.sub(rb"\\(\d{3})", lambda found: bytes([int(found[1], 8)]), shown[1:-1].encode())
    assert octal == raw


def test_notes_of_any_name_are_told_and_committed(site: Site, tmp_path: Path) -> None:
    for name in NAMES:
        site.note(name, NOTE)
    site.note(b"lost\n::error::planted, too.md", NOTE.replace("2005.06826", "2001.99999"))
    site.commit("Odd names")
    runner = site.runner(paths="notes\n--also this")
    (site.folder / "--also this").mkdir()
    done = runner.composite({})
    assert not done.failed
    assert not planted(tmp_path)
    assert {name for name, _, _ in runner.commands} <= {"notice", "warning"}
    told = done.outputs["changed-files"].split("\n")
    for raw in NAMES:
        assert quoted(os.fsdecode(b"notes/" + raw)) in told
    changed = git(site.folder, "status", "--porcelain", "-z").rstrip(b"\0").split(b"\0")
    assert len(changed) == len(told)
    assert {b" M notes/" + raw for raw in NAMES} <= set(changed)
    site.commit("Enriched")
    assert (
        git(site.remote, "show", "main:" + os.fsdecode(b"notes/" + NAMES[2])).count(b"papers:") == 1
    )


@pytest.mark.parametrize("annotations", ["true", "false"])
def test_no_title_commands_the_runner(site: Site, annotations: str) -> None:
    settings = '\n[overrides."arxiv:2005.06826"]\ntitle = "::error::planted ##[error]planted"\n'
    with (site.folder / "enricher.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    site.note("a.md", NOTE)
    runner = site.runner(paths="notes/a.md", annotations=annotations)
    assert runner.composite({}).outputs["newly-found"] == "1"
    assert [name for name, _, _ in runner.commands] == ["notice"] * (annotations == "true")
    assert "planted" in runner.summary
