"""Members of groups, looked up for many groups at once."""

from dataclasses import dataclass

import numpy as np

from safepassage.network.streets.graph import Ints


@dataclass(frozen=True, eq=False, slots=True)
class Groups:
    """Who belongs to which group.

    The members of group `i` are `members[first[i]:first[i + 1]]`, in ascending order.
    """

    first: Ints
    members: Ints

    @classmethod
    def of(cls, group: Ints, count: int) -> "Groups":
        """Sort by group: member `i` belongs to `group[i]`, one of `count` groups."""
        members = np.argsort(group, kind="stable")
        return cls(np.searchsorted(group[members], np.arange(count + 1)), members)

    def of_all(self, wanted: Ints) -> tuple[Ints, Ints]:
        """Give every member of every wanted group.

        Returns
        -------
            For each member found the position in `wanted` of its group, and the member; both of the same shape.
        """
        sizes = self.first[wanted + 1] - self.first[wanted]
        which = np.repeat(np.arange(len(wanted)), sizes)
        within = np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return which, self.members[self.first[wanted][which] + within]
