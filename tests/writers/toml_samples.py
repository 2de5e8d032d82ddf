"""Handmade notes with TOML front matter for the tests of writers."""

from __future__ import annotations

from collections.abc import Iterable

from enricher import text as texts
from enricher.writers.interface import Profile, WriteOptions
from tests.writers.samples import BODY, ONE, lines

ZOLA = WriteOptions(profile=Profile.EXTRA)


def toml(*front: str, body: str = BODY) -> str:
    """A note with these lines of front matter."""
    return lines("+++", *front, "+++") + body


def table(number: str, *more: str, links: Iterable[str] = (), name: str = "papers") -> list[str]:
    """The lines of an entry that is written already."""
    urls = ", ".join(f'"{url}"' for url in links or (f"https://arxiv.org/abs/{number}",))
    return ["", f"[[{name}]]", f'id = "arxiv:{number}"', f"links = [{urls}]", *more]


def written(*more: str, body: str = ONE) -> str:
    """A note whose list holds one entry with these lines more."""
    return toml("a = 1", *table("2004.01899", *more), "", "[after]", "b = 2", body=body)


def content(text: str) -> str:
    """What stands between the fences."""
    front = texts.front_matter(text)
    assert front is not None
    return text[slice(*front.content)]


FRONTS = {
    "empty": "",
    "blank": "\n  \n",
    "comment": "# nothing but a comment\n",
    "Hugo": 'title = "A"\ndate = 2017-03-01T12:00:00+01:00\ndraft = false\ntags = ["a", "b"]\n',
    "Hugo, with blanks and tabs": '\n\ttitle\t=\t"x"  \n\n  [params]\n\t  a = 1\t# one\n\n\n',
    "Hugo, a menu": 'title = "x"\nweight = 10\n\n[menu.main]\n  parent = "docs"\n  weight = 1\n',
    "Hugo, cascades": 'title = "x"\n[[cascade]]\n  banner = "a.jpg"\n  [cascade._target]\n'
    '    path = "/x/**"\n[[cascade]]\n  banner = "b.jpg"\n',
    "Hugo, resources": '[[resources]]\n  src = "**.jpg"\n  [resources.params]\n    a = "b"\n',
    "Hugo Academic, a publication": 'title = "A paper"\ndate = 2013-07-01\n\n'
    "# Authors. Comma separated list\nauthors = [\"GA Cushen\", 'MS Nixon']\n\n"
    '# Publication type.\n# 0 = Uncategorized\npublication_types = ["1"]\n'
    'publication = "In *ICMEW*, IEEE."\nabstract = "An \\"abstract\\"."\n\n'
    'url_pdf = "https://arxiv.org/pdf/1803.02780.pdf"\n'
    'url_custom = [{name = "Custom [link]", url = "http://a.org/#x"}]\n\n'
    "# Digital Object Identifier (DOI)\ndoi = \"\"\n\n[image]\n  # Caption (optional)\n"
    '  caption = ""\n\n  # Focal point\n  focal_point = "Smart"\n',
    "Hugo Academic, a widget": 'widget = "blank"\nheadless = true\nactive = true\n\n[design]\n'
    '  columns = "1"\n\n[design.background]\n  gradient_start = "#4bb4e3"\n'
    '\n[[feature]]\n  icon = "r-project"\n',
    "docsy": 'title = "Docs"\nlinkTitle = "Docs"\n[[cascade]]\ntype = "blog"\ntoc_root = true\n'
    "\n  [cascade._target]\n  path = \"/blog/**\"\n",
    "Zola": 'title = "x"\ndate = 2021-01-01\nslug = \'y\'\n\n[taxonomies]\ntags = ["a"]\n\n'
    '[extra]\nmath = true\n# the end\n',
    "Zola, extra first": '[extra]\nlogo_name = "x"\n\n[taxonomies]\ntags = ["a"]\n',
    "Zola, dotted extra": 'title = "x"\nextra.math = true\ntaxonomies.tags = []\n',
    "Zola, tables in extra": '[extra.a]\nb.c = 1\n[extra.d."e.f"]\n[[extra.g]]\nh = 2\n',
    "Zola, empty extra": 'title = "x"\n[extra]\n',
    "Zola, a theme": '\ntitle = "x"\ntemplate = "theme.html"\n\n[extra]\ncreated = 2021-01-01\n\n'
    '[extra.author]\nname = "y"\nhomepage = ""\n        \n',
    "literal over lines": "a = '''\n+++ b\n[[papers]]\nid = \"arxiv:2004.01899\"\n# c\n'''\n",
    "string over lines": 'a = """\\\n  [[papers]] \\"""\n\n  # d \\\\"""""\nb = """"e""""\n',
    "list over lines": 'a = [ # one [\n  "b]", # two """\n  [1, 2], { c = "}" },\n\n] # three\n',
    "quoted keys": '"a b" = 1\n\'c.d\' = 2\n"pa\\u0070ers x" . y = 3\n["e]f"] # g\n"#" = 1\n',
    "dates and numbers": "a = 1979-05-27 07:32:00.5Z\nb = 07:32:00\nc = 0x1F\nd = nan\ne = -inf\n",
    "letters": 'title = "笔记 🦉 e\u0301 \u200b\u2028\x85"\n# 标题\u2028\x85 x\n"标签" = []\n',
    "keys that look managed": "papers-read = 1\n[my]\npapers = [1]\n[my.extra]\npapers = 2\n",
    "a template in a string": "title = \"{{ replace .Name '-' ' ' }}\"\n",
    "paper links": '[[links]]\narxiv = "https://arxiv.org/abs/2004.01899"\n',
}  # fmt: skip
