"""What `safepassage roads --json` prints."""

from collections.abc import Sequence

from safepassage.network.streets.differences import Changed, Differences, unreached_pairs
from safepassage.network.streets.graph import Ints
from safepassage.network.streets.snapping import Snap
from safepassage.network.streets.study import Around, Study

Record = dict[str, object]


def snap_records(snaps: Sequence[Snap]) -> list[Record]:
    """Give where each place lies on the roads."""
    return [
        {
            "place": snap.place,
            "off_road_m": round(snap.distance_m, 1),
            "lat": round(snap.position[1], 6),
            "lon": round(snap.position[0], 6),
            "road": snap.street,
            "road_class": snap.road_class,
        }
        for snap in snaps
    ]


def unreached_records(study: Study, matrix: Ints) -> list[Record]:
    """Give the pairs of places between which no way leads."""
    return [{"from": study.places[i], "to": study.places[j]} for i, j in unreached_pairs(matrix)]


def around_records(found: Sequence[Around]) -> list[Record]:
    """Give the journeys around every crossing."""
    return [
        {
            "from": each.source,
            "to": each.target,
            "around_minutes": in_minutes(each.around_ms),
            "through_minutes": None if each.through_ms is None else in_minutes(each.through_ms),
        }
        for each in found
    ]


def difference_record(study: Study, found: Differences) -> Record:
    """Give which links get longer or shorter, which are gone or gained, and which places are cut off."""
    return {
        "longer": [_changed_record(study, link) for link in found.longer],
        "shorter": [_changed_record(study, link) for link in found.shorter],
        "gone": [{"from": study.places[i], "to": study.places[j]} for i, j in found.gone],
        "gained": [{"from": study.places[i], "to": study.places[j]} for i, j in found.gained],
        "cut_off": [study.places[place] for place in found.cut_off],
    }


def _changed_record(study: Study, link: Changed) -> Record:
    return {
        "from": study.places[link.source],
        "to": study.places[link.target],
        "minutes_before": in_minutes(link.before_ms),
        "minutes_after": in_minutes(link.after_ms),
    }


def in_minutes(ms: int) -> float:
    """Give milliseconds as minutes with three decimals."""
    return round(ms / 60_000, 3)
