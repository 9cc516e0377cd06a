"""What is kept of an OpenStreetMap extract: roads, their points, what stands on them, and turn restrictions."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

Tags = Mapping[str, str]
"""Keys and values of one object, as they stand in the extract."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a relation: `kind` is `"n"`, `"w"` or `"r"`, `role` as it stands in the extract."""

    kind: str
    id: int
    role: str


@dataclass(frozen=True, slots=True)
class Restriction:
    """A relation that restricts turns, with all its tags and members."""

    id: int
    tags: Tags
    members: tuple[Member, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Extract:
    """Roads of an extract, before any vehicle is thought of.

    Attributes
    ----------
    name
        What messages call the extract.
    way_ids
        The ways that carry a road, ascending, shape `(num_ways,)`.
    first_ref, refs
        The nodes of way `i`, in order, are `refs[first_ref[i]:first_ref[i + 1]]`; shapes `(num_ways + 1,)` and
        `(num_refs,)`.
    tag_set, tag_sets
        For each way the index of its tags in `tag_sets`. Only tags that may matter to a vehicle are kept, and ways
        with the same tags share them.
    street, streets
        For each way the index of its name in `streets`; the first name, `""`, is that of nameless ones.
    node_ids, lat, lon
        Nodes whose position the extract gives, ascending, and their WGS 84 degrees, shape `(num_nodes,)`. A node
        that a way names and that is not here lies outside the extract.
    node_tags
        Tags of those nodes that something stands on, by node.
    restrictions
        Ascending by relation.
    """

    name: str
    way_ids: Ints
    first_ref: Ints
    refs: Ints
    tag_set: Ints
    tag_sets: tuple[Tags, ...]
    street: Ints
    streets: tuple[str, ...]
    node_ids: Ints
    lat: Floats
    lon: Floats
    node_tags: Mapping[int, Tags]
    restrictions: tuple[Restriction, ...]
