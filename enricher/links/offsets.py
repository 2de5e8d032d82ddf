"""Byte offsets of UTF-8 as offsets in code points, which all of enricher's spans are."""

from __future__ import annotations

from itertools import accumulate

_BLOCK = 1024  # bytes that are counted anew for each offset
_CONTINUATION = bytes(range(0x80, 0xC0))  # bytes that begin no character (RFC 3629, 3)


class Offsets:
    """Turns byte offsets of one text into code points, in any order, in constant time."""

    def __init__(self, text: str) -> None:
        self._bytes = b"" if text.isascii() else text.encode()
        blocks = range(0, len(self._bytes), _BLOCK)
        self._points = [0, *accumulate(self._count(start, start + _BLOCK) for start in blocks)]

    def point(self, offset: int) -> int:
        """The code point that a byte offset stands before."""
        if not self._bytes:
            return offset
        block = offset // _BLOCK
        return self._points[block] + self._count(block * _BLOCK, offset)

    def _count(self, start: int, end: int) -> int:
        return len(self._bytes[start:end].translate(None, _CONTINUATION))
