"""Numbers that are typed before a text: what stands before an item, or before a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from notice.words.tokens import Token

MARKER = re.compile(r"[-*•·‣–]|\(?(\d{1,3}|[a-z])[.)]")
"""What is typed before a text to make it look like an item: a bullet, `1)`, `(a)`."""

_CHINESE = "[一二三四五六七八九十百零〇]+"

_NUMBER = re.compile(
    r"\(?(?:\d{1,3}[a-z]?(?:\.(?:\d{1,3}|[a-z]))*|[A-Za-z]|[ivxlc]+|[IVXLC]+)[.)]\s"
    r"|\d{1,3}(?:\.\d{1,3})+\s|\[\d{1,3}\]\s"
    r"|§{1,2}\s?\d{1,3}[a-z]?[.:)]?\s|\d{1,3}\s?(?:[a-z]\s)?§[.:]?\s"
    rf"|第(?:{_CHINESE}|\d+)[条條章节節款項项][、.:]?\s?"
    rf"|(?:{_CHINESE}|\d{{1,3}})、|\({_CHINESE}\)"
)
"""`2.`, `(b)`, `iv)`, `3.1`, `§ 4`, `第二条`, `三、`, and what parts it from the text."""

_NUMBER_OF_TITLE = re.compile(
    r"(?:[^\W\d_]+(?:-[^\W\d_]+)*\.?\s|№\s?)?"
    r"(?:\d{1,3}[a-z]?(?:\.\d{1,3})*|[A-Z][.-]?\d{1,3}|[IVXLC]+|(?<=\s)[A-Z])"
    r"(?:[.:)]\s|\s[-–—]\s|\s)"
    r"|\d{1,3}\.(?=[^\W\d_])"
)
"""What a title has besides: `2`, `Article 2`, `Section IV:`, `Annex B –`, `Art. 2`, `A.2`."""

_COUNTER = re.compile(r"\d{1,3}[.)]?")


def length_of_number(text: str, *, is_title: bool) -> int:
    """Return how many characters of a text, as it looks, are a number before it; 0 where there is
    none, or nothing but it. Before a small letter a title's number is one of its words: "24 hours".
    """
    number = _NUMBER.match(text)
    if is_title and not number:
        number = _NUMBER_OF_TITLE.match(text)
        if number and text[number.end() : number.end() + 1].islower():
            return 0
    return number.end() if number and number.end() < len(text) else 0


def words_in_number(words: Sequence[str], *, is_title: bool) -> int:
    """Return how many of the words of a text, as they look and with the white space before them,
    are a number before it.
    """
    length = length_of_number("".join(words), is_title=is_title)
    return sum(end <= length for end in accumulate(map(len, words)))


def tokens_in_number(tokens: Iterable[Token], *, is_title: bool) -> int:
    """Return how many of the words of a text are a number before it."""
    return words_in_number([token.space + token.key for token in tokens], is_title=is_title)


def is_counter(text: str) -> bool:
    """Tell whether a cell of a table does nothing but count the rows."""
    return bool(_COUNTER.fullmatch(text))
