"""Real replies, where the optional folder of them stands beside the checkout."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from enricher.exchange import Call, Reply
from enricher.formats.atom.cutting import cut
from enricher.models import PaperRef
from enricher.sources.arxiv import parse, read

FOLDER = Path(__file__).parents[3] / "shared" / "recorded" / "arxiv_api"
FEEDS = sorted(FOLDER.glob("*.xml"))


@pytest.mark.skipif(not FEEDS, reason="the recorded replies are not beside this checkout")
def test_recorded_replies() -> None:
    compared = 0
    for path in FEEDS:
        content = path.read_bytes()
        status = json.loads(path.with_name(path.name + ".json").read_bytes()).get("status", 200)
        if status != 200:
            continue
        call = Call("", (PaperRef("arxiv", "0000.0000"),), "batch")
        answer = read(call, Reply(200, "", {}, content))
        papers = parse(answer.records)
        entries = cut(content).entries
        assert len(papers) == len(answer.records) == len(entries) == content.count(b"<entry>")
        for entry, record in zip(entries, papers.values(), strict=True):
            names = re.findall("<name>([^<]*)</name>", entry.xml)
            assert [author.name for author in record.authors] == list(map(html.unescape, names))
            assert record.abstract == " ".join(entry.texts["summary"].split())
            compared += 1
    assert compared > 100
