"""What stands indented below an admonition or a tab is text; what stands so elsewhere is code."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.links import find
from enricher.models import Context

URL = "https://arxiv.org/abs/1803.02780"
OPENERS = [
    "!!! note",
    '!!! note "Title"',
    "??? tip",
    "???+ tip",
    '=== "Tab"',
    '===! "Tab"',
    "/// details",
]


def contexts(text: str) -> list[Context]:
    found = find(text, ".md")
    assert all(text[slice(*mention.span)] == URL for mention in found)
    return [mention.context for mention in found]


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_content_is_text(opener: str, newline: str) -> None:
    lines = [opener, "", f"    See [it]({URL}) é", "", f"    - <{URL}>", "", f"    `{URL}`", ""]
    assert contexts(newline.join(lines)) == [Context.INLINE, Context.AUTOLINK, Context.CODE]


@pytest.mark.parametrize("above", ["A paragraph", "!!!", "!!!note", "====", "* !!! x", "# !!! y"])
def test_other_indented_text_is_code(above: str) -> None:
    text = f"{above}\n\n        [x]({URL})\n"
    assert contexts(text) == [Context.CODE]


def test_indented_text_at_the_start_is_code() -> None:
    assert contexts(f"    {URL}\n") == [Context.CODE]


def test_code_in_a_container_is_code() -> None:
    fenced = f"!!! a\n\n    ```\n    {URL}\n    ```\n\n    {URL}\n"
    assert contexts(fenced) == [Context.CODE, Context.BARE]
    assert contexts(f"!!! a\n\n    x\n\n        {URL}\n") == [Context.CODE]


def test_containers_in_containers() -> None:
    text = f'!!! a\n\n    ??? b\n\n        === "c"\n\n            {URL}\n\n                {URL}\n'
    assert contexts(text) == [Context.BARE, Context.CODE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"- a\n\n    {URL}\n", [Context.BARE]),
        (f"1. a\n\n    {URL}\n\n    - [b]({URL})\n", [Context.BARE, Context.INLINE]),
        (f"* a\n\n    - b\n\n        {URL}\n", [Context.BARE]),
        (f"- a\n\n        {URL}\n", [Context.CODE]),
        (f"- a\n\n    !!! n\n\n        [b]({URL})\n", [Context.INLINE]),
        (
            f"1. a\n\n    ??? n\n\n        {URL}\n\n            {URL}\n",
            [Context.BARE, Context.CODE],
        ),
        (f"- a\n\n    - b\n\n        !!! n\n\n            {URL}\n", [Context.BARE]),
        (f'- a\n\n    === "T"\n\n        - b\n\n            {URL}\n', [Context.BARE]),
        (f"- a\n\n\t!!! n\n\n\t\t{URL}\n", [Context.BARE]),
        (f"!!! n\n\n    - a\n\n        {URL}\n", [Context.BARE]),
        (f"!!! n\n\n    1. a\n\n            {URL}\n", [Context.CODE]),
        (f"Term\n:   text\n\n    {URL}\n", [Context.BARE]),
        (f"> !!! n\n\n    {URL}\n", [Context.CODE]),
    ],
)
def test_lists_and_containers_in_each_other(text: str, expected: list[Context]) -> None:
    assert contexts(text) == expected
    assert contexts(text.replace("\n", "\r\n")) == expected


def test_tabs_indent_as_well() -> None:
    assert contexts(f"!!! a\n\n\t{URL}\n\n\t[b]({URL})\n") == [Context.BARE, Context.INLINE]


def test_the_text_after_a_container_is_read_as_ever() -> None:
    assert contexts(f"!!! a\n\n    x {URL}\n\nBelow\n\n    {URL}\n") == [Context.BARE, Context.CODE]


@given(
    st.lists(
        st.sampled_from(["", "    a", f"    é {URL}", "!!! n", "  b", f"        {URL}", "\t中"])
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_url_is_found_at_its_place(lines: list[str], newline: str) -> None:
    text = newline.join(lines)
    assert len(contexts(text)) == text.count(URL)


@pytest.mark.timed
@pytest.mark.parametrize("block", [" -     {}\n", ">     {}\n\na\n\n", "    {}\n\n  a\n\n"])
def test_many_blocks_of_code_take_linear_time(block: str) -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        find("  a\n\n" + block.format(URL) * count, ".md")
        return time.process_time() - start

    assert seconds(8_000) < 8 * (seconds(2_000) + 0.02)


@pytest.mark.timed
def test_deep_containers_take_linear_time() -> None:
    def seconds(size: int) -> float:
        depth = int(size**0.5) // 4
        text = "".join(f"{'    ' * level}!!! a\n\n" for level in range(depth)) + f"{URL}\n"
        start = time.perf_counter()
        find(text * 4, ".md")
        return time.perf_counter() - start

    assert seconds(400_000) < 16 * (seconds(100_000) + 0.05)
