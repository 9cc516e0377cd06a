"""Which peers there are, and what each of their models can express.

How a term reaches a peer. *model*: it stands in the peer's own model, as we wrote it. *prepared*: it is settled before
the peer begins. *repaired*: the peer does not know it; the simulation delays or diverts its vehicles until it holds.
*bisected*: the peer is asked again and again for an earlier deadline. *rule*: a rule of thumb. *no*: not at all.
"""

from dataclasses import dataclass

OURS = "safepassage"

TERMS = (
    "groups stay whole",
    "several stops a trip",
    "many trips a vehicle",
    "choice of destination",
    "room at destinations",
    "last arrival as aim",
    "bays",
    "lanes",
    "windows",
    "convoys",
    "linked movements",
    "proven bound",
)
"""What is asked of every peer, in this order."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer: its name in results, how it is shown, its module, the packages it needs, and how it takes each term."""

    name: str
    title: str
    module: str
    packages: tuple[str, ...]
    expressed: tuple[str, ...]
    threads: bool = False


_ROUTING = ("prepared", "model", "model")
_SIMULATED = ("repaired",) * 5

PEERS = {
    peer.name: peer
    for peer in (
        Peer(
            "greedy",
            "greedy dispatcher",
            "benchmarks.peers.greedy",
            (),
            ("prepared", "no", "rule", "rule", "rule", "rule", *_SIMULATED, "no"),
        ),
        Peer(
            "ortools-routing",
            "OR-Tools routing",
            "benchmarks.peers.routing",
            ("ortools",),
            (*_ROUTING, "model", "model", "model", *_SIMULATED, "no"),
        ),
        Peer(
            "ortools-cp-sat",
            "OR-Tools CP-SAT",
            "benchmarks.peers.cp_sat",
            ("ortools",),
            ("prepared", "no", "model", "model", "model", "model", "repaired", "model", "model", *_SIMULATED[:2], "no"),
            threads=True,
        ),
        Peer(
            "pyvrp",
            "PyVRP",
            "benchmarks.peers.pyvrp",
            ("pyvrp",),
            (*_ROUTING, "model", "repaired", "bisected", *_SIMULATED, "no"),
        ),
        Peer(
            "vroom",
            "VROOM",
            "benchmarks.peers.vroom",
            ("pyvroom",),
            (*_ROUTING, "prepared", "prepared", "bisected", *_SIMULATED, "no"),
            threads=True,
        ),
        Peer(
            "highs-mip",
            "time-expanded MIP in HiGHS",
            "benchmarks.peers.mip",
            ("highspy",),
            ("prepared", "no", "model", "model", "model", "rule", "repaired", "model", "model", "model", "model", "no"),
            threads=True,
        ),
    )
}
"""All peers by name, in the order of the tables."""
