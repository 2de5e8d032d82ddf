"""Values on one line that JSON and every YAML reader read the same, and that do no harm in a page.

A site may hold the file whole in a ``<script>`` element, or in a template of Liquid, Nunjucks or
Jinja: no text closes or opens anything there.
"""

from __future__ import annotations

import re

from enricher.writers.yaml_text import quoted

LONGEST_KEY = 1000  # libyaml and all that follow YAML 1.1 read no longer key, with 24 to spare
_MARKUP = re.compile(r"<(?=[/!])|\{(?=[{%#])")


def literal(value: str | int | list[str]) -> str:
    """The value as JSON, which is YAML as well."""
    match value:
        case str():
            return _MARKUP.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted(value))
        case int():
            return str(value)
        case list():
            return f"[{', '.join(map(literal, value))}]"


def is_key(text: str) -> bool:
    """Whether all readers take the text as a key; templates read JSON by YAML readers, too."""
    return len(literal(text)) <= LONGEST_KEY
