"""Where a venue is written, and where it is not."""

from __future__ import annotations

import cmarkgfm
import pytest

from enricher.writers.interface import Idle
from tests.writers.venue_samples import ONE, PDF, THREE, TWO, L, W, planned, run

PLACES = {
    "list item": f"- [Title]({ONE}){{W}}, by Wong\n",
    "beside prices": f"- $5 for [Title]({ONE}){{W}} and $6\n\n$$ is money\n\n- {TWO}{{L}} $$\n",
    "beside a formula": f"- $x$ [Title]({ONE}){{W}} $y$ %% a %% {TWO}{{L}} %% b %%\n",
    "behind a definition": f"[r]: {ONE} 'ICLR 2019'\n- [Title]({ONE}){{W}}\n",
    "around a definition": f"- [Title][r]\n\n  [r]: {ONE} 'ICLR 2019'\n\n  [pdf]({PDF}){{W}}\n",
    "with a name before it": f"Paper: {ONE}{{W}}\n\nText\n",
    "behind a grid table": f"+---+\n| a |\n+---+\n\n- [Title]({ONE}){{W}}\n",
    "behind attributes": f'- ![x](y){{a="b"}} [Title]({ONE}){{W}} {{x}}\n',
    "behind BibTeX": f"@misc{{a,\n b = {{c}}\n}}\n\n- [Title]({ONE}){{W}}\n",
    "in double brackets": f"- [[Title]({ONE}){{W}}]\n",
    "loose list item": f"- [Title]({ONE}){{W}}\n\n  More.\n",
    "ordered": f"1. [Title]({ONE}){{W}}\n",
    "task": f"- [ ] [Title]({ONE}){{W}}\n",
    "quoted list": f"> - [Title]({ONE}){{W}}\n",
    "paragraph": f"See [Title]({ONE}){{W}}.\n",
    "two paragraphs' lines": f"[Title]({ONE}){{W}}\n[Other]({TWO}){{L}}\n",
    "autolink": f"- <{ONE}>{{W}}\n",
    "bare": f"- Title: {ONE}{{W}}\n",
    "bare in brackets": f"- Title ({ONE}{{W}})\n",
    "bare before CJK": f"- 论文{ONE}{{W}}，好\n",
    "HTML": f'- <a href="{ONE}">Title</a>{{W}} more\n',
    "HTML block": f'<p>\n<a href="{ONE}">Title</a>{{W}}\n</p>\n',
    "HTML list": f'<ul><li><a href="{ONE}"><b>Title</b></a>{{W}}</li></ul>\n',
    "link with a title": f'- [Title]({ONE} "CVPR 2020"){{W}}\n',
    "link over lines": f"- [A\n  title]({ONE}){{W}} yes\n",
    "image in a link": f"- [![x](x.png)]({ONE}){{W}}\n",
    "in brackets": f"- Title [[pdf]({ONE}){{W}}] [[code](https://a.b/c)]\n",
    "in emphasis": f"- **[Title]({ONE}){{W}}** (2018)\n",
    "attributes of kramdown": f'- [Title]({ONE}){{:target="_blank"}}{{W}}\n',
    "attributes of Pandoc": f"- [Title]({ONE}){{.external}}{{W}}\n",
    "table": f"| a | b |\n|---|---|\n| [Title]({ONE}){{W}} | x |\n",
    "table without outer pipes": f"a | b\n---|---\n[Title]({ONE}){{W}} | x\n",
    "wrapped URL": f"- [Title](https://web.archive.org/web/2020/{ONE}){{W}}\n",
    "footnote": f"x[^1]\n\n[^1]: [Title]({ONE}){{W}}\n",
    "two works in one item": f"- [One]({ONE}){{W}} and [two]({TWO}){{L}}\n",
    "two works in one row": f"|a|b|\n|-|-|\n|[One]({ONE}){{W}}|[two]({TWO}){{L}}|\n",
    "a preprint beside": f"- [One]({ONE}){{W}} and [three]({THREE})\n",
    "a preprint server is no venue": f"- [One]({ONE}){{W}}, arXiv 2018\n",
    "the URL names it, no reader sees it": (
        f"- [One]({ONE}){{W}} [code](https://a.b/CVPR_2019/x) <!-- CVPR 2019 -->\n"
    ),
    "the venue of another item": f"- [One]({ONE}){{W}}\n- CVPR 2019\n",
    "the venue of an item within": f"- [One]({ONE}){{W}}\n  - Follows CVPR 2019\n",
    "the venue of another cell's paper": (
        f"|a|b|\n|-|-|\n|[One]({ONE}){{W}}|[two]({TWO}) ICML 2020|\n"
    ),
    "once in an item": f"- [Title]({ONE}){{W}} [[pdf]({PDF})]\n",
    "once in a row": f"|a|b|\n|-|-|\n|[Title]({ONE}){{W}}|[pdf]({PDF})|\n",
    "once in a paragraph": f"[Title]({ONE}){{W}} is\nnew. [It]({PDF}) is.\n",
    "once in items within": f"- [Title]({ONE}){{W}}\n  - [pdf]({PDF})\n",
    "again where it is far": f"- [Title]({ONE}){{W}}\n\nText.\n\n- [Title]({ONE}){{W}}\n",
    "again after another": f"- [A]({ONE}){{W}}\n- [B]({TWO}){{L}}\n- [A]({ONE}){{W}}\n",
}


