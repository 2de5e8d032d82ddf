"""Addresses that are wrong by themselves: cut off, malformed, of no paper, of a dead site."""

from __future__ import annotations

import pytest

from enricher import text
from enricher.audit.interface import Confidence
from tests.audit.noting import ARXIV, fixed, found, known, paper

NOTHING = known()


@pytest.mark.parametrize(
    "id_",
    ["1801.0000", "1813.00001", "1801.000012", "hep-th/99010"],
)
def test_an_id_that_cannot_be_one_is_told(id_: str) -> None:
    url = f"{ARXIV}/{id_}"
    note = f"- [Title]({url})\n"
    (finding,) = found("cut-off-id", note, NOTHING)
    assert note[slice(*finding.span)] == url
    assert finding.message.startswith("No paper has this address: ")


@pytest.mark.parametrize("path", ["abs/1911", "abs/19", "abs/", "pdf/1911.", "pdf/1911.pdf"])
@pytest.mark.parametrize("form", ["[a]({0})", "[a]: {0}\n[a]", '<a href="{0}">a</a>'])
def test_an_address_without_most_of_its_id_is_told(path: str, form: str) -> None:
    url = f"https://arxiv.org/{path}"
    note = f"{form.format(url)}\n"
    (finding,) = found("cut-off-id", note, NOTHING)
    assert note[slice(*finding.span)] == url
    assert not found("cut-off-id", f"its address is {url}<id> or `{url}`\n", NOTHING)


@pytest.mark.parametrize(
    "url", [f"{ARXIV}/1801.00001", "https://arxiv.org/list/cs.CV/2401", "https://a.b/abs/1801.0000"]
)
def test_other_addresses_are_silent(url: str) -> None:
    assert not found("cut-off-id", f"- [Title]({url})\n", NOTHING)


MALFORMED = [
    ("https://arxiv.org/pdf/1801.00001.pdf&embed", "https://arxiv.org/pdf/1801.00001"),
    ("https://arxiv.org/abs//1801.00001v2", "https://arxiv.org/abs/1801.00001v2"),
    ("http://www.arxiv.org/abs/1801.00001,", "https://arxiv.org/abs/1801.00001"),
    ("https://arxiv.org/pdf/1801.00001v2.pdf.pdf", "https://arxiv.org/pdf/1801.00001v2"),
    ("https://arxiv.org/abs/1801.00001]", "https://arxiv.org/abs/1801.00001"),
    ("https://arxiv.org/abs/1801.00001.", "https://arxiv.org/abs/1801.00001"),
    ("https://arxiv.org/abs/1801.00001%29", "https://arxiv.org/abs/1801.00001"),
    ("https://arxiv.org/abs/%201801.00001", "https://arxiv.org/abs/1801.00001"),
    ("https://arxiv.org/pdf/1801.00001.pdf%20", "https://arxiv.org/pdf/1801.00001"),
    ("https://arxiv.org/abs/1801.00001https://a.b/c", ""),
    ("https://arxiv.org/pdf/1801.00001.pdfhttps://a.b/c", ""),
    ("https://openaccess.thecvf.com/content/CVPR2021//html/A_B_CVPR_2021_paper.html", ""),
]


@pytest.mark.parametrize(("url", "mended"), MALFORMED)
def test_what_does_not_belong_to_an_address_is_told(url: str, mended: str) -> None:
    note = f"- [Title]({url})\n"
    (finding,) = found("malformed-link", note, NOTHING)
    assert finding.proposal == mended
    after = fixed(note, [finding])
    assert after == note.replace(url, mended or url)
    assert len(found("malformed-link", after, NOTHING)) == (0 if mended else 1)


@pytest.mark.parametrize("path", ["a.md", "a.txt", "a.org", "a.bib"])
def test_two_addresses_without_a_blank_are_told(path: str) -> None:
    glued = f"{ARXIV}/1801.00001https://a.b/c"
    note = f"@a{{b, url = {{{glued}}}}}\n" if path == "a.bib" else f"- Title {glued}\n"
    (finding,) = found("malformed-link", note, NOTHING, path)
    assert (finding.message, finding.edit) == ("The address has a second one glued to it.", None)
    apart = note.replace("https://a.b", " https://a.b")
    assert not found("malformed-link", apart, NOTHING, path)


@pytest.mark.parametrize(
    "url",
    [
        f"{ARXIV}/1801.00001",
        f"{ARXIV}/1801.00001v2/",
        f"{ARXIV}/1801.00001#S3.",
        "http://openaccess.thecvf.com/content_CVPRW_2019/papers/A%20B/Wu_6D_CVPRW_2019_paper.pdf",
        "https://openreview.net/forum?id=rJl-b3RcF7&noteId=x",
        "https://doi.org/10.1002/(sici)1097-0258(19980815)17:15//16<1661::aid-sim968>3.0.co;2-2",
        "https://link.zhihu.com/?target=https%3A//arxiv.org/abs/1801.00001",
        "https://web.archive.org/web/2020/https://arxiv.org/abs/1801.00001",
    ],
)
def test_addresses_that_hold_much_by_right_are_silent(url: str) -> None:
    assert not found("malformed-link", f"- [Title](<{url}>)\n", NOTHING)


