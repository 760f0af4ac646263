"""What editors type that the Markdown here does not have, and what they are told to write instead.

Each pattern is held against what is left as text in a line once the Markdown was read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from notice.markup.typed import BORDER, MARKED

TAG = r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--"
"""A tag of HTML, or the beginning of a comment."""


class Rule(NamedTuple):
    """What is left as text, and what to write instead.

    The patterns are compiled where they are used, since most texts give no cause for it.
    """

    pattern: str
    message: str
    needs_others: bool = False
    """Whether it may stand alone before a paragraph, as the letter of a legal text does."""
    begins: str = ""
    """What the first item of such a list looks like; lines may begin with abbreviations."""


def _rules(*rules: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple(Rule(pattern, message) for pattern, message in rules)


IN_TEXT = _rules(
    (r"~~", "struck text is not known here; take the words out, and readers see what went"),
    (r"`", "code is not known here, and ` is shown as it stands"),
    (
        r"\*\*|__(?=[^\W_])|(?<=[^\W_])__(?!_)",
        "`**` is shown as it stands: it is opened and not closed, or closed and not opened",
    ),
    (
        rf"(?<![^\s([“”«\"{BORDER}])\*(?=[^\s*])",
        "`*` opens emphasis that is never closed; write `\\*` where a star is meant",
    ),
    (r"!\[", "this is no image: write `![what it shows](media/name.png)`"),
    (r"\[\[", "this is no link: write `[text](https://…)`, or `[](#section)`"),
    (
        rf"\]\((?!\))|\] \((?=https?:|www\.|mailto:|tel:|#|[\w-]+\.\w|{MARKED})",
        (
            "this is no link: write `[text](https://…)`, without a space between, and close both "
            "brackets"
        ),
    ),
    (r"\]\[", "this is no link: write `[text](https://…)`"),
    (
        rf"\) ?\[(?=https?:|www\.|{MARKED})",
        "the brackets are the wrong way round: write `[text](https://…)`",
    ),
    (
        r"\[\^[^]\s]+\](?!:)",
        "no footnote: its text stands below the paragraph, on a line like `[^1]: …`",
    ),
    (
        rf"\[[^][]*[^][\s]\((?=https?:|mailto:|tel:|www\.|{MARKED})",
        (
            "this is no link: write `[text](https://…)`, without a space between, and close both "
            "brackets"
        ),
    ),
    (
        r"(?<![\w.+-])[\w+-][\w.+-]*@(?:[\w-]+,\w{2,}\b|[\w-]*(?![\w.-])|[\w-]+\.?(?=[\s)>]|$))",
        "this is no e-mail address: one reads name@example.com",
    ),
    (
        r"\{\+\+|\{--|\{~~|\[-\w|\{\+\w",
        "marks of a comparison: write what is to stand there, and nothing else",
    ),
    (r"\]\{(?![#.: ])", "this is no link: write `[text](https://…)`"),
    (r"(?<=\S) #{2,}$", "the signs behind a heading are shown; take them out"),
    (r"<mailto:", "write an e-mail address as `<name@example.com>`"),
    (r"<tel:", "write a telephone number as `[+358 40 …](tel:+35840…)`"),
    (r"(?<![\w./@-])www\.[\w-]+\.\w", "this is no link: an address begins with `https://`"),
    (r"==(?=[^\s=])[^=]+==", "highlighted text is not known here; `**…**` makes it bold"),
    (r"\w\^[\w+-]+\^", "raised text is not known here; write the character itself, as “²”"),
    (r"\w~\w+~", "lowered text is not known here; write the character itself, as “₂”"),
    (
        r"\{\{|\{%|%\}|\}\}|\$\{|\{[^\W\d_][\w -]*\}",
        "a placeholder: nothing fills it in here",
    ),
    (r"\{[#.:] ?[\w-]+", "attributes in braces are not known here, and are shown as they stand"),
    (
        r"\\(?= |$)",
        (
            "a backslash breaks a line only where another line follows it directly, with nothing "
            "after the backslash"
        ),
    ),
)
"""Where it may stand anywhere in a line."""


SIGN = re.compile(rf"[^\w\s.,:;?!'\"“”„«»’(){MARKED}{BORDER}/–-]|_|www\.")
"""What a line has where any of these can stand in it: a sign that most text has not."""


BEGINS = (
    r"\d|h\d|[¹²³⁴-⁹\u2460-\u24ff\u2776-\u2793]"
    r"|[^\w\s\"'“”„«(]|_|\(?\w+\)|[^\W\d_]{1,4}\.|o\s"
)
"""What a line begins with where any of those below can begin it."""


AT_START = _rules(
    (r"#{3,}[^ #]", "a heading needs a space after its `###`"),
    (
        r"#{5,} |={1,6} \S.* ={1,6}$|h[1-6]\. \S",
        "a heading is written `### Heading`",
    ),
    (r"[¹²³⁴-⁹] ?[^\W\d]", "a footnote is written as `word[^1]`, and its text as `[^1]: text`"),
    (r"#{3,}$", "a heading without words; write them, or leave it out"),
    (r"<{7}(?= |$)", "a merge conflict: choose one of the two texts, and delete the marks"),
    (r">[^\s>]", "a quotation needs a space after its `>`"),
    (r"\[[ xX]\] ", "boxes to tick are not known here, and are shown as they stand"),
    (r"\[[^]^][^]]*\]:", "a link's address stands behind its text: write `[text](https://…)`"),
    (r":::|!!!", "boxes are not known here; write a heading or a quotation"),
    (r"[-*_=]( ?[-*_=]){2,}$", "a line across the page is not known here; leave it out"),
)
"""Where it begins a line."""


UNDER = _rules(
    (r"={2,}$|-{2,}$", "a heading is written `### Heading`, and no line is drawn under it"),
    (r": +\S", "lists of terms are not known here: write `- **term**: what it means`"),
)
"""Where it begins a line right under another."""


_NO_LIST = "this is no list: begin its items with `- ` or `1. `"


_WIDE = "\u00a0\u2000-\u200a\u202f\u3000"
"""Spaces that Markdown takes for letters, as word processors put them in."""


_NO_SPACE = "this is no list: a no-break or wide space stands after the marker; type a usual one"


ITEMS = (
    *_rules(
        (r"(?P<kind>[•·∙‣⁃▪▫●○◦■□◆◇⦁]) ?\S", _NO_LIST),
        (r"(?P<kind>[–—]) ?\S", _NO_LIST),
        (r"(?P<kind>[−‐‑‒―])\s?[^\s\d]", _NO_LIST),
        (rf"(?P<kind>[-*+])[{_WIDE}]", _NO_SPACE),
        (r"(?P<kind>-)[^\s\d-]", "this is no list: there is no space after the `-`"),
        (r"\d{1,3}(?P<kind>[.)])[^\W\d_]", "this is no list: there is no space after the number"),
        (
            r"(\d{1,3}(?P<kind>[.)])) ",
            (
                "this is no list: inside a paragraph only `1.` begins one; leave a line empty "
                "before it"
            ),
        ),
    ),
    Rule(
        r"(?P<kind>[*+])[^\W_]",
        "this is no list: there is no space after the marker",
        needs_others=True,
    ),
    Rule(r"(?P<kind>\(?)(\w|[ivxlc]{2,4}|\d{1,3})\) ", _NO_LIST, needs_others=True),
    Rule(
        rf"\d{{1,3}}(?P<kind>[.)])[{_WIDE}]",
        _NO_SPACE,
        needs_others=True,
    ),
    Rule(
        r"(?P<kind>)(?:[^\W\d_]|[ivx]{2,4}|[IVX]{2,4})\.\s\S",
        _NO_LIST,
        needs_others=True,
        begins=r"[aAiIаАα]\.",
    ),
    *(
        Rule(pattern, _NO_LIST, needs_others=True)
        for pattern in (
            r"(?P<kind>)[\u2600-\u26ff\u2705\u274c\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?\s\S",
            r"(?P<kind>[✓✔☑✗✘➔➜➢➤►▶▸→⇒»o])\s\S",
            r"\d{1,2}(?P<kind>:| [-–—])\s\S",
            r"\d{1,2}(?P<kind>\.)\d{1,2}\.?\s\S",
            r"\d{1,3}(?P<kind>[）．、])",
            r"(?P<kind>\[)\d{1,2}\]\s",
            r"(?P<kind>)(?:[\u2460-\u24ff\u2776-\u2793]|\d\ufe0f?\u20e3)\s?\S",
        )
    ),
)
"""What begins the items of a list elsewhere; alone in a paragraph that wraps it may be a word."""