@pytest.mark.parametrize("form", PLACES.values(), ids=PLACES)
def test_written(form: str) -> None:
    expected = form.replace("{W}", W).replace("{L}", L)
    before = form.replace("{W}", "").replace("{L}", "")
    assert run(before) == expected
    html = cmarkgfm.github_flavored_markdown_to_html(
        expected, cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    )
    assert html.count('<kbd title="Wong et al.">NeurIPS 2018</kbd>') == form.count("{W}")
    assert html.count('<kbd title="Lee">ICML 2020</kbd>') == form.count("{L}")


UNTOUCHED = {
    "named in words": f"- [Title]({ONE}), NIPS'18\n",
    "named before": f"- NeurIPS 2018: [Title]({ONE})\n",
    "named in a tag": f"- [Title]({ONE}) [[Notes](n.md)] <kbd>NeurIPS 2018</kbd>\n",
    "named by a link": f"- [Title]({ONE}) [ICLR 2021](https://a.b)\n",
    "named in the link's text": f"- [Wong et al., NeurIPS 2018]({ONE})\n",
    "another one named": f"- [Title]({ONE}) Workshop at ICML 2018\n",
    "named on a badge": f"- [Title]({ONE}) ![](https://img.shields.io/badge/NeurIPS-2018-blue)\n",
    "named for two works": f"- [One]({ONE}) and [two]({TWO}), both ICML 2020\n",
    "named on the next line of the item": f"- [Title]({ONE})\n  *Wong*, NeurIPS 2018\n",
    "named in a venue column": f"|a|b|\n|-|-|\n| [Title]({ONE}) | NeurIPS |\n",
    "named in the cell": f"|a|b|\n|-|-|\n| [Title]({ONE}) (NeurIPS 2018) | x |\n",
    "named in the other cell of the work": (
        f"|a|b|\n|-|-|\n| [Title]({ONE}) | [NeurIPS 2018]({PDF}) |\n"
    ),
    "named beside the next link": f"**[Title]({ONE})**\n*Wong*<br>\nNeurIPS 2018. [[PDF]({PDF})]\n",
    "named beside the link in the heading": f"## [Title]({ONE}), NeurIPS 2018\n[pdf]({PDF})\n",
    "heading": f"# [Title]({ONE})\n",
    "underlined heading": f"[Title]({ONE})\n===\n",
    "heading in an item": f"- # [Title]({ONE})\n",
    "image": f"- ![Title]({ONE}.png)\n",
    "link in an image's text": f"![Figure (source: [x]({ONE}))](https://a.b/c.png)\n",
    "reference": f"- [Title][1]\n\n[1]: {ONE}\n",
    "code": f"- `[Title]({ONE})`\n",
    "block of code": f"```\n[Title]({ONE})\n```\n",
    "comment": f"<!-- [Title]({ONE}) -->\n",
    "id in prose": "- Title, arXiv:1803.02780\n",
    "front matter": f"---\npaper: {ONE}\n---\n",
    "tag that is no link": f'<iframe src="{ONE}"></iframe>\n',
    "bare in HTML": f"<p>\n{ONE}\n</p>\n",
    "script": f"<script>\nx = '<a href=\"{ONE}\">x</a>'\n</script>\n",
    "Liquid": f"{{% include paper.html url={ONE} %}}\n",
    "shortcode": f'{{{{< cite "{ONE}" >}}}}\n',
    "field of Dataview": f"- [url:: {ONE}]\n",
    "broken autolink": f"- <{ONE}. >\n",
    "wiki link": f"- [[Title|{ONE}]]\n",
    "BibTeX": f"@misc{{a,\n  url = {{{ONE}}},\n  note = {{See {ONE} and {{more}}}},\n}}\n",
    "BibTeX in quotes": f'@misc{{a, url = "{ONE}"}}\n',
    "BibTeX without an end": f"@misc{{a,\n  url = {ONE}\n",
    "formula": f"- $x = {ONE}$ holds\n",
    "formula of its own": f"$$\nx \\text{{see {ONE} }}\n$$\n",
    "comment of Obsidian": f"%% see {ONE} later %%\n",
    "comment of Obsidian over lines": f"%%\n\n- [Title]({ONE})\n\n%%\n",
    "attribute of JSX over lines": f'<Card\n  title="x"\n  href="{ONE}"\n>\n  text\n</Card>\n',
    "attribute of an image": f'- ![cap](x.png){{fig-alt="From {ONE}"}}\n',
    "attribute of a callout": f'::: {{.callout-note title="After {ONE}"}}\ntext\n:::\n',
    "attribute of kramdown": f'{{:ref: title="{ONE}"}}\n',
    "option of MyST": f":::{{figure}} x.png\n:alt: {ONE}\n:::\n",
    "metadata of MultiMarkdown": f"Title: My note\nDate: 2020-01-01\nSource: {ONE}\n\nBody\n",
    "definition below a text": f"See [the paper][r].\n[r]: {ONE}\n",
    "definition in a quote": f"> See [the paper][r].\n> [r]: {ONE}\n",
    "grid table": f"+---+---+\n| {ONE} | a |\n+---+---+\n",
    "code in HTML": f"- <code>{ONE}</code>\n",
    "CriticMarkup": f"- {{++{ONE}++}}\n",
    "field of Dataview in brackets": f"- (paper:: [a]({ONE}))\n",
    "formula of LaTeX": f"- \\( x {ONE} \\)\n",
    "environment of LaTeX": f"\\begin{{align}}\nx % {ONE}\n\\end{{align}}\n",
    "tag in a link's text": f'- [see <a href="{ONE}">x</a>](https://a.b)\n',
    "no venue": f"- [Title]({THREE})\n",
    "no record": "- [Title](https://arxiv.org/abs/2101.00001)\n",
    "switched off": f"<!-- enricher: off -->\n- [Title]({ONE})\n",
}


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED)
def test_not_written(text: str) -> None:
    assert run(text) == text


