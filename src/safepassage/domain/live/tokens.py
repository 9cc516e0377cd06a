"""Tokens: random short codes that stand for a person or a travel group, such as `P-7K3Q-9M2X-4F8W`.

A token is a letter for its kind, ten random signs and two check signs, in fours to be read aloud. It says nothing of
anybody: no order, no time, no place. The signs are Crockford's base 32 (Douglas Crockford, "Base 32", 2002): digits and
letters without I, L, O and U. Whoever types O means 0, I or L means 1; small letters, spaces, dashes and the digits of
other scripts are read as well.

Chance. Ten signs are 50 random bits. Among n tokens two are alike with a probability of at most n (n - 1) / 2^51
(the birthday bound): 1 in 2,252 for a million, 1 in 1.4 million for 40,000. Whoever guesses hits one of 40,000 tokens
once in 28,000 million tries on average, even with check signs that fit.

Check. The 13 signs are a word of the Reed-Solomon code over the field of 32 elements (Reed and Solomon, "Polynomial
codes over certain finite fields", 1960) whose generator has the roots 1 and a. Any two of its words differ in three
signs or more, so one or two wrong signs anywhere are found, hence any two signs that changed places; of worse errors 1
in 1,024 is not. The kind is checked like the rest: no slip makes a person's token one of a group.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import reduce
from unicodedata import category, decimal, normalize

from safepassage.domain.errors import UnusableInputError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The signs, each at the place of its value."""

RANDOM_SIGNS = 10
CHECK_SIGNS = 2
SIGNS = 1 + RANDOM_SIGNS + CHECK_SIGNS
"""All signs of a token, its kind among them."""

BITS = 5
"""Bits of a sign."""

RANDOM_BYTES = 7
"""The fewest bytes that hold the random signs."""

FIELD = 0b100101
"""x^5 + x^2 + 1, which is primitive over the field of two elements: its root is a."""

VALUES = {sign: value for value, sign in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}

IGNORED = frozenset({"Pd", "Zs", "Cf", "Cc"})
"""Categories of Unicode that are passed over: dashes, spaces, marks of direction, line ends."""


class TokenKind(StrEnum):
    """Whom a token stands for, by its first letter."""

    PERSON = "P"
    GROUP = "G"


def new_token(kind: TokenKind, random: Callable[[int], bytes]) -> str:
    """Give a new token; `random` gives so many bytes that nobody can foretell, as `secrets.token_bytes` does."""
    number = int.from_bytes(random(RANDOM_BYTES), "big")
    drawn = [number >> BITS * place & 31 for place in range(RANDOM_SIGNS)]
    values = [VALUES[kind.value], *drawn]
    return _written([*values, *_check(values)])


def read_token(text: str) -> str:
    """Give the token that somebody typed, read from a card or scanned, in the form in which it is always written.

    Raises
    ------
    UnusableInputError
        If it is none; the sentence says what is wrong with it.
    """
    values = list(_values(text))
    if not values or ALPHABET[values[0]] not in set(TokenKind):
        raise UnusableInputError(f"{_shown(text)} is no token: it must begin with P for a person or G for a group.")
    if len(values) != SIGNS:
        what = "short" if len(values) < SIGNS else "long"
        raise UnusableInputError(
            f"The token {_shown(text)} is too {what}: it has {len(values)} letters and digits, a token has {SIGNS}."
        )
    if any(_syndromes(values)):
        raise UnusableInputError(f"The check digits of the token {_shown(text)} do not fit: look again at the card.")
    return _written(values)


def kind_of(token: str) -> TokenKind:
    """Give whom a token stands for, from the form in which it is always written."""
    return TokenKind(token[0])


def _values(text: str) -> Iterator[int]:
    for sign in normalize("NFKC", text):
        if category(sign) in IGNORED:
            continue
        plain = str(decimal(sign)) if category(sign) == "Nd" else sign.upper()
        if plain not in VALUES:
            raise UnusableInputError(f'The token {_shown(text)} has the unknown sign "{sign}": look again at the card.')
        yield VALUES[plain]


def _written(values: list[int]) -> str:
    signs = "".join(ALPHABET[value] for value in values)
    return "-".join((signs[0], *(signs[at : at + 4] for at in range(1, SIGNS, 4))))


def _shown(text: str) -> str:
    return f'"{text.strip()[:40]}"'


def _times_a(value: int) -> int:
    doubled = value << 1
    return doubled ^ FIELD if doubled >> BITS else doubled


def _syndromes(values: list[int]) -> tuple[int, int]:
    """Give the word's polynomial at 1 and at a (by Horner's rule); both are 0 for a word of the code, for no other."""
    at_1 = reduce(lambda total, value: total ^ value, values, 0)
    at_a = reduce(lambda total, value: _times_a(total) ^ value, values, 0)
    return at_1, at_a


def _check(values: list[int]) -> tuple[int, int]:
    """Give the two signs that make values a word of the code.

    With c and d at its end the word is w_1 + c + d at 1 and w_a + a c + d at a, where w is the word with zeros there.
    Both are 0 where (1 + a) c = w_1 + w_a; there is one such c, as 1 + a is not 0.
    """
    at_1, at_a = _syndromes([*values, 0, 0])
    first = next(c for c in range(32) if c ^ _times_a(c) == at_1 ^ at_a)
    return first, at_1 ^ first
