"""Keys of citations: what they are made of, that they stay, and that no two are one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.paper import Paper
from enricher.writers.citekeys import by_appearance, fresh


def key(*authors: str, title: str = "Transfer Learning", **values: Any) -> str:
    """The key of a paper of arXiv, where none is taken."""
    return fresh(Paper(id="arxiv:1803.02780", title=title, authors=authors, **values), set())


KEYS = {
    "a person": (key("Catherine Wong", year=2018), "wong2018transfer"),
    "a letter of its own": (key("Łukasz Łukaszewicz", year=2018), "lukaszewicz2018transfer"),
    "no particle": (key("Aäron van den Oord", year=2016), "oord2016transfer"),
    "two family names": (key("Juan de la Cruz García", year=2016), "cruzgarcia2016transfer"),
    "Chinese": (key("王小明", title="深度学习", year=2020), "wangxiaoming2020shenduxuexi"),
    "Cyrillic": (key("Ольга Петрова", year=2020), "petrova2020transfer"),
    "a group": (key("OpenAI", year=2023), "openai2023transfer"),
    "a long group": (key("Google DeepMind Gemini Team"), "googledeepmindgeminitransfer"),
    "no year": (key("Catherine Wong"), "wongtransfer"),
    "the preprint's year": (
        key("Catherine Wong", published="2018-03-07", year=2020),
        "wong2018transfer",
    ),
    "DBLP's number": (key("Xiaodong He 0002", year=2020), "he2020transfer"),
    "no author": (key(year=2018), "arxiv180302780"),
    "no letters in the author": (key("???", year=2018), "arxiv180302780"),
    "words that tell nothing": (
        key("A Lee", title="On the Use of ‘R-CNN’", year=1),
        "lee1use",
    ),
    "only such words": (key("A Lee", title="What is it?", year=1), "lee1what"),
    "hyphens": (key("A Lee", title="Auto-Encoding", year=1), "lee1autoencoding"),
    "formulas": (key("A Lee", title="S²-MLP: x", year=1), "lee1s2mlp"),
    "no word": (key("A Lee", title="∀!", year=1), "lee1"),
}


@pytest.mark.parametrize(("made", "meant"), KEYS.values(), ids=KEYS)
def test_what_a_key_is_made_of(made: str, meant: str) -> None:
    assert made == meant


def test_a_taken_key_is_never_given_out_again() -> None:
    paper = Paper(id="arxiv:1803.02780", title="Transfer", authors=("Ann Wong",), year=2018)
    taken = {"wong2018transfer"}
    assert fresh(paper, taken) == "wong2018transferb"
    for _ in range(1_000):
        taken.add(fresh(paper, taken))
    assert len(taken) == 1_001
    assert {"wong2018transferz", "wong2018transferaa", "wong2018transferab"} <= taken


def test_a_publication_changes_no_key_and_no_order() -> None:
    preprint = Paper(id="arxiv:2", title="B", authors=("A B",), published="2018-03-07", year=2018)
    older = Paper(id="arxiv:3", title="C", authors=("A B",), published="2017-03-07", year=2017)
    published = preprint.model_copy(update={"year": 2021, "venue": "CVPR 2021"})
    assert fresh(preprint, set()) == fresh(published, set())
    assert by_appearance([preprint, older]) == [older, preprint]
    assert by_appearance([older, published]) == [older, published]


@given(st.text(), st.text(), st.text(max_size=9), st.sets(st.text(max_size=3)))
def test_any_key_is_safe(author: str, title: str, id_: str, taken: set[str]) -> None:
    paper = Paper(id=id_, title=title, authors=(author,))
    made = fresh(paper, taken)
    assert re.fullmatch(r"[a-z][a-z0-9]*", made)
    again = fresh(paper, taken | {made})
    assert again not in taken | {made}
    assert re.fullmatch(r"[a-z][a-z0-9]*", again)


def test_a_key_made_of_an_id_holds_all_of_it() -> None:
    one, other = (Paper(id=f"neurips:2019/{'0' * 31}{end}", title="Learning") for end in ("a", "b"))
    assert fresh(one, set()) != fresh(other, set())
