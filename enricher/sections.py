"""Tables of the settings as frozen values, and what may be said of their fields.

A field has its type, its default and, where more is to be said of it, a `Rule` or a `Reading` in
its annotation. These are for `enricher.settings.form`, which makes values of raw tables by
pydantic; no value needs it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, ClassVar, NamedTuple


def kebab(name: str) -> str:
    """A setting's name in files."""
    return name.replace("_", "-")


def keyed(spelled: Callable[[str], str]) -> dict[str, Any]:
    """What pydantic is to know of a table whose keys are spelled so: by ``str`` as its fields."""
    return {
        "extra": "forbid",
        "alias_generator": spelled,
        "populate_by_name": True,
        "revalidate_instances": "always",
    }


@dataclass(frozen=True, slots=True)
class Section:
    """One table. Its fields are its keys, in kebab case unless it says otherwise."""

    __pydantic_config__: ClassVar[dict[str, Any]] = keyed(kebab)

    @classmethod
    def keys(cls) -> list[str]:
        """The keys that may stand in the table."""
        spelled = cls.__pydantic_config__["alias_generator"]
        return [spelled(each.name) for each in fields(cls)]


class Rule(NamedTuple):
    """What a value has to be beside its type: ``check`` raises ValueError for any other. Where it
    is ``strict``, no value of another type is made one of this type, such as 1 of true."""

    check: Callable[[Any], object]
    strict: bool = False

    def __get_pydantic_core_schema__(self, kind: Any, handler: Callable[[Any], Any]) -> Any:
        from pydantic_core.core_schema import no_info_after_validator_function

        def checked(value: Any) -> Any:
            self.check(value)
            return value

        schema: Any = handler(kind)
        if self.strict:
            schema = {**schema, "strict": True}
        return no_info_after_validator_function(checked, schema)


class Reading(NamedTuple):
    """How a value of another kind is read: ``read`` raises ValueError where it cannot be."""

    read: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, _kind: Any, _handler: object) -> Any:
        from pydantic_core.core_schema import no_info_plain_validator_function

        return no_info_plain_validator_function(self.read)


def at_least(least: float) -> Rule:
    """Numbers from this one on."""

    def check(value: float) -> None:
        if not value >= least:
            raise ValueError(f"Input should be greater than or equal to {least:g}")

    return Rule(check, strict=True)


def between(least: float, most: float) -> Rule:
    """Numbers from one to another."""

    def check(value: float) -> None:
        if not least <= value <= most:
            raise ValueError(f"must be a number from {least:g} to {most:g}")

    return Rule(check, strict=True)


def above(bound: float) -> Rule:
    """Numbers beyond this one."""

    def check(value: float) -> None:
        if not value > bound:
            raise ValueError(f"Input should be greater than {bound:g}")

    return Rule(check, strict=True)


def matching(pattern: str, wanted: str = "") -> Rule:
    """Texts that are wholly of a pattern; ``wanted`` says in words what they must be."""

    def check(value: str) -> None:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"must be {wanted}" if wanted else f"must match '{pattern}'")

    return Rule(check)


def _filled(value: str) -> None:
    if not value.strip():
        raise ValueError("must not be empty")


def _web_address(value: str) -> None:
    from urllib.parse import urlsplit

    if not _WEB_ADDRESS.fullmatch(value) or not value.isprintable():
        raise ValueError("must be a URL such as 'https://example.org/x'")
    try:
        _ = urlsplit(value).port
    except ValueError as error:
        raise ValueError(f"must be a URL: {error}") from None


_WEB_ADDRESS = re.compile(r"(?i)https?://([\w.-]+|\[[0-9a-f:.]+\])(:[0-9]+)?([/?#]\S*)?")


def storable(path: Path | str) -> None:
    """Paths that a file system can be asked for; raises ValueError for any other."""
    if "\0" in str(path):
        raise ValueError("no name of a file can hold the sign NUL")


Text = Annotated[str, Rule(_filled)]
"""A text that says something."""
WebAddress = Annotated[str, Rule(_web_address)]
"""The ``http`` or ``https`` URL of a host."""
Place = Annotated[Path, Rule(storable)]
"""A path that a file system can be asked for."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that is shown nowhere."""

    value: str = field(repr=False)

    @classmethod
    def of(cls, raw: object) -> Secret | None:
        """The secret of a raw table, if any. What would be hidden wherever it stands must be no
        common word."""
        if raw is None:
            return None
        value = raw.value if isinstance(raw, Secret) else raw
        if not isinstance(value, str):
            raise ValueError("must be a text")  # noqa: TRY004 - pydantic takes no TypeError
        if not re.fullmatch(r"[!-~]{8,500}", value):
            raise ValueError("must be 8 to 500 signs of ASCII without blanks")
        return cls(value)