def test_a_blank_in_an_address_is_told() -> None:
    note = f"- [Title]({ARXIV}/1801. 00001)\n- `[x]({ARXIV}/1801. 00001)`\n"
    (finding,) = found("malformed-link", note, NOTHING)
    assert (finding.line, finding.proposal) == (1, f"{ARXIV}/1801.00001")
    assert not finding.is_safe


@pytest.mark.parametrize("url", [f"{ARXIV}/1801.%2000001", f"%20{ARXIV}/1801.00001"])
def test_an_encoded_blank_that_hides_the_paper_is_told(url: str) -> None:
    (finding,) = found("malformed-link", f"- [Title]({url})\n", NOTHING)
    assert (finding.proposal, finding.is_safe) == (f"{ARXIV}/1801.00001", False)


def test_brackets_that_a_text_left_in_an_address_go() -> None:
    note = f'<a href="{ARXIV}/1801.00001])">Title</a>\n'
    after = fixed(note, found("malformed-link", note, NOTHING))
    assert after == f'<a href="{ARXIV}/1801.00001">Title</a>\n'


@pytest.mark.parametrize(
    "note",
    [
        f'- [Title]({ARXIV}/1801.00001 "a title")\n',
        f"- [Title]({ARXIV}/1801.00001 'a title')\n",
        f"```\n[x]({ARXIV}/1801. 00001)\n```\n",
        f"<!-- [x]({ARXIV}/1801. 00001) -->\n",
        f"---\na: '[x]({ARXIV}/1801. 00001)'\n---\n",
    ],
)
def test_titles_and_code_are_no_blanks(note: str) -> None:
    assert not found("malformed-link", note, NOTHING)


def test_a_paper_that_nobody_has_is_told() -> None:
    note = f"- [a]({ARXIV}/1801.00001) [b]({ARXIV}/1801.00002)\n"
    (finding,) = found("missing", note, known(missing=["arxiv:1801.00002"]))
    assert "arxiv:1801.00002" in finding.message


class TestDeadSites:
    S4L = paper(
        "papers-with-code:190503670",
        "S4L: Self-Supervised Semi-Supervised Learning",
        arxiv="1905.03670",
        same_as=("arxiv:1905.03670",),
    )

    def test_an_id_in_the_address_is_certain(self) -> None:
        note = "* [S4L](https://paperswithcode.com/paper/190503670)\n"
        findings = found("dead-host", note, known(self.S4L))
        after = fixed(note, findings)
        assert after == f"* [S4L]({ARXIV}/1905.03670)\n"
        assert not found("dead-host", after, known(self.S4L))
        edits = [each.edit for each in findings if each.edit]
        assert text.apply(after, text.invert(edits)) == note

    def test_arxiv_vanity_too(self) -> None:
        note = "* https://www.arxiv-vanity.com/papers/1805.08318/\n"
        facts = known(paper("arxiv:1805.08318", "Self-Attention Generative Adversarial Networks"))
        assert fixed(note, found("dead-host", note, facts)) == f"* {ARXIV}/1805.08318\n"

    def test_the_version_is_kept(self) -> None:
        note = "* [T](https://www.arxiv-vanity.com/papers/1805.08318v3/#S3)\n"
        facts = known(paper("arxiv:1805.08318", "Self-Attention Generative Adversarial Networks"))
        after = fixed(note, found("dead-host", note, facts))
        assert after == f"* [T]({ARXIV}/1805.08318v3)\n"

    def test_a_name_is_looked_for_by_its_title(self) -> None:
        url = "https://paperswithcode.com/paper/dual-path-networks"
        shelved = [paper("arxiv:1707.01629", "Dual Path Networks")]
        note = f"* [Dual Path Networks]({url})\n"
        (finding,) = found("dead-host", note, known(shelved=shelved))
        assert (finding.proposal, finding.confidence) == (f"{ARXIV}/1707.01629", Confidence.LIKELY)
        (finding,) = found("dead-host", note, NOTHING)
        assert (finding.message, finding.proposal) == ("Papers with Code was shut down.", "")

    def test_it_is_not_missing_as_well(self) -> None:
        note = "* [x](https://paperswithcode.com/paper/dual-path-networks)\n"
        facts = known(missing=["papers-with-code:dual-path-networks"])
        assert not found("missing", note, facts)
        assert found("dead-host", note, facts)
