"""What is ours and what is the user's in a data file, and what a later run changes in it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import yaml

from enricher import text as texts
from enricher.paper import Paper
from enricher.writers.data import WRITER
from enricher.writers.interface import Published, SideFile, WriteOptions
from tests.writers.data_samples import (
    GATES_URL,
    JSON,
    NEURAL_URL,
    NOTES,
    YAML,
    library,
    planned,
    removed,
    run,
    run_over,
)
from tests.writers.samples import GATES, KNOWN, NEURAL, OPTIONS, paper, papers

GATES_ID, NEURAL_ID = "arxiv:2004.01899", "arxiv:1803.02780"
ONE = {"a.md": GATES_URL}
PATHS = pytest.mark.parametrize("path", [JSON, YAML])


def read(text: str, path: str) -> dict[str, dict[str, object]]:
    """What a template sees."""
    return dict(json.loads(text) if path == JSON else yaml.safe_load(text))


def written(path: str, *more: str, notes: dict[str, str] = ONE, id_: str = GATES_ID) -> str:
    """A file with one entry that holds these fields more, in JSON, after its id."""
    text = run("", notes, path=path)
    after = f'"id": "{id_}",\n' if path == JSON else f'id: "{id_}"\n'
    start, found, end = text.partition(after)
    assert found
    lines = (f"    {line},\n" if path == JSON else f"  {line}\n" for line in more)
    return start + found + "".join(lines) + end


# Notes of this run and of others


@PATHS
def test_notes_of_this_run_replace_their_part_and_those_of_others_stay(path: str) -> None:
    text = run("", {"a.md": GATES_URL, "b.md": f"{GATES_URL} {NEURAL_URL}"}, path=path)
    after = run_over(text, {"b.md": f"{GATES_URL}v2"}, path=path)
    assert read(after, path).keys() == {GATES_ID}
    entry = read(after, path)[GATES_ID]
    assert entry["notes"] == {"a.md": [GATES_URL], "b.md": [f"{GATES_URL}v2"]}
    assert entry["links"] == [GATES_URL, f"{GATES_URL}v2"]
    assert run_over(after, {"b.md": ""}, path=path) == run("", ONE, path=path)


@PATHS
def test_notes_that_are_gone_go_where_the_run_would_have_read_them(path: str) -> None:
    text = run("", {"in/a.md": GATES_URL, "out/b.md": GATES_URL}, path=path)
    some = library({}, KNOWN, lambda name: name.startswith("in/"))
    after = texts.apply(text, WRITER.plan(SideFile(path, text), some, OPTIONS).edits)
    assert read(after, path)[GATES_ID]["notes"] == {"out/b.md": [GATES_URL]}


@PATHS
def test_a_note_with_a_name_that_is_not_utf_8_has_its_part_too(path: str) -> None:
    notes = {texts.decode(b"caf\xe9.md"): f"{GATES_URL}", 'a"b\n#.md': GATES_URL}
    after = run("", notes, path=path)
    assert read(after, path)[GATES_ID]["notes"] == {
        'a"b\n#.md': [GATES_URL],
        "caf\ufffd.md": [GATES_URL],
    }
    assert planned(after, notes, path=path).edits == ()


@PATHS
def test_long_names_of_notes_are_read_by_yaml_too(path: str) -> None:
    notes = {"d/" * 900 + "a.md": GATES_URL}
    after = run("", notes, path=path)
    assert read(after, path)[GATES_ID]["notes"] == {name: [url] for name, url in notes.items()}
    assert planned(after, notes, path=path).edits == ()


@PATHS
def test_a_key_longer_than_yaml_takes_is_told(path: str) -> None:
    number = "x" * 1100
    long = paper("1901.00001").model_copy(update={"id": f"cvf:{number}"})
    some = library({"a.md": f"{GATES_URL} https://arxiv.org/abs/1901.00001"})
    links = [
        link._replace(ref=link.ref._replace(source="cvf", id=number))
        if "1901" in link.url
        else link
        for link in some.notes["a.md"]
    ]
    known = {**KNOWN, links[-1].ref: long}
    plan = WRITER.plan(SideFile(path, ""), type(some)({"a.md": links}, known, some.covers), OPTIONS)
    assert texts.apply("", plan.edits) == run("", ONE, path=path)
    (told,) = plan.notices
    assert "cvf:xxx" in told
    assert "key so long" in told


# No flapping


@PATHS
@pytest.mark.parametrize("field", ["url", "authors", "venue", "year", "doi", "more_authors"])
def test_a_field_that_is_not_known_now_stays(path: str, field: str) -> None:
    known = papers(GATES.model_copy(update={"venue": "X 1", "doi": "10.1/x"}))
    text = run("", ONE, known, WriteOptions(max_authors=1), path)
    less = papers(GATES.model_copy(update={field: () if field == "authors" else None}))
    if field == "more_authors":
        less = papers(GATES.model_copy(update={"authors": ()}))
    assert planned(text, ONE, less, path=path).edits == ()
    assert planned(text, ONE, {}, path=path).edits == ()


PREPRINT = paper("2004.01899", year=2020)
ECCV = paper("2004.01899", venue="ECCV 2020", year=2020, doi="10.1/eccv", type="conference")
ICML = paper("2004.01899", venue="ICML 2021", year=2021, doi="10.1/icml", type="conference")
MINE = ICML.model_copy(update={"provenance": {"venue": "config"}})
YEAR = PREPRINT.model_copy(update={"year": 1999, "provenance": {"year": "config"}})
REPLACE = WriteOptions(replace_venues=True)


@PATHS
@pytest.mark.parametrize(
    ("first", "then", "options", "result"),
    [
        (PREPRINT, ECCV, OPTIONS, ECCV),
        (ECCV, PREPRINT, OPTIONS, ECCV),
        (ECCV, ICML, OPTIONS, ECCV),
        (ECCV, ICML.model_copy(update={"title": "Camera ready"}), OPTIONS, ECCV),
        (ECCV, ICML, REPLACE, ICML),
        (ECCV, PREPRINT, REPLACE, ECCV),
        (ECCV, MINE, OPTIONS, MINE),
        (ECCV, YEAR, OPTIONS, ECCV.model_copy(update={"year": 1999})),
    ],
)
def test_what_tells_of_one_publication_changes_together_or_not_at_all(
    path: str, first: Paper, then: Paper, options: WriteOptions, result: Paper
) -> None:
    text = run("", ONE, papers(first), path=path)
    after = run(text, ONE, papers(then), options, path)
    assert read(after, path) == read(run("", ONE, papers(result), path=path), path)
    assert planned(after, ONE, papers(then), options, path).edits == ()


@PATHS
@pytest.mark.parametrize(
    ("first", "then", "news"),
    [
        (PREPRINT, ECCV, [Published(GATES_ID, "preprint 2020", "ECCV 2020")]),
        (PREPRINT, PREPRINT, []),
        (ECCV, ICML, []),
        (ECCV, PREPRINT, []),
    ],
)
def test_a_written_preprint_that_has_a_venue_now_is_news(
    path: str, first: Paper, then: Paper, news: list[Published]
) -> None:
    assert planned("", ONE, papers(then), path=path).published == ()
    text = run("", ONE, papers(first), path=path)
    assert list(planned(text, ONE, papers(then), path=path).published) == news
    after = run(text, ONE, papers(then), path=path)
    assert planned(after, ONE, papers(then), path=path).published == ()


@PATHS
def test_authors_and_their_count_change_together(path: str) -> None:
    many = papers(GATES.model_copy(update={"authors": tuple("abcd")}))
    few = WriteOptions(max_authors=2)
    text = run("", ONE, many, few, path)
    assert read(text, path)[GATES_ID]["more_authors"] == 2
    after = run(text, ONE, many, path=path)
    assert after == run("", ONE, many, path=path)
    assert run(after, ONE, many, few, path) == text


# Identity


SHARED = {ref: NEURAL.model_copy(update={"same_as": (GATES_ID,)}) for ref in KNOWN}
BOTH = {"a.md": GATES_URL, "b.md": NEURAL_URL}


@PATHS
def test_links_to_one_work_are_one_entry_named_by_the_first(path: str) -> None:
    text = run("", BOTH, SHARED, path=path)
    (entry,) = read(text, path).values()
    assert entry["id"] == GATES_ID
    assert entry["links"] == [GATES_URL, NEURAL_URL]
    assert entry["notes"] == {"a.md": [GATES_URL], "b.md": [NEURAL_URL]}
    for known in ({}, papers(NEURAL), papers(GATES)):
        assert read(run(text, BOTH, known, path=path), path).keys() == {GATES_ID}
    assert planned(text, BOTH, {}, path=path).edits == ()


@PATHS
@pytest.mark.parametrize(
    "line",
    ["", f'"links": ["{NEURAL_URL}"]', f'"same_as": ["{NEURAL_ID}"]'],
    ids=["id", "links", "same"],
)
def test_a_written_entry_keeps_its_id(path: str, line: str) -> None:
    id_ = "cvf:CVPR2019/x" if line else NEURAL_ID
    fields = ", ".join(filter(None, (f'"id": "{id_}"', line)))
    text = f'{{"{id_}": {{{fields}}}}}'
    if path == YAML:
        text = f'"{id_}":\n  ' + fields.replace(', "', '\n  "') + "\n"
    after = run(text, {"a.md": NEURAL_URL}, path=path)
    (entry,) = read(after, path).values()
    assert entry["id"] == id_
    assert entry["title"] == NEURAL.title
    assert planned(after, {"a.md": NEURAL_URL}, path=path).edits == ()


@PATHS
def test_entries_of_one_work_become_one_and_no_note_is_lost(path: str) -> None:
    text = run("", {**BOTH, "c.md": GATES_URL, "d.md": NEURAL_URL}, path=path)
    assert len(read(text, path)) == 2
    after = run_over(text, BOTH, SHARED, path)
    ((id_, entry),) = read(after, path).items()
    assert id_ == NEURAL_ID
    assert entry["notes"] == {
        "a.md": [GATES_URL], "b.md": [NEURAL_URL], "c.md": [GATES_URL], "d.md": [NEURAL_URL],
    }  # fmt: skip
    assert run_over(after, BOTH, SHARED, path) == after


@PATHS
def test_a_second_entry_of_one_work_that_holds_a_users_key_stays_without_its_notes(
    path: str,
) -> None:
    text = written(path, '"mine": 1', notes=BOTH)
    plan = planned(text, BOTH, SHARED, path=path)
    after = texts.apply(text, plan.edits)
    assert read(after, path)[GATES_ID] == {
        **read(text, path)[GATES_ID], "links": [], "notes": {},
    }  # fmt: skip
    assert read(after, path)[NEURAL_ID]["notes"] == {"a.md": [GATES_URL], "b.md": [NEURAL_URL]}
    assert plan.notices == (
        f"{path}: the entry {GATES_ID} stays, because it holds your key 'mine'",
    )
    assert planned(after, BOTH, SHARED, path=path).edits == ()


# What users add


@PATHS
def test_keys_of_the_user_stay_in_place_while_others_change(path: str) -> None:
    mine = '"mine":   {"read":  [1, true, null]}'
    text = written(path, mine, '"topics": ["a"]')
    after = run(text, NOTES, papers(ECCV, NEURAL), path=path)
    assert mine in after
    assert list(read(after, path)[GATES_ID])[:3] == ["id", "mine", "topics"]
    assert read(after, path)[GATES_ID]["venue"] == "ECCV 2020"
    assert planned(after, NOTES, papers(ECCV, NEURAL), path=path).edits == ()


@PATHS
@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('"mine": 1', "holds your key 'mine'"),
        ('"locked": true', "is locked"),
        ('"locked": false', "holds your key 'locked'"),
        ('"abstract": "x"', "holds your key 'abstract'"),
    ],
)
def test_an_entry_that_holds_anything_of_the_users_is_never_dropped(
    path: str, line: str, why: str
) -> None:
    text = written(path, line)
    plan = planned(text, {"a.md": ""}, path=path)
    assert plan.notices == (f"{path}: the entry {GATES_ID} stays, because it {why}",)
    after = texts.apply(text, plan.edits)
    assert line in after
    assert (after == text) == (line == '"locked": true')
    assert read(after, path)[GATES_ID]["notes"] in ({}, {"a.md": [GATES_URL]})
    assert planned(after, {"a.md": ""}, path=path).edits == ()
    assert planned(after, {"a.md": ""}, path=path).notices == plan.notices
    taken_out = WRITER.remove(SideFile(path, text), OPTIONS)
    assert taken_out.edits == ()
    assert taken_out.notices == plan.notices


@PATHS
def test_a_locked_entry_stays_as_it_is(path: str) -> None:
    text = written(path, '"locked": true')
    assert planned(text, NOTES, papers(ECCV), path=path).edits == ()
    assert planned(text, NOTES, papers(ECCV), path=path).notices == ()
    assert run(text.replace("true", "false"), NOTES, papers(ECCV), path=path) != text


@PATHS
def test_removal_keeps_only_the_entries_that_hold_keys_of_the_user(path: str) -> None:
    text = written(path, '"mine": 1', notes=NOTES)
    after = removed(text, path)
    assert list(read(after, path)) == [GATES_ID]
    assert read(after, path)[GATES_ID] == read(text, path)[GATES_ID]
    assert removed(after, path) == after


@PATHS
def test_entries_of_the_users_own_stay_in_place(path: str) -> None:
    ours = read(run("", path=path), path)
    mixed = {"z": [1], NEURAL_ID: ours[NEURAL_ID], "m": {"id": "x"}, "a": None}
    text = json.dumps(mixed, indent=1) if path == JSON else yaml.safe_dump(mixed, sort_keys=False)
    after = run(text, path=path)
    assert list(read(after, path)) == ["z", NEURAL_ID, GATES_ID, "m", "a"]
    assert list(read(removed(after, path), path)) == ["z", "m", "a"]


@PATHS
@pytest.mark.parametrize(
    "value", ['"mine"', "[]", '{"title": "mine"}', f'{{"id": "{GATES_ID}", "notes": "mine"}}']
)
def test_a_key_that_is_taken_is_left_alone_and_told(path: str, value: str) -> None:
    if path == YAML and value.startswith("{"):
        value = value.replace("{", "\n  ").replace(", ", "\n  ").replace("}", "")
    text = f'{{"{GATES_ID}": {value}}}\n' if path == JSON else f'"{GATES_ID}": {value}\n'
    plan = planned(text, path=path)
    assert list(read(texts.apply(text, plan.edits), path)) == [GATES_ID, NEURAL_ID]
    assert value in texts.apply(text, plan.edits)
    (told,) = plan.notices
    assert told.startswith(f"{path}: {GATES_ID} has no entry")
    assert planned(text, {"a.md": ""}, path=path).edits == ()


# Comments in YAML


def test_comments_of_the_user_stay_and_keep_their_entries() -> None:
    text = (
        "# my papers\n"
        f'"{GATES_ID}": # the best\n'
        f'  id: "{GATES_ID}"\n'
        "  # so it seems\n"
        "  year: 1999 # wrong\n"
        "\n"
        "# about others\n"
        "z: 1\n"
    )
    after = run(text, ONE, path=YAML)
    assert after == (
        "# my papers\n"
        f'"{GATES_ID}": # the best\n'
        f'  id: "{GATES_ID}"\n'
        f'  url: "{GATES_URL}"\n'
        '  title: "A Generic Graph-based: Encoding"\n'
        '  authors: ["Ann Lee", "Bo Li"]\n'
        "  # so it seems\n"
        "  year: 2020 # wrong\n"
        f'  links: ["{GATES_URL}"]\n'
        "  notes:\n"
        f'    "a.md": ["{GATES_URL}"]\n'
        "\n"
        "# about others\n"
        "z: 1\n"
    )
    assert planned(after, ONE, path=YAML).edits == ()
    (told,) = planned(after, {"a.md": ""}, path=YAML).notices
    assert told.endswith("stays, because it holds a comment")
    assert removed(after, YAML) == after


@pytest.mark.parametrize(
    "comment",
    [
        lambda text: text.replace('    "a.md"', '    # first\n    "a.md"'),
        lambda text: text.replace("  notes:\n", "  notes: # where\n"),
        lambda text: text.replace("links: [", "links: [ # all\n    "),
    ],
)
def test_no_comment_inside_a_value_is_lost(comment: Callable[[str], str]) -> None:
    text = comment(run("", ONE, path=YAML))
    assert planned(text, ONE, path=YAML).edits == ()
    plan = planned(text, {**ONE, "b.md": f"{GATES_URL}v2"}, path=YAML)
    assert plan.edits == ()
    (told,) = plan.notices
    assert told.startswith(f"{YAML}: the entry {GATES_ID} is left as it is")


def test_signs_of_comments_in_values_are_none() -> None:
    known = papers(GATES.model_copy(update={"title": "C# and # more"}))
    text = run("", ONE, known, path=YAML)
    assert run(text, {"a.md": ""}, known, path=YAML) == "{}\n"
