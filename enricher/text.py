"""Lossless text: bytes in, the same bytes out, and edits that can be undone.

Any bytes decode: undecodable ones become lone surrogates (PEP 383) and come back as they were.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from enricher.errors import EditError
from enricher.models import Edit, Span

MARKDOWN = frozenset({".md", ".markdown", ".mdx", ".qmd", ".rmd"})  # endings of its files
BOM = "\ufeff"
# MultiMarkdown's metadata, as Pelican and MkDocs read them: at least two lines on top of a note
METADATA = re.compile(r"\A\ufeff?(?:[A-Za-z][\w -]{0,40}:[ \t][^\r\n]{0,1000}\r?\n){2,40}")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_OPENING = re.compile(
    r"\ufeff?(?P<above>(?:[ \t\r\n]*[\r\n])?)(?P<fence>---|\+\+\+)[ \t]*"
    r"(?P<comment>(?<=[ \t])#[^\r\n]*)?(?:\r\n|\n|\r)"
)
# One pattern for each end of the line before: the search for one that begins with a plain character
# is fifty times as fast as one that looks back from everywhere.
_CLOSINGS = {
    fence: [re.compile(rf"{eol}{closing}[ \t]*(?:\r\n|\n|\r|\Z)") for eol in (r"\n", r"\r")]
    for fence, closing in (("---", r"(?:---|\.\.\.)"), ("+++", r"\+\+\+"))
}
_TOML_KEY = re.compile(r"""["']?[A-Za-z_][\w.-]*["']?[ \t]*=""")
_YAML_KEY = re.compile(
    r"""(?:^|(?<=\r))(?:[ \t]*["']?[\w.-]+["']?[ \t]*:(?=[ \t\r\n]|\Z)|\?[ \t])""", re.MULTILINE
)
# A key of several words is prose as well: it counts where no line but keys, lists and their values
# stands with it.
_LONG_KEY = re.compile(r"""(?![-*+>|\[!<`#]|\d{1,9}[.)][ \t])[^\s:][^:]{0,60}:(?=[ \t]|\Z)""")
_OF_MAPPING = re.compile(r"\Z|[ \t#}\]]|-(?=[ \t]|\Z)")
_BLANK_OR_FLOW = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*+(?:\Z|[ \t]*\{)")
_JSON_OPENING = re.compile(r'\ufeff?(?=\{\s*")')
_NO = r"(?i:false|no|off|n)"  # every spelling of YAML 1.1 (yaml.org/type/bool.html), and more
_OPTED_OUT = {
    style: re.compile(
        rf"(?:^|(?<=\r))([\"']?)enricher\1[ \t]*{sign}[ \t]*([\"']?){_NO}\2"
        r"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?=[\r\n]|\Z)",
        re.MULTILINE,
    )
    for style, sign in (("yaml", ":"), ("toml", "="))
}
_TOML_TABLE = re.compile(r"(?:^|(?<=\r))[ \t]*\[[^,\r\n]*\][ \t]*(?=[#\r\n]|\Z)", re.MULTILINE)


def decode(raw: bytes) -> str:
    """The text of a file. Newlines and a BOM stay as they are."""
    return raw.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """The bytes that `decode` read."""
    return text.encode("utf-8", "surrogateescape")


def twin(text: str) -> str:
    """The text with U+FFFD for undecodable bytes, as long as the original, for strict parsers."""
    return _SURROGATES.sub("\ufffd", text)


def commented(text: str, spans: Iterable[Span]) -> str:
    """The text with ``#`` for all but line endings in these spans of its front matter, which makes
    them comments there: what stands elsewhere is at the same offset and on the same line."""
    for start, end in spans:
        lines = (part.split("\n") for part in text[start:end].split("\r"))
        comments = "\r".join("\n".join("#" * len(line) for line in each) for each in lines)
        text = text[:start] + comments + text[end:]
    return text


def newline_of(text: str) -> str:
    """The line ending that most lines of a text have; LF when it has none."""
    crlf = text.count("\r\n")
    lf, cr = text.count("\n") - crlf, text.count("\r") - crlf
    if cr > max(lf, crlf):
        return "\r"
    return "\r\n" if crlf > lf else "\n"


def line_end(text: str, offset: int) -> int:
    """The offset after the line ending of the line that holds ``offset``."""
    found = _LINE_END.search(text, offset)
    return found.end() if found else len(text)


class LineIndex:
    """Turns offsets into lines and columns, both 1-based, counting in code points.

    Lines end at LF, CRLF or a lone CR; ``str.splitlines`` would also break at U+2028, VT and FF.
    """

    def __init__(self, text: str) -> None:
        if "\r" in text:
            self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
        else:  # counting is five times as fast as matching
            lengths = (len(line) + 1 for line in text.split("\n"))
            self._starts = list(accumulate(lengths, initial=0))
        self._length = len(text)

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, offset: int) -> Span:
        """The whole line that holds an offset, with its ending."""
        number = bisect_right(self._starts, offset)
        after = self._starts[number] if number < len(self._starts) else self._length
        return Span(self._starts[number - 1], min(after, self._length))


class FrontMatter(NamedTuple):
    """The metadata block at the top of a note.

    ``style`` is ``yaml``, ``toml`` or ``json``; ``span`` covers the fences too; ``content`` is what
    stands between them, with its last line ending. ``closed`` is false where the closing fence is
    absent. ``fault`` tells why site builders do not agree that this is front matter at all.
    """

    style: str
    span: Span
    content: Span
    closed: bool
    fault: str = ""


@lru_cache(maxsize=2)  # of one note it is asked again and again
def front_matter(text: str) -> FrontMatter | None:
    """The front matter of a note, or None where it has none.

    It opens with ``---`` (YAML, also closed by ``...``) or ``+++`` (TOML) on the first line, after
    a BOM at most, and blanks may follow either fence, as Jekyll and Hugo read it; or it is one JSON
    object, as Hugo reads it. A ``---`` that prose without a single ``key:`` follows, or that is
    never closed and no key follows, is a thematic break. Front matter below blank lines is closed
    and has keys; these lines, which Hugo and Zola pass over and Jekyll does not, are a fault of
    YAML's, and so is a comment beside the fence, which YAML knows and the builders do not.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return _json_object(text)
    fence, start = opening["fence"], opening.end()
    style = "yaml" if fence == "---" else "toml"
    key = _YAML_KEY if style == "yaml" else _TOML_KEY
    fault = _fault(opening)
    found = _closing(text, fence, start - 1)
    is_odd = bool(opening["above"] or fault)
    if found is None:
        whole = FrontMatter(style, Span(0, len(text)), Span(start, len(text)), closed=False)
        return whole if key.match(text, start) and not is_odd else None
    content = Span(start, found.start() + 1)
    if is_odd and not key.search(text, *content):
        return None
    if style == "yaml" and not _is_yaml(text[slice(*content)]):
        return None
    return FrontMatter(style, Span(0, found.end()), content, True, fault)


def body_start(text: str) -> int:
    """Where the body of a note begins: after its front matter, else after a BOM."""
    front = front_matter(text)
    return front.span.end if front and front.closed else int(text.startswith(BOM))


def _closing(text: str, fence: str, start: int) -> re.Match[str] | None:
    """The first closing fence from the end of a line on, with that end."""
    lf, cr = _CLOSINGS[fence]
    found = lf.search(text, start)
    return cr.search(text, start, found.end() if found else len(text)) or found


def _fault(opening: re.Match[str]) -> str:
    if opening["above"] and opening["fence"] == "---":
        return "does not begin on the first line"
    return f"opens with more than `{opening['fence']}`" if opening["comment"] else ""


def _is_yaml(content: str) -> bool:
    """Whether what stands between two fences is meant as YAML: nothing, comments, ``{`` or keys."""
    if _BLANK_OR_FLOW.match(content) or _YAML_KEY.search(content):
        return True
    lines = _LINE_END.split(content)
    return any(map(_LONG_KEY.match, lines)) and all(
        _LONG_KEY.match(line) or _OF_MAPPING.match(line) for line in lines
    )


def is_opted_out(text: str) -> bool:
    """Whether the front matter of a note says ``enricher: false``, in any spelling of it."""
    front = front_matter(text)
    if front is None:
        return False
    start, end = front.content
    if text.find("enricher", start, end) < 0:
        return False
    if front.style == "json":
        return is_no(_json(text, start)[0].get("enricher"))
    if front.style == "toml":  # below the first table, every key is that table's
        table = _TOML_TABLE.search(text, start, end)
        end = table.start() if table else end
    return _OPTED_OUT[front.style].search(text, start, end) is not None


def is_no(value: object) -> bool:
    """Whether a value of a front matter says no, in any spelling of it."""
    return isinstance(value, str | bool) and re.fullmatch(_NO, str(value)) is not None


def _json_object(text: str) -> FrontMatter | None:
    opening = _JSON_OPENING.match(text)
    if opening is None:
        return None
    start = opening.end()
    try:
        _, end = _json(text, start)
    except (ValueError, RecursionError):
        return None
    return FrontMatter("json", Span(0, line_end(text, end)), Span(start, end), closed=True)


def _json(text: str, start: int) -> tuple[dict[str, object], int]:
    from json import JSONDecoder

    return JSONDecoder().raw_decode(text, start)


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits. Raises EditError when they overlap or the text is another one."""
    ordered = sorted(edits, key=lambda edit: edit.start)
    for first, second in pairwise(ordered):
        if first.start + len(first.old) > second.start or first.start == second.start:
            raise EditError(f"edits overlap at {second.start}")
    parts: list[str] = []
    done = 0
    for edit in ordered:
        if not text.startswith(edit.old, edit.start) or edit.start > len(text):
            raise EditError(f"the text at {edit.start} is not the one that was planned on")
        parts += (text[done : edit.start], edit.new)
        done = edit.start + len(edit.old)
    parts.append(text[done:])
    return "".join(parts)


def invert(edits: Sequence[Edit]) -> list[Edit]:
    """The edits that undo these: ``apply(apply(text, edits), invert(edits)) == text``."""
    shift = 0
    inverted: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.start):
        inverted.append(Edit(edit.start + shift, edit.new, edit.old))
        shift += len(edit.new) - len(edit.old)
    return inverted
