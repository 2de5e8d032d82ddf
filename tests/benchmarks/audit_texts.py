"""How readers write the title of a work into the text of a link, sort by sort.

Each sort makes a text of a work by chance, or none where the work has nothing to make it of.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable

from tests.benchmarks.audit_works import Work

Maker = Callable[[Work, random.Random], str | None]

SHORT = (
    ("networks", "nets"),
    ("network", "net"),
    ("convolutional", "conv"),
    ("representation", "repr."),
    ("representations", "repr."),
    ("reinforcement learning", "RL"),
    ("neural networks", "NNs"),
    ("neural network", "NN"),
    ("convolutional neural networks", "CNNs"),
    ("convolutional networks", "ConvNets"),
    ("generative adversarial networks", "GANs"),
    ("large language models", "LLMs"),
    ("natural language processing", "NLP"),
    ("neural architecture search", "NAS"),
    ("segmentation", "seg."),
    ("detection", "det."),
    ("attention", "attn"),
    ("optimization", "opt."),
    ("unsupervised", "unsup."),
    ("architecture", "arch"),
    ("with", "w/"),
    ("without", "w/o"),
    ("and", "&"),
    ("and", "+"),
    ("with", "+"),
    ("for", "4"),
    ("through", "via"),
    ("using", "w/"),
)
VENUES = ("CVPR", "ICCV", "NeurIPS", "ICML", "ICLR", "ECCV", "AAAI", "ACL", "NIPS", "EMNLP")
SEPARATORS = (": ", " - ", " – ", " — ", ":", " | ")


def copied(work: Work, chance: random.Random) -> str | None:
    return chance.choice(work.known)


def in_another_case(work: Work, chance: random.Random) -> str | None:
    how = chance.choice((str.lower, str.upper, str.title, str.capitalize))
    return how(work.title)


def with_typos(work: Work, chance: random.Random) -> str | None:
    """One to three letters lost, doubled, changed or swapped: no more than one in eight."""
    letters = list(work.title)
    for _ in range(chance.randint(1, max(1, min(3, len(letters) // 8)))):
        place = chance.randrange(len(letters) - 1)
        if not (letters[place].isalpha() and letters[place + 1].isalpha()):
            continue
        match chance.randrange(4):
            case 0:
                del letters[place]
            case 1:
                letters.insert(place, letters[place])
            case 2:
                letters[place] = chance.choice(string.ascii_lowercase)
            case _:
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


def cut_between_words(work: Work, chance: random.Random) -> str | None:
    said = work.title.split()
    if len(said) < 6:
        return None
    return " ".join(said[: chance.randint(max(3, len(said) // 2), len(said) - 1)])


def cut_in_a_word(work: Work, chance: random.Random) -> str | None:
    title = work.title
    if len(title) < 30:
        return None
    return title[: chance.randint(max(15, len(title) // 3), len(title) - 2)].rstrip()


def cut_with_dots(work: Work, chance: random.Random) -> str | None:
    cut = chance.choice((cut_in_a_word, cut_between_words))(work, chance)
    return None if cut is None else cut + chance.choice(("…", "...", " …", " ...", "[...]"))


def _nickname(work: Work, chance: random.Random) -> str:
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]{4,}", work.title))[:5]
    made = chance.choice(("Net", "Former", "GAN", "v2", ""))
    return (initials.upper() or "Deep") + made


def named(work: Work, chance: random.Random) -> str | None:
    return _nickname(work, chance) + chance.choice(SEPARATORS) + work.title


def named_and_shortened(work: Work, chance: random.Random) -> str | None:
    said = work.title.split()
    if len(said) < 4:
        return None
    short = " ".join(said[: chance.randint(2, len(said) - 1)])
    return _nickname(work, chance) + chance.choice(SEPARATORS) + short


def without_the_subtitle(work: Work, chance: random.Random) -> str | None:
    head, colon, _ = work.title.partition(": ")
    return head if colon and len(head) > 3 else None


def the_subtitle(work: Work, chance: random.Random) -> str | None:
    _, colon, tail = work.title.partition(": ")
    return tail if colon and len(tail.split()) > 3 else None


def abbreviated(work: Work, chance: random.Random) -> str | None:
    text = work.title
    found = [pair for pair in SHORT if re.search(rf"\b{pair[0]}\b", text, re.IGNORECASE)]
    if not found:
        return None
    for long, short in chance.sample(found, min(len(found), chance.randint(1, 3))):
        text = re.sub(rf"\b{long}\b", short, text, flags=re.IGNORECASE)
    return text


def with_sizes(work: Work, chance: random.Random) -> str | None:
    size = re.search(r"(\d+)\s?[x×]\s?(\d+)", work.title)
    if size is None:
        return None
    new = size[1] + chance.choice(("*", " x ", "×", "x", " × ")) + size[2]
    return work.title[: size.start()] + new + work.title[size.end() :]


def _family(work: Work) -> str | None:
    return work.authors[0].split()[-1] if work.authors else None


def with_a_place_behind(work: Work, chance: random.Random) -> str | None:
    venue, year, family = chance.choice(VENUES), chance.randint(2012, 2024), _family(work)
    tails = [
        f" ({venue} {year})",
        f" [{venue}'{year % 100}]",
        f", {venue} {year}",
        f" - {venue} {year}",
        f" | {venue}{year % 100:02}",
        f" ({year})",
        f" ({venue} {year} oral)",
        f" [{venue} {year} Best Paper]",
        f". {venue}, {year}.",
        f" — {year}",
        f" @ {venue} {year}",
        " (arXiv)",
        " [pdf]",
        " (oral)",
        " ⭐⭐⭐",
        " 🔥",
        " [8/10]",
        " (4.5/5)",
        " ★★★★☆",
    ]
    if family:
        tails += [
            f" ({family} et al., {year})",
            f" - {family} et al. {year}",
            f", {family} et al., {venue} {year}",
            f" by {family} et al.",
            f" [{family} {year}]",
            f" ({family}, {year})",
            f". {family} et al. {venue} {year}",
        ]
        tails += [f" by {work.authors[0]}", f" ({', '.join(work.authors[:3])})"]
    return work.title + chance.choice(tails)


def with_a_place_before(work: Work, chance: random.Random) -> str | None:
    venue, year, family = chance.choice(VENUES), chance.randint(2012, 2024), _family(work)
    heads = [
        f"[{venue}'{year % 100} oral] ",
        f"[{venue} {year}] ",
        f"({venue} {year}) ",
        f"{venue} {year}: ",
        f"{venue}{year} - ",
        "⭐ ",
        "🔥🔥 ",
        "★★★ ",
        "[1] ",
        "12. ",
        "(3) ",
        f"{year} - ",
        f"[{year}] ",
        f"{year}-05-12 ",
        "Paper: ",
        "paper - ",
        "#7 ",
        "NEW! ",
        "[arXiv] ",
        "[8/10] ",
        "[WIP] ",
        f"{venue} {year} | ",
    ]
    if family:
        heads += [
            f"{family} et al. - ",
            f"{family} et al. ({year}): ",
            f"{family} et al., {year}. ",
            f"{', '.join(work.authors[:3])}. ",
            f"{family} {year}: ",
            f"[{family} et al.] ",
        ]
    return chance.choice(heads) + work.title


def in_a_sentence(work: Work, chance: random.Random) -> str | None:
    frames = (
        "In the paper “{0}” the authors show how this is done",
        "a nice paper called {0}",
        "{0} is a paper that you have to read.",
        "See {0} for what we have left out",
        "Read {0}",
        "my notes on {0}",
        "The paper {0} was the first to do so.",
    )
    return chance.choice(frames).format(work.title)


def prose(work: Work, chance: random.Random) -> str | None:
    """What speaks of a work with words of its own."""
    family = _family(work)
    said = (
        "the work that started it all",
        "This was shown to fail on larger problems by several groups",
        "as has been shown before",
        "They trained it for two weeks and it still did not converge.",
        "It turns out that you do not need all of the data to get there",
        "a team at a large company has shown that it is possible to do this with a laptop",
        "Researchers found that bigger models are not always better.",
        "we have seen a lot of progress in recent years",
        "One study claims that people cannot tell the difference any more",
        "how this was done in the first place",
        "A nice overview of what is known",
        "The original idea goes back to the nineties",
        "More details can be found in the appendix",
        "Here is how they explain it in their own words",
        "Later work showed that this does not hold in general",
        "But there is evidence that it is the other way round",
    )
    with_names = (
        f"Survey by {family}, {' and '.join(each.split()[-1] for each in work.authors[1:3])}",
        f"{family} and colleagues",
        f"{family} et al. have shown that this is not needed",
        f"a very good review article by {family} et al.",
        f"{family}'s original formulation of the problem",
        f"Lecture Notes by {work.authors[0] if work.authors else ''}",
        f"the {family} group at a big university",
    )
    return chance.choice((*said, *with_names) if family and len(work.authors) > 2 else said)


RIGHT: dict[str, Maker] = {
    each.__name__.replace("_", " "): each
    for each in (
        copied,
        in_another_case,
        with_typos,
        cut_between_words,
        cut_in_a_word,
        cut_with_dots,
        named,
        named_and_shortened,
        without_the_subtitle,
        the_subtitle,
        abbreviated,
        with_sizes,
        with_a_place_behind,
        with_a_place_before,
        in_a_sentence,
        prose,
    )
}
# Texts that claim a title, so that they are wrong where they stand at another work
CLAIMS = (
    "copied",
    "in another case",
    "with typos",
    "cut in a word",
    "cut with dots",
    "named",
    "abbreviated",
    "with a place behind",
    "with a place before",
)
