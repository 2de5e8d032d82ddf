"""The lines of a data file in YAML, with other entries in it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from enricher import text as texts
from enricher.models import Span
from enricher.writers.data.literals import is_key, literal
from enricher.writers.data.members import Entry, Kept, Member, Parsed, Plain, Written

INDENT = "  "


def whole(text: str) -> str:
    """The text with a line ending after its last line."""
    return text if text.endswith(("\n", "\r")) else text + texts.newline_of(text)


def line_start(text: str, offset: int) -> int:
    """The offset of the first character of a line."""
    after_lf = text.rfind("\n", 0, offset) + 1
    return max(after_lf, text.rfind("\r", after_lf, offset) + 1)


def build(text: str, parsed: Parsed, entries: Sequence[Entry]) -> str:
    """The text with these entries; lines that say the same stay as they are."""
    built = _Builder(whole(text), parsed).built(entries)
    if text.endswith(("\n", "\r")):
        return built
    return built.removesuffix("\n").removesuffix("\r")


class _Builder:
    """Writes one text; holds its line ending."""

    def __init__(self, text: str, parsed: Parsed) -> None:
        self._text = text
        self._parsed = parsed
        self._newline = texts.newline_of(text)

    def built(self, entries: Sequence[Entry]) -> str:
        body = self._parsed.body
        parts = [(entry.old, self._entry(entry)) for entry in entries]
        lines = self._lines(body, self._parsed.members, parts)
        return self._text[: body.start] + lines + self._text[body.end :]

    def _entry(self, entry: Entry) -> str:
        fields, old = entry.fields or (), entry.old
        if old is None:
            lines = (self._field(field, INDENT) for field in fields)
            return f"{literal(entry.name)}:{self._newline}{''.join(lines)}"
        if entry.is_same:
            return self._text[slice(*old.extent)]
        first = old.fields[0]
        indent = self._text[first.extent.start : first.span.start]
        parts = [(field.old, self._field(field, indent)) for field in fields]
        head = self._text[old.extent.start : first.extent.start]
        return head + self._lines(Span(first.extent.start, old.extent.end), old.fields, parts)

    def _field(self, field: Kept | Written, indent: str) -> str:
        if isinstance(field, Kept):
            return self._text[slice(*field.old.extent)]
        old = field.old
        after = self._text[old.span.end : old.extent.end] if old else self._newline
        return f"{indent}{field.name}:{self._rendered(field.value, indent)}{after}"

    def _rendered(self, value: Plain, indent: str) -> str:
        if not isinstance(value, dict):
            return f" {literal(value)}"
        if not value:
            return " {}"
        below = self._newline + indent + INDENT
        return "".join(
            f"{below}{literal(key)}: {literal(each)}"
            if is_key(key)
            else f"{below}? {literal(key)}{below}: {literal(each)}"
            for key, each in value.items()
        )

    def _lines(
        self, body: Span, old: Sequence[Member], parts: Sequence[tuple[Member | None, str]]
    ) -> str:
        """The lines that hold these members; what stands between them is kept."""
        if not old:
            return "".join(text for _, text in parts) or self._text[slice(*body)]
        stays = {id(member) for member, _ in parts}
        gone = deque(member.extent for member in old if id(member) not in stays)
        written: list[str] = []
        done = body.start

        def keep(end: int) -> None:
            nonlocal done
            while gone and gone[0].start < end:
                extent = gone.popleft()
                written.append(self._text[done : extent.start])
                done = extent.end
            written.append(self._text[done:end])
            done = end

        if parts and parts[0][0] is None:
            keep(old[0].extent.start)
        for member, text in parts:
            if member is not None:
                keep(member.extent.start)
                done = member.extent.end
            written.append(text)
        keep(body.end)
        return "".join(written)
