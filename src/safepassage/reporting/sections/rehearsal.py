"""The part of the report on a rehearsal: what many runs of the plan say of it."""

from collections.abc import Mapping

from safepassage.domain.outcome import Outcome
from safepassage.reporting.sections import rehearsal_pictures as pictures
from safepassage.reporting.sections import rehearsal_tables as tables
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.sections.rehearsal_assumed import assumed_table, certain_words, interval_note
from safepassage.reporting.sections.rehearsal_tiles import tiles
from safepassage.reporting.sections.rehearsal_words import runs_words


def rehearsal(facts: Facts, outcome: Outcome | None) -> Mapping[str, object] | None:
    """Give all that the template shows of an outcome; None where there is none."""
    if outcome is None:
        return None
    return {
        "runs": runs_words(outcome),
        "tiles": tiles(outcome, facts.clock),
        "certain": certain_words(outcome.uncertainty),
        **_over_time(facts, outcome),
        "completion": tables.completion_table(facts, outcome),
        "waiting": pictures.waiting_picture(facts, outcome),
        "aboard": pictures.aboard_picture(facts, outcome),
        "people": tables.people_table(facts, outcome),
        "vehicles_end": tables.vehicle_end_table(outcome),
        "danger": tables.danger_table(outcome.danger) if outcome.danger else None,
        "vehicles": pictures.vehicle_profiles(outcome),
        "loaded_known": all(use.loaded_s is not None for use in outcome.vehicles),
        "vehicle_table": tables.vehicle_use_table(outcome.vehicles) if outcome.vehicles else None,
        "sensitivity": pictures.sensitivity_picture(outcome),
        "disruptions": tables.disruption_table(outcome.disruptions) if outcome.disruptions else None,
        "assumed": assumed_table(facts.labels, outcome.policy, outcome.uncertainty),
        "intervals": interval_note(outcome.runs, outcome.seed, outcome.confidence),
    }


def _over_time(facts: Facts, outcome: Outcome) -> Mapping[str, object]:
    span = pictures.rehearsed_span(facts, outcome)
    ended = [point for point in outcome.people_out_if_ended_at if point.at_s <= span.last_s]
    return {
        "nights_shown": bool(span.nights),
        "out": pictures.out_bands(facts, outcome, span),
        "ended": pictures.ended_picture(facts, outcome, span),
        "ended_table": tables.ended_table(facts, ended) if ended else None,
        "chance": pictures.chance_picture(facts, outcome),
        "crossings": pictures.crossing_queues(facts, outcome, span),
    }
