"""The tree, held against a second one written from RFC 9162 word by word."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.ledger.merkle import (
    Frontier,
    consistency_proof,
    grew,
    includes,
    inclusion_proof,
    levels_of,
    root_of,
)


def leaves(count: int) -> list[bytes]:
    return [sha256(b"\0" + bytes([k])).digest() for k in range(count)]


def split_of(count: int) -> int:
    """Give the largest power of two below a count."""
    k = 1
    while k * 2 < count:
        k *= 2
    return k


def plain_root(given: list[bytes]) -> bytes:
    """Section 2.1.1."""
    if not given:
        return sha256(b"").digest()
    if len(given) == 1:
        return given[0]
    k = split_of(len(given))
    return sha256(b"\1" + plain_root(given[:k]) + plain_root(given[k:])).digest()


def plain_path(m: int, given: list[bytes]) -> list[bytes]:
    """Section 2.1.3.1."""
    if len(given) == 1:
        return []
    k = split_of(len(given))
    if m < k:
        return [*plain_path(m, given[:k]), plain_root(given[k:])]
    return [*plain_path(m - k, given[k:]), plain_root(given[:k])]


def plain_growth(m: int, given: list[bytes], whole: bool = True) -> list[bytes]:
    """Section 2.1.4.1."""
    if m == len(given):
        return [] if whole else [plain_root(given)]
    k = split_of(len(given))
    if m <= k:
        return [*plain_growth(m, given[:k], whole), plain_root(given[k:])]
    return [*plain_growth(m - k, given[k:], False), plain_root(given[:k])]


def test_a_root_is_that_of_the_standard_at_every_size() -> None:
    frontier = Frontier()
    for size in range(70):
        assert frontier.root() == plain_root(leaves(size)) == root_of(leaves(size))
        assert frontier.size == size
        frontier.add(leaves(size + 1)[-1])


def test_the_roots_are_those_of_certificate_transparency() -> None:
    """The first test vectors of RFC 6962's reference implementation (2013): an empty tree, and one of an empty leaf."""
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root_of([sha256(b"\0").digest()]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_every_leaf_of_every_small_tree_is_proven() -> None:
    for size in range(1, 34):
        given, root = leaves(size), plain_root(leaves(size))
        levels = levels_of(given)
        for index in range(size):
            proof = inclusion_proof(levels, index)
            assert proof == plain_path(index, given)
            assert includes(root, size, index, given[index], proof)


def test_the_growth_of_every_small_tree_is_proven() -> None:
    for size in range(1, 34):
        given, root = leaves(size), plain_root(leaves(size))
        for earlier in range(1, size + 1):
            proof = consistency_proof(given, earlier)
            assert proof == plain_growth(earlier, given)
            assert grew(plain_root(given[:earlier]), earlier, root, size, proof)


@given(st.integers(1, 40), st.data())
def test_no_proof_shows_another_leaf_or_another_place(size: int, data: st.DataObject) -> None:
    given_, index = leaves(size), data.draw(st.integers(0, size - 1))
    root, proof = root_of(given_), inclusion_proof(levels_of(given_), index)
    other = data.draw(st.integers(-1, size + 2).filter(lambda k: k != index))
    assert not includes(root, size, other, given_[index], proof)
    assert not includes(root, size, index, leaves(size + 1)[-1], proof)
    assert not includes(root, size, index, given_[index], [*proof, root])
    if proof:
        assert not includes(root, size, index, given_[index], proof[:-1])


@given(st.integers(1, 40), st.data())
def test_no_proof_shows_growth_from_other_leaves(size: int, data: st.DataObject) -> None:
    earlier = data.draw(st.integers(1, size))
    given_ = leaves(size)
    forged = root_of([*given_[: earlier - 1], sha256(b"forged").digest()])
    root, proof = root_of(given_), consistency_proof(given_, earlier)
    assert not grew(forged, earlier, root, size, proof)
    assert not grew(root_of(given_[:earlier]), earlier, sha256(b"other").digest(), size, proof)
    assert not grew(root_of(given_[:earlier]), earlier, root, size, [*proof, root])
    assert not grew(root_of(given_[:earlier]), size + 1, root, size, proof)
    assert not grew(root_of([]), 0, root, size, proof)
    if proof:
        assert not grew(root_of(given_[:earlier]), earlier, root, size, proof[:-1])
        assert not grew(root_of(given_[:earlier]), earlier, root, size, [])


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_a_proof_is_about_as_long_as_the_size_has_binary_digits(size: int) -> None:
    given_ = [sha256(k.to_bytes(4, "big")).digest() for k in range(size)]
    assert len(inclusion_proof(levels_of(given_), 0)) == (size - 1).bit_length()