@pytest.mark.parametrize(
    "text",
    [
        f"export const url = '{ONE}'\n",
        f"<Card url={{'{ONE}'}} />\n",
        f"text {{f('{ONE}')}} text\n",
        f"{{/* enricher: off */}}\n\n- [Title]({ONE})\n",
    ],
)
def test_what_mdx_runs_is_left_alone(text: str) -> None:
    assert run(text, path="note.mdx") == text
    item = f"\n- [Title]({ONE})"
    after = run(f"export const a = 1\n{item}\n", path="note.mdx")
    assert after == f"export const a = 1\n{item}{W}\n"


@pytest.mark.parametrize("path", ["note.rst", "note.org", "note.txt", "note.html", "note.ipynb"])
def test_only_markdown_is_written(path: str) -> None:
    text = f"- [Title]({ONE}) {ONE}\n"
    assert run(text, path=path) == text


def test_a_note_that_opts_out_is_left_alone() -> None:
    plan = planned(f"---\nenricher: false\n---\n- [Title]({ONE})\n")
    assert plan.idle is Idle.OPTED_OUT
    assert not plan.edits


def test_what_is_skipped_is_counted_once() -> None:
    text = f"# [Title]({ONE})\n\n- [Two][2]\n- [Three]({THREE})\n\n[2]: {TWO}\n"
    (notice,) = planned(text).notices
    assert notice.startswith("note.md: 2 papers get no venue")
    assert not planned(f"# [Title]({ONE}), NeurIPS 2018\n\n- [Title]({TWO})\n").notices


def test_a_title_of_a_link_tells_no_reader_the_venue() -> None:
    before = f'[y][1]([x]({ONE} "A Paper · NeurIPS 2018")\n'
    assert run(before) == before.replace(")\n", f"){W}\n")
