"""A server that knows every id: arXiv's API on this machine, with made-up papers of usual length.

``python -m tests.benchmarks.stand_in`` prints the start of its URLs and serves until it is killed.
"""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

_FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" \
xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/x</id>
  <title>arXiv Query</title>
  <opensearch:totalResults>{total}</opensearch:totalResults>
{entries}</feed>
"""
_ENTRY = """  <entry>
    <id>http://arxiv.org/abs/{id}v1</id>
    <title>On What Is Written in the Margins of the Paper {id}</title>
    <updated>2018-03-07T17:29:08Z</updated>
    <link href="https://arxiv.org/abs/{id}v1" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/{id}v1" rel="related" type="application/pdf" title="pdf"/>
    <summary>{summary}</summary>
    <category term="cs.CV" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <published>2018-03-07T17:29:08Z</published>
    <arxiv:comment>{pages} pages, {figures} figures</arxiv:comment>
    <arxiv:primary_category term="cs.CV"/>
{authors}  </entry>
"""
_SUMMARY = " ".join(["We ask what people write of papers, and how it is found again."] * 18)
_AUTHORS = "".join(
    f"    <author>\n      <name>{name} Lovelock</name>\n    </author>\n"
    for name in ("Ada", "Grace", "Emmy", "Sofia", "Hypatia")
)


class _Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["content-length"])).decode())

    def _answer(self, query: str) -> None:
        ids = parse_qs(query)["id_list"][0].split(",")
        entries = "".join(
            _ENTRY.format(
                id=each,
                summary=_SUMMARY,
                authors=_AUTHORS,
                pages=5 + number % 97,
                figures=number % 23,
            )
            for number, each in enumerate(ids)
        )
        body = _FEED.format(total=len(ids), entries=entries).encode()
        self.send_response(200)
        self.send_header("content-type", "application/atom+xml; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Tell nothing."""


def main() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Api) as server:
        print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
