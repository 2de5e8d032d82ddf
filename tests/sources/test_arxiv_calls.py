"""How arXiv is asked: every paper once, in batches, with max_results, and never too long a URL."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from enricher.exchange import Call
from enricher.models import PaperRef, Wanted
from enricher.sources.arxiv import SOURCE, calls, smaller


def wanted(ids: list[str]) -> list[Wanted]:
    return [Wanted(PaperRef("arxiv", each)) for each in ids]


def query(call: Call) -> dict[str, list[str]]:
    return parse_qs(urlsplit(call.url).query if call.content is None else call.content)


NEW = st.integers(1, 99_999).map("1803.{:05}".format)
OLD = st.integers(1, 999).map("cond-mat/9901{:03}".format)
ODD = st.text(min_size=1, max_size=10)


@given(st.lists(NEW | OLD | ODD, max_size=700))
def test_every_paper_is_asked_for_once_and_by_its_id(ids: list[str]) -> None:
    made = list(calls(wanted(ids)))
    asked = [ref.id for call in made for ref in call.refs]
    assert sorted(asked) == sorted(set(ids))
    for call in made:
        assert call.url.startswith(SOURCE.provider.base_url)
        assert len(call.url.encode()) < 8_000
        assert call.url.isascii()
        assert 1 <= len(call.refs) <= SOURCE.provider.batch
        assert query(call)["max_results"] == [str(len(call.refs))]
        ids_sent = query(call).get("id_list", [""])[0]
        assert ids_sent == ",".join(ref.id for ref in call.refs) or len(call.refs) == 1


def test_a_batch_of_three_hundred_is_one_get_with_plain_commas() -> None:
    ids = [f"1803.{number:05}" for number in range(1, 301)]
    (call,) = calls(wanted(ids))
    assert call.content is None
    assert call.url == (
        "https://export.arxiv.org/api/query?id_list=" + ",".join(ids) + "&max_results=300&start=0"
    )


def test_what_would_be_too_long_a_url_is_sent_as_a_form() -> None:
    strange = "x" * 9_000
    (call,) = calls(wanted([strange]))
    assert call.url == "https://export.arxiv.org/api/query"
    assert call.content is not None
    assert query(call)["id_list"] == [strange]


def test_three_hundred_and_one_papers_are_two_calls() -> None:
    made = list(calls(wanted([f"1803.{number:05}" for number in range(1, 302)])))
    assert [len(call.refs) for call in made] == [300, 1]


def test_a_malformed_id_goes_alone_and_cannot_add_parameters() -> None:
    good, bad = "1803.02780", "0112019&max_results=9#x"
    made = list(calls(wanted([bad, good])))
    assert [[ref.id for ref in call.refs] for call in made] == [[good], [bad]]
    assert query(made[1]) == {"id_list": [bad], "max_results": ["1"], "start": ["0"]}


def test_a_batch_is_halved_until_one_paper_is_left() -> None:
    (call,) = calls(wanted([f"1803.{number:05}" for number in range(1, 8)]))
    open_calls, single = [call], []
    while open_calls:
        one = open_calls.pop()
        parts = list(smaller(one, []))
        assert [ref for part in parts for ref in part.refs] == (list(one.refs) if parts else [])
        if parts:
            assert len(parts) == 2
            open_calls += parts
        else:
            single.append(one.refs)
    assert sorted(single) == [(ref,) for ref in call.refs]


def test_manners() -> None:
    assert SOURCE.provider.operator.interval >= 3
    assert urlsplit(SOURCE.provider.base_url).hostname in SOURCE.provider.operator.hosts
