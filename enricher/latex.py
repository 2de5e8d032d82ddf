"""LaTeX in titles as Unicode: parsed and looked up by pylatexenc, which is held back here.

Left to itself it drops the macros that it does not know, swallows the blank after a symbol, takes
``%`` for a comment, and turns ``x_{t-1}`` into ``x_t-1``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import Any

# Accents, and letters that TeX spells as words: as in TeX, the blank after one only ends its name.
_ACCENTS = frozenset({
    "'", "`", "^", '"', "~", "=", ".", "c", "v", "u", "H", "k", "r", "d", "b",
    "hat", "bar", "tilde", "vec", "dot", "ddot", "check", "breve", "acute", "grave",
})  # fmt: skip
_LETTERS = frozenset({
    "aa", "AA", "ae", "AE", "oe", "OE", "o", "O", "l", "L", "ss", "i", "j", "dh", "DH", "th",
    "TH", "dj", "DJ", "ng", "NG",
})  # fmt: skip
_ALPHABETS = frozenset({"mathbb", "mathcal", "mathfrak", "mathscr"})
# What only changes the looks of its argument, or of what follows it.
_FONTS = frozenset({
    "emph", "textit", "textbf", "textrm", "textsf", "texttt", "textsc", "textsl", "textup",
    "textmd", "textnormal", "text", "mbox", "hbox",
    "mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mathnormal", "boldsymbol", "bm",
    "ensuremath", "operatorname",
})  # fmt: skip
_SWITCHES = frozenset({
    "it", "bf", "rm", "tt", "sf", "sc", "sl", "em", "cal", "displaystyle", "textstyle",
})  # fmt: skip
_SUPERSCRIPTS = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_SUBSCRIPTS = dict(
    zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
_SCRIPT = re.compile(r"([\^_])(?:\{([^{}]*)\}|([0-9a-z+-]))")
_WORD = re.compile(r"[A-Za-z]{3,}")
# In running text these two are themselves, and pylatexenc must not see them: it gets characters
# that no text holds.
_PLAIN = {"$": "\ufdd0", "%": "\ufdd1"}
_BACK = {ord(stand_in): char for char, stand_in in _PLAIN.items()}
_PLAIN_OR_ESCAPED = re.compile(r"\\.|[$%]", re.DOTALL)

_Node = Any  # pylatexenc has no types, and a module got by its name is Any to the type checkers


class _UnknownError(Exception):
    """There is something that only LaTeX understands."""


def from_text(text: str) -> str:
    """Running text; what is not understood stays as it is."""
    if "\\" not in text:
        return text
    hidden = _PLAIN_OR_ESCAPED.sub(lambda found: _PLAIN.get(found[0], found[0]), text)
    try:
        return "".join(_text(_parsed(hidden))).translate(_BACK)
    except _UnknownError:
        return text


def from_math(formula: str) -> str:
    """A formula between dollars; as it is unless all of it is understood."""
    try:
        return _SCRIPT.sub(_script, "".join(_math(_parsed(formula[1:-1]))))
    except _UnknownError:
        return formula


def _text(nodes: Sequence[_Node]) -> Iterator[str]:
    is_argument = False  # of an unknown macro: that stays whole
    for node in nodes:
        kind = type(node).__name__
        if is_argument and kind == "LatexGroupNode":
            yield node.latex_verbatim()
        elif kind == "LatexGroupNode" and node.delimiters == ("{", "}"):
            is_argument = False
            yield from _text(node.nodelist)
        else:
            shown = _macro(node, _text) if kind == "LatexMacroNode" else node.latex_verbatim()
            is_argument = shown is None
            yield node.latex_verbatim() if shown is None else shown


def _math(nodes: Sequence[_Node]) -> Iterator[str]:
    is_script = False
    for node in nodes:
        kind = type(node).__name__
        if kind == "LatexMacroNode":
            shown = _macro(node, _math)
            if shown is None:
                raise _UnknownError
        elif kind == "LatexGroupNode" and node.delimiters == ("{", "}"):
            inside = "".join(_math(node.nodelist))
            shown = f"{{{inside}}}" if is_script else inside
        elif kind == "LatexCharsNode" and not any(map(_is_macro, _WORD.findall(node.chars))):
            shown = node.chars
        else:
            raise _UnknownError
        is_script = shown.endswith(("^", "_"))
        yield shown


def _macro(node: _Node, render: Callable[[Sequence[_Node]], Iterator[str]]) -> str | None:
    """What a macro stands for, None when that is not known."""
    name, arguments = node.macroname, _arguments(node)
    after = node.macro_post_space
    if name in _FONTS | _SWITCHES:
        return "".join(render(arguments))
    if name in _LETTERS:
        return _lookup(name)
    if name in _ACCENTS or name in _ALPHABETS:
        return _over(name, "".join(_math(arguments)))
    if name == "sqrt":
        if len(arguments) != 1:
            return None
        inside = "".join(render(arguments))
        return f"√{inside}" if len(inside) == 1 else f"√({inside})"
    symbol = None if arguments else _lookup(name)
    return None if symbol is None else symbol + after


def _is_macro(word: str) -> bool:
    """Whether a word in a formula is a macro that lost its backslash, as lists of titles do."""
    return word in _FONTS | _SWITCHES | _ALPHABETS | _ACCENTS or _lookup(word) is not None


def _over(name: str, text: str) -> str | None:
    """What an accent makes of a letter or an alphabet of a word, None for anything else."""
    # An accent on each of several characters, nested, would double them again and again.
    if not text.isalnum() or (len(text) > 1 and name in _ACCENTS):
        return None
    shown: str = _converter().latex_to_text(f"\\{name}{{{text}}}")
    return shown


def _arguments(node: _Node) -> list[_Node]:
    parsed = node.nodeargd
    return [each for each in (parsed.argnlist if parsed else ()) if each is not None]


def _script(found: re.Match[str]) -> str:
    """A superscript or subscript in Unicode's characters, as it was where one has none."""
    table = _SUPERSCRIPTS if found[1] == "^" else _SUBSCRIPTS
    inside = found[2] if found[3] is None else found[3]
    if inside and all(char in table for char in inside):
        return "".join(table[char] for char in inside)
    return found[1] + inside if len(inside) == 1 else found[0]


