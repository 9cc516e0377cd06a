"""Tokens can be read aloud and typed, wrong ones are found, and they say nothing of anybody."""

import random
import re
from collections import Counter
from itertools import combinations, pairwise, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.tokens import ALPHABET, SIGNS, TokenKind, kind_of, new_token, read_token

FORM = re.compile(r"[PG](-[0-9A-HJKMNP-TV-Z]{4}){3}")

kinds = st.sampled_from(TokenKind)
tokens = st.builds(lambda kind, drawn: new_token(kind, lambda _: drawn), kinds, st.binary(min_size=7, max_size=7))


def drawn(seed: int, count: int, kind: TokenKind = TokenKind.PERSON) -> list[str]:
    stream = random.Random(seed)
    return [new_token(kind, stream.randbytes) for _ in range(count)]


def is_read(text: str) -> bool:
    try:
        read_token(text)
    except UnusableInputError:
        return False
    return True


def product_in_the_field(one: int, other: int) -> int:
    """Multiply as at school: polynomials over the field of two elements, then the remainder by x^5 + x^2 + 1."""
    total = 0
    for bit in range(5):
        total ^= (other << bit) * (one >> bit & 1)
    for bit in range(9, 4, -1):
        total ^= (0b100101 << bit - 5) * (total >> bit & 1)
    return total


def is_word_of_the_code(token: str) -> bool:
    """Whether the sum of the values is 0, and of the values times the powers of a, from the last sign on."""
    power, plain, weighted = 1, 0, 0
    for sign in reversed(token.replace("-", "")):
        value = ALPHABET.index(sign)
        plain, weighted = plain ^ value, weighted ^ product_in_the_field(power, value)
        power = product_in_the_field(power, 2)
    return (plain, weighted) == (0, 0)


@given(tokens)
def test_a_new_token_is_written_in_fours_and_read_as_it_is(token: str) -> None:
    assert FORM.fullmatch(token)
    assert read_token(token) == token


@given(tokens)
def test_a_new_token_is_a_word_of_the_code_by_school_arithmetic(token: str) -> None:
    assert is_word_of_the_code(token)


@given(tokens, st.text(ALPHABET, min_size=SIGNS - 1, max_size=SIGNS - 1))
def test_what_is_read_is_what_school_arithmetic_allows(token: str, signs: str) -> None:
    assert is_read(token[0] + signs) == is_word_of_the_code(token[0] + signs)


@pytest.mark.parametrize("kind", TokenKind)
def test_a_token_says_whom_it_stands_for(kind: TokenKind) -> None:
    assert [kind_of(token) for token in drawn(1, 50, kind)] == [kind] * 50


@pytest.mark.parametrize(
    "typed",
    ["P-0101-0101-015J", "p0101o1o1015j", " P OIOI OIOI OI5J\n", "p\u2013olol\u2013olol\u2013ol5j", "P-oioi-0l0L-0i5J"],
)
def test_tired_hands_are_understood(typed: str) -> None:
    """O is meant as 0, I and L as 1; dashes, spaces or nothing stand between the fours; small letters are read too."""
    assert read_token(typed) == "P-0101-0101-015J"


def test_what_is_far_too_long_is_not_repeated_in_full() -> None:
    with pytest.raises(UnusableInputError, match=f'^The token "P{"0" * 39}" is too long: it has 1001 '):
        read_token("P" + "0" * 1000)


@given(tokens)
def test_digits_of_other_scripts_and_marks_of_direction_are_understood(token: str) -> None:
    arabic = token.translate({ord(str(digit)): chr(0x660 + digit) for digit in range(10)})
    wide = token.translate({ord(sign): chr(ord(sign) + 0xFEE0) for sign in ALPHABET})
    assert read_token(f"\u2067{arabic}\u2069") == read_token(wide) == token


@pytest.mark.parametrize("kind", TokenKind)
def test_every_single_wrong_sign_is_found(kind: TokenKind) -> None:
    """The code is linear, but this takes its word for nothing: every sign at every place of many tokens."""
    for token in drawn(2, 20, kind):
        signs = token.replace("-", "")
        for at, wrong in product(range(SIGNS), ALPHABET):
            assert is_read(signs[:at] + wrong + signs[at + 1 :]) == (wrong == signs[at])


