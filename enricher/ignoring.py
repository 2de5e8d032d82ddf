"""What the comments of a note keep an audit from telling: ``<!-- enricher:ignore CODE -->``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from enricher import scan, text
from enricher.audit import all_kinds
from enricher.audit.interface import Finding
from enricher.links.code import code_spans

_COMMENT = re.compile(
    r"(?:<!--|\{/\*|%|#|(?:(?<=[\r\n])|\A)\.\.)[ \t]{0,9}enricher:ignore(?![\w:-])"
    r"(?P<codes>[^\r\n<>{}*]{0,200}?)[ \t]{0,9}(?:-->|\*/\}|(?=[\r\n]|\Z))"
)
_CODE = re.compile(r"[\w-]+")


class Comment(NamedTuple):
    """A comment that leaves findings alone: the line that it stands on, and the one that it is
    about, its own, or the next where it stands alone. Without ``codes`` it means all."""

    own: int
    line: int
    codes: frozenset[str]

    @property
    def unknown(self) -> list[str]:
        """The codes that no kind of finding has."""
        return sorted(self.codes - set(all_kinds()))

    def covers(self, finding: Finding) -> bool:
        """Whether it leaves a finding alone."""
        is_meant = finding.code in self.codes or not self.codes
        return finding.line == self.line and is_meant


def comments(path: str, content: str) -> Iterator[Comment]:
    """The comments of a note, in order. Those in code are text about such comments."""
    if "enricher:ignore" not in content:
        return
    is_markdown = PurePath(path).suffix.lower() in text.MARKDOWN
    code = code_spans(content) if is_markdown else []
    lines = text.LineIndex(content)
    for found in _COMMENT.finditer(content):
        if any(span.start <= found.start() < span.end for span in code):
            continue
        own, _ = lines.position(found.start())
        whole = content[slice(*lines.line(found.start()))]
        is_alone = not whole.replace(found[0], "").strip(" \t\r\n>-*")
        yield Comment(own, own + is_alone, frozenset(_CODE.findall(found["codes"])))


def without_ignored(path: str, content: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings that the note does not want to be left alone: by a comment, or between
    ``enricher: off`` and ``on``."""
    off = scan.switched_off(content)
    ignored: dict[int, list[Comment]] = {}
    for comment in comments(path, content):
        ignored.setdefault(comment.line, []).append(comment)
    return [
        finding
        for finding in findings
        if not any(span.start <= finding.span.start < span.end for span in off)
        and not any(comment.covers(finding) for comment in ignored.get(finding.line, ()))
    ]


def unknown_codes(path: str, content: str) -> Iterator[str]:
    """What to tell of comments that name no kind of finding, with their lines."""
    for comment in comments(path, content):
        for code in comment.unknown:
            known = ", ".join(all_kinds())
            yield (
                f"{path}:{comment.own}: enricher:ignore: there is no kind of finding {code!r}; "
                f"known: {known}"
            )
