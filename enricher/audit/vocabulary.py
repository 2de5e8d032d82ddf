"""Words by what they tell of a title. The lists are closed: articles and prepositions, words that
all papers are spoken of with, and standard short forms; no subject of any paper is in them."""

from __future__ import annotations

from typing import Final


def _of(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Articles and prepositions, which do not count where titles are compared
LITTLE: Final = _of(
    """
    a an and are as at be between by do does for from in into is it its of on or over s the their
    this through to under using via we when with
    """
)
# What authors change from one version to the next, and readers leave out
LIGHT: Final = _of(
    """
    approach approaches based effective efficient extended framework general improved improving
    method methods new novel report study system systems technical technique techniques version work
    """
)
# What a paper is about a kind of, where readers name it by the rest: "Deep Residual Nets"
KINDS: Final = _of("algorithm algorithms model models net nets network networks")
DENIALS: Final = _of("cannot never no non not without")
SURVEYS: Final = _of("survey review overview tutorial introduction taxonomy")
OF_SURVEYS: Final = _of("brief comprehensive critical literature recent short systematic")
# What is said of a paper beside its title
OF_PAPERS: Final = _of(
    """
    also article author authors best called code have has here how i it me more my new nice notes
    official oral our out paper papers pdf poster preprint proposed read reading see show shows
    slides so spotlight that there they these was were what which who work you your
    """
)
# Words of sentences that hardly any title has
OF_SENTENCES: Final = _of(
    """
    actually also although any anyway authors because been but cannot claims could did done even
    everyone explain explained explains found great had has have he her here him his i just known
    later me most never nice original our out paper people proposed really said say says she should
    show showed shown shows so some someone still such than that them then there these they those
    very was were which while who whom will would
    """
)
# What links lead to, where readers do not say whereto
LABELS: Final = _of(
    """
    abs acm arxiv bibtex blog code colab cvf data demo doi github here html ieee link oral page
    paper pdf poster preprint project slides supp talk video website
    """
)
# Short forms that are not how the long one begins; for these no list is needed
SHORT_FORMS: Final = {
    "attn": "attention",
    "bg": "background",
    "cls": "classification",
    "ctrl": "control",
    "fg": "foreground",
    "img": "image",
    "imgs": "images",
    "mgmt": "management",
    "msg": "message",
    "nets": "networks",
    "recog": "recognition",
    "vid": "video",
    "vids": "videos",
    "xfer": "transfer",
}
# and those that are not the first letters of words in a row
SPELLED_OUT: Final = {
    "cnn": ("convolutional", "neural", "network"),
    "gcn": ("graph", "convolutional", "network"),
    "vae": ("variational", "autoencoder"),
}
# Words that nearly every sentence has some of. One that languages share is in no list.
ENGLISH: Final = _of(
    """
    and are by for from how into it of or that the their this to toward towards using via we what
    when where why with without you your
    """
)
FOREIGN: Final = _of(
    """
    alles aus auf bei das dem den der des die durch ein eine einem einen einer eines für gegen im
    ist mit nach nicht oder ohne sehr sind über und unter vom von wie zu zum zur zwischen

    aan bij deze een het met naar niet om ook op te tot uit van voor zijn
    av att det för hos inte med och på till ur

    au aux avec ce ces dans de des du est et le les leur ou par pas pour que qui quoi sans ses sur
    une vers

    al como con cómo cualquier del desde el entre esta este las lo los más mediante para por que se
    según sin sobre su todo un una y

    ao aos com das dos essa mais na nos não os pela pelo sem tudo uma
    alla allo che dal dalla degli dei della delle di gli il nel nella più qualsiasi sono tra tutto

    dla jest nie od oraz przez z za ze jako
    ve bir için ile
    """
)