def test_every_two_signs_that_changed_places_are_found() -> None:
    """All pairs of the alphabet at all pairs of places, neighbours or not."""
    for token in drawn(3, 100):
        signs = token.replace("-", "")
        for one, other in combinations(range(SIGNS), 2):
            swapped = list(signs)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            assert is_read("".join(swapped)) == (signs[one] == signs[other])


def test_every_pair_of_neighbours_of_the_alphabet_is_tried_by_what_is_found() -> None:
    """For each ordered pair of signs at each place there is a token with it, and its transposition is found."""
    for (one, other), at in product(permutations(ALPHABET, 2), range(1, 10)):
        token = containing(one + other, at)
        assert not is_read(token[:at] + other + one + token[at + 2 :])


def containing(pair: str, at: int) -> str:
    """Give a token whose random signs are 0, but for a pair from place `at` on."""
    number = sum(ALPHABET.index(sign) << 5 * (at - 1 + place) for place, sign in enumerate(pair))
    token = new_token(TokenKind.PERSON, lambda count: number.to_bytes(count, "big")).replace("-", "")
    assert token[at : at + 2] == pair
    return token


def test_every_two_wrong_signs_are_found() -> None:
    """All 63,426 pairs of errors behind the kind in one token; the code is linear: what holds in one holds in all."""
    signs = drawn(4, 1)[0].replace("-", "")
    values = [ALPHABET.index(sign) for sign in signs]
    for one, other in combinations(range(1, SIGNS), 2):
        for wrong, too in product(range(1, 32), repeat=2):
            changed = list(signs)
            changed[one], changed[other] = ALPHABET[values[one] ^ wrong], ALPHABET[values[other] ^ too]
            assert not is_read("".join(changed))


REFUSED = {
    "": '"" is no token: it must begin with P for a person or G for a group.',
    "7K3Q-9M2X-4F8W": '"7K3Q-9M2X-4F8W" is no token: it must begin with P for a person or G for a group.',
    "P-7K3Q-9M2X": 'The token "P-7K3Q-9M2X" is too short: it has 9 letters and digits, a token has 13.',
    "P-7K3Q-9M2X-4F8W-1": 'The token "P-7K3Q-9M2X-4F8W-1" is too long: it has 14 letters and digits, a token has 13.',
    "P-7K3Q-9M2X-4F8U": 'The token "P-7K3Q-9M2X-4F8U" has the unknown sign "U": look again at the card.',
    "P-7K3Q-9M2X-4F8ب": 'The token "P-7K3Q-9M2X-4F8ب" has the unknown sign "ب": look again at the card.',
    "P-0000-0000-0000": 'The check digits of the token "P-0000-0000-0000" do not fit: look again at the card.',
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_token_is_refused_with_a_sentence_that_says_why(text: str) -> None:
    with pytest.raises(UnusableInputError) as caught:
        read_token(text)
    assert str(caught.value) == REFUSED[text]


@given(st.text())
def test_any_text_is_a_token_or_is_refused(text: str) -> None:
    assert not is_read(text) or FORM.fullmatch(read_token(text))


def test_tokens_say_nothing_of_order_or_time() -> None:
    """The same bytes give the same token whenever and after whatever; each sign is as often as any other."""
    first, later = drawn(5, 4000), drawn(6, 4000)
    assert drawn(5, 4000) == first
    rising = sum(one < next_one for one, next_one in pairwise(first))
    assert abs(rising - 2000) < 150
    for place in (2, 5, 7, 10, 12, 15):
        found = Counter(token[place] for token in first + later)
        assert set(found) == set(ALPHABET)
        assert max(found.values()) < 2 * min(found.values())


def test_all_random_bits_are_in_the_token() -> None:
    """Each of the 50 bits changes it, and they are what it is made of: nothing else comes in."""
    one_bit_each = iter((1 << bit).to_bytes(7, "big") for bit in range(50))
    assert len({new_token(TokenKind.PERSON, lambda _: next(one_bit_each)) for _ in range(50)}) == 50


def test_no_two_of_twenty_thousand_are_alike() -> None:
    """By the birthday bound that is so with a probability of more than 0.9999998."""
    stream = random.Random(7)
    assert len({new_token(TokenKind.GROUP, stream.randbytes) for _ in range(20_000)}) == 20_000
