"""How an item says that it is enricher's: by a checksum in its ``custom`` field.

CSL-JSON's schema keeps ``custom`` for data that have no field; processors print nothing of it.
``{"enricher": "arxiv:1803.02780 1a2b3c4d"}`` names the paper, and an item whose other fields do not
have that checksum was edited by hand: it is its user's from then on. Layout and the order of fields
count for nothing, since formatters change them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import NamedTuple, cast

from enricher.writers.csl_json.fields import Fields, in_order

NAME = "enricher"
_MARK = re.compile(r"(\S{1,1000}) ([0-9a-f]{8})")


class Mark(NamedTuple):
    """The paper that an item was written for, and whether a hand has changed the item since."""

    paper: str
    checksum: str
    is_edited: bool


def marked(fields: Mapping[str, object], paper: str) -> Fields:
    """The fields of an item of ours, with its mark as the last."""
    bare = {name: value for name, value in fields.items() if name != "custom"}
    return in_order({**bare, "custom": {NAME: f"{paper} {checksum(bare)}"}})


def mark_of(fields: Mapping[str, object]) -> Mark | None:
    """The mark of an item; None for an item of the user's own."""
    custom = fields.get("custom")
    found = None
    if isinstance(custom, dict):
        found = _MARK.fullmatch(str(cast("Fields", custom).get(NAME)))
    return Mark(found[1], found[2], checksum(fields) != found[2]) if found else None


def checksum(fields: Mapping[str, object]) -> str:
    """Eight digits that change with any field but the mark."""
    rest = dict(fields)
    custom = rest.pop("custom", None)
    if isinstance(custom, dict):
        others = {name: value for name, value in cast("Fields", custom).items() if name != NAME}
        if others:
            rest["custom"] = others
    text = json.dumps(rest, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]
