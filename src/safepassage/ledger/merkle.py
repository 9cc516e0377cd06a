"""The tree over the leaves: short proofs that a row is in the ledger, and that the ledger only grew.

It is the tree of RFC 9162 (Certificate Transparency 2.0, 2021), section 2.1: SHA-256, inner nodes with the prefix 1.
Indices count from 0. A proof is a list of hashes, about as long as the number of leaves has binary digits.
"""

from collections.abc import Sequence
from hashlib import sha256


def node(left: bytes, right: bytes) -> bytes:
    """Give the hash over two nodes."""
    return sha256(b"\1" + left + right).digest()


class Frontier:
    """The tree so far, as the roots of its full parts: grows leaf by leaf, and knows its root at any size."""

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Take one more leaf."""
        size = self.size
        while size & 1:
            leaf = node(self._roots.pop(), leaf)
            size >>= 1
        self._roots.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Give the root of the tree over all leaves so far; without any, the hash of nothing."""
        if not self._roots:
            return sha256().digest()
        root = self._roots[-1]
        for left in reversed(self._roots[:-1]):
            root = node(left, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Give the root of the tree over the leaves."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


def levels_of(leaves: Sequence[bytes]) -> list[Sequence[bytes]]:
    """Give the nodes of every level, from the leaves up; a node without a neighbour moves up as it is."""
    levels: list[Sequence[bytes]] = [leaves]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [node(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        levels.append(above + list(below[len(below) & ~1 :]))
    return levels


def inclusion_proof(levels: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """Give the proof that a leaf is in the tree of these levels (RFC 9162, section 2.1.3.1)."""
    proof = []
    for level in levels[:-1]:
        if index ^ 1 < len(level):
            proof.append(level[index ^ 1])
        index >>= 1
    return proof


def includes(root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows the leaf in the tree of this root and size (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    last, found = size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            found = node(sibling, found)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            found = node(found, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and found == root


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """Give the proof that the tree of the first `earlier` leaves, at least 1, became this one (section 2.1.4.1)."""
    proof, whole, low, high = [], True, 0, len(leaves)
    while earlier != high:
        split = low + (1 << (high - low - 1).bit_length() - 1)
        if earlier <= split:
            proof.append(root_of(leaves[split:high]))
            high = split
        else:
            proof.append(root_of(leaves[low:split]))
            low, whole = split, False
    if not whole:
        proof.append(root_of(leaves[low:high]))
    return proof[::-1]


def grew(earlier_root: bytes, earlier: int, root: bytes, size: int, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows that the tree of `earlier` leaves became that of `size` (section 2.1.4.2)."""
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not proof and earlier_root == root
    path = [earlier_root, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    index, last = earlier - 1, size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    if not path:
        return False
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            first, second = node(sibling, first), node(sibling, second)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            second = node(second, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and first == earlier_root and second == root
