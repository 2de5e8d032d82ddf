"""Hostile texts as attributes: one line, no sign that means more, and the same text read back."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enricher.writers.attributes import escaped, one_line


@pytest.mark.parametrize(
    ("text", "line", "written"),
    [
        ("UNet++: *A* Study", "UNet++: *A* Study", "UNet++: *A* Study"),
        ('"><script>', '"><script>', "&#34;&#62;&#60;script&#62;"),
        ("{{ x }} {% y %}", "{{ x }} {% y %}", "&#123;&#123; x &#125;&#125; &#123;% y %&#125;"),
        ("a|b $x$ `c` \\d", "a|b $x$ `c` \\d", "a&#124;b &#36;x&#36; &#96;c&#96; &#92;d"),
        ("\\(y\\) \\\\d \\\\", "(y) \\d \\", "(y) &#92;d &#92;"),
        ("&lt; Q&A", "&lt; Q&A", "&#38;lt; Q&#38;A"),
        ("[Re] x", "[Re] x", "&#91;Re&#93; x"),
        ("a\r\n\n b\x00\u202ec\udcff\u200d", "a bc\u200d", "a bc\u200d"),
        ("https://a.b", "https://a.b", "https&#58;//a.b"),
    ],
)
def test_texts(text: str, line: str, written: str) -> None:
    assert one_line(text) == line
    assert escaped(text) == written


@given(st.text() | st.text('"&<>|{}$\\`[]:/ #;0a\n\x00\u202e\ud83d'))
def test_what_is_written_is_harmless_and_reads_back(text: str) -> None:
    written = escaped(text)
    assert not set(written) & set('"<>|{}$\\`[]\n\r\t\x00')
    assert html.unescape(written) == one_line(text)
    assert "://" not in written
    written.encode()
