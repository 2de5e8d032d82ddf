"""A user's key to a service: sent to it, and shown nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Key:
    """A key and where in a request it stands: in a header, in a parameter of the URL, or both.

    Without a value there is nothing to send or to hide.
    """

    value: str = field(default="", repr=False)
    header: str = ""
    parameter: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The header to send, if it is sent in one."""
        return {self.header: self.value} if self.value and self.header else {}

    def on(self, path: str) -> str | None:
        """The path and query of a URL with the key in it, None if it is not sent there."""
        if not (self.value and self.parameter):
            return None
        return f"{path}{'&' if '?' in path else '?'}{self._pair}"

    def hide(self, text: str) -> str:
        """The text without the key, which servers tell in redirects and in errors."""
        if not self.value:
            return text
        if self.parameter:
            text = text.replace(f"{self._pair}&", "").replace(self._pair, "")
        return text.replace(self.value, HIDDEN).replace(self._quoted, HIDDEN)

    def hide_in(self, body: bytes) -> bytes:
        """The same for a reply's body."""
        if not self.value:
            return body
        hidden = HIDDEN.encode()
        return body.replace(self.value.encode(), hidden).replace(self._quoted.encode(), hidden)

    @property
    def _quoted(self) -> str:
        return quote(self.value, safe="")

    @property
    def _pair(self) -> str:
        return f"{self.parameter}={self._quoted}"


NO_KEY = Key()