def _parsed(text: str) -> Sequence[_Node]:
    library = import_module("pylatexenc.latexwalker")
    # Its tolerant mode reads an unclosed argument twice, so nested ones take exponential time.
    walker = library.LatexWalker(text, latex_context=_grammar(), tolerant_parsing=False)
    try:
        nodes: Sequence[_Node] = walker.get_latex_nodes()[0]
    except (library.LatexWalkerError, RecursionError) as error:  # unbalanced, or nested too deep
        raise _UnknownError from error
    if sum(node.len for node in nodes) != len(text):  # a backslash at the end is passed over
        raise _UnknownError
    return nodes


@cache
def _grammar() -> Any:
    """The macros with an argument that can be shown; all others are read as having none."""
    library = import_module("pylatexenc.macrospec")
    grammar = library.LatexContextDb()
    with_argument = sorted(_ACCENTS | _ALPHABETS | _FONTS)
    macros = [library.std_macro(name, "{") for name in with_argument]
    grammar.add_context_category("titles", macros=[*macros, library.std_macro("sqrt", "[{")])
    grammar.set_unknown_macro_spec(library.std_macro("", ""))
    return grammar


@cache
def _converter() -> Any:
    return import_module("pylatexenc.latex2text").LatexNodes2Text()


@cache
def _symbols() -> Any:
    return import_module("pylatexenc.latex2text").get_default_latex_context_db()


def _lookup(name: str) -> str | None:
    """The characters that a macro without arguments stands for."""
    specification = _symbols().get_macro_spec(name)
    shown = specification.simplify_repl if specification else None
    # A callable or a pattern wants arguments; "<cit.>" and the like are no text.
    if not isinstance(shown, str) or set(shown) & set("%<["):
        return "%" if name == "%" else None
    return " " if shown.isspace() else shown
