"""A damaged reply proves nothing: no paper is missing because of one, for that would be believed
for a week."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from enricher.errors import ReplyError
from enricher.exchange import Answer, Call, Reply
from enricher.models import PaperRef, Wanted
from enricher.sources import all_sources

REPLIES = Path(__file__).parents[2] / "fixtures" / "replies"
WOO = "Woo_ConvNeXt_V2_Co-Designing"
# A healthy reply, the id of the paper that it answers for, and the URL in a note that led to it.
PAGES = {
    "cvf/handmade_page_2019.html": (
        "CVPR2019/Wang_HAQ_Hardware-Aware_Automated_Quantization_With_Mixed_Precision_CVPR_2019"
    ),
    "neurips/handmade_page_2019.html": "2019/68b1fbe7f16e4ae3024973f12f3cb313",
    "pmlr/handmade_page_v80.html": "v80/bender18a",
    "jmlr/handmade_page_v17.html": "v17/15-522",
}
LISTINGS = {
    "cvf/handmade_listing_2023.html": (f"CVPR2023/{WOO}_CVPR_2023", ""),
    "neurips/handmade_listing_2019.html": (
        "legacy/8464",
        "https://papers.nips.cc/paper/8464-channel-gating-neural-networks",
    ),
}
each_page = pytest.mark.parametrize("name", PAGES)
each_listing = pytest.mark.parametrize("name", LISTINGS)


def reading(source: str, call: Call, body: bytes, status: int = 200) -> Answer | None:
    """What a reply says; None where it is refused."""
    provider = all_sources()[source].provider
    assert provider is not None
    try:
        return provider.read(call, Reply(status, call.url, {}, body))
    except ReplyError:
        return None


def call_for(source: str, id_: str, *urls: str) -> Call:
    provider = all_sources()[source].provider
    assert provider is not None
    (call,) = provider.calls([Wanted(PaperRef(source, id_), urls)])
    return call


def page(name: str) -> tuple[str, Call, bytes]:
    source = name.partition("/")[0]
    return source, call_for(source, PAGES[name]), (REPLIES / name).read_bytes()


def search(name: str) -> tuple[str, Call, bytes]:
    """The call that looks for a paper in a listing, after its page was not there."""
    source = name.partition("/")[0]
    id_, url = LISTINGS[name]
    absent = reading(source, call_for(source, id_, *filter(None, [url])), b"", status=404)
    assert absent is not None
    return source, absent.next[0], (REPLIES / name).read_bytes()


def check(answer: Answer | None, call: Call) -> None:
    """Refused, or the paper itself: never missing, never looked for elsewhere."""
    assert answer is None or set(call.refs) <= {raw.ref for raw in answer.records}


@each_page
@given(part=st.floats(0, 1, exclude_max=True))
def test_a_page_that_was_cut_off_is_refused(name: str, part: float) -> None:
    source, call, body = page(name)
    cut = body[: int(part * len(body.rstrip()))]
    if source == "jmlr" and b"</head>" in cut:  # its old pages, made by hand, need not have an end
        check(reading(source, call, cut), call)
    else:
        assert reading(source, call, cut) is None


@each_page
@given(start=st.floats(0, 1), length=st.integers(1, 150))
def test_a_page_that_lost_a_piece_is_not_a_missing_paper(
    name: str, start: float, length: int
) -> None:
    source, call, body = page(name)
    at = int(start * len(body))
    check(reading(source, call, body[:at] + body[at + length :]), call)


BROKEN = {
    "a title never closed": (b"</title>", b"<title"),
    "a title cut off": (b"</title>", b""),
    "a comment never closed": (b"</title>", b"</title><!-- "),
    "a script never closed": (b"</title>", b"</title><script>"),
    "tags without names": (b'name="citation_', b'nam="citation_'),
    "tags without ends": (b'">\n<meta', b"\n<meta"),
    "tags that are text": (b"<meta", b"&lt;meta"),
    "nothing but zeros": (b"citation_title", bytes(14)),
}


@each_page
@pytest.mark.parametrize("damage", BROKEN.values(), ids=BROKEN)
def test_broken_markup_is_not_a_missing_paper(name: str, damage: tuple[bytes, bytes]) -> None:
    source, call, body = page(name)
    broken = body.replace(*damage)
    assert broken != body
    check(reading(source, call, broken), call)
    cut = broken[: broken.lower().index(b"</head>")]
    assert reading(source, call, cut) is None


def test_cvfs_empty_frame_has_to_be_whole() -> None:
    _, call, _ = page("cvf/handmade_page_2019.html")
    frame = (REPLIES / "cvf" / "handmade_frame_without_paper.html").read_bytes()
    whole = reading("cvf", call, frame)
    assert whole is not None
    assert whole.next or whole.missing
    for end in (b"</title>", b"</head>", b"</body>", b"</html>"):
        assert reading("cvf", call, frame.replace(end, b"")) is None
        assert reading("cvf", call, frame[: frame.index(end)]) is None
    assert reading("cvf", call, frame.replace(b"CVPR 2019", b"About the")) is None
    remains = b'<div id="papertitle">A Title</div>'
    assert reading("cvf", call, frame.replace(b"<dl>", b"<dl>" + remains)) is None


@each_listing
@given(part=st.floats(0, 1, exclude_max=True))
@example(0.0)
def test_a_listing_that_was_cut_off_is_refused(name: str, part: float) -> None:
    source, call, body = search(name)
    whole = reading(source, call, body)
    assert whole is not None
    check(whole, call)
    assert reading(source, call, body[: int(part * len(body.rstrip()))]) is None


@each_listing
@pytest.mark.parametrize("reply", ["captcha.html", "page_2019.html"])
def test_what_is_no_listing_is_refused(name: str, reply: str) -> None:
    source, call, _ = search(name)
    body = (REPLIES / source / f"handmade_{reply}").read_bytes()
    assert reading(source, call, body) is None


@pytest.mark.parametrize("reply", ["first_api", "second_api", "nothing"])
@given(part=st.floats(0, 1, exclude_max=True))
def test_notes_that_were_cut_off_are_refused(reply: str, part: float) -> None:
    body = (REPLIES / "openreview" / f"handmade_{reply}.json").read_bytes().rstrip()
    call = call_for("openreview", "rJl-b3RcF7")._replace(purpose="last")
    assert reading("openreview", call, body[: int(part * len(body))]) is None
