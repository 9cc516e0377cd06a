"""The chart and the tables of docs/benchmarks.md say what the committed results say."""

from benchmarks.chart import CHART, PAGE, page, svg
from benchmarks.peers.catalogue import OURS, PEERS, TERMS
from benchmarks.runner import Result, against
from benchmarks.standing import lines, read, values_table


def result(planner: str, value: float | None, *, instance: str = "lanes-S-1", people_out: int = 10) -> Result:
    outcome = "plan" if value is not None else "no plan"
    return Result(instance, planner, outcome, 10, people_out, value, None, None, "none", 0, 1.0, 1.0, 2**20, 1)


def test_the_committed_chart_is_drawn_from_the_committed_results() -> None:
    assert CHART.read_text(encoding="utf-8") == svg(read()[1])


def test_the_tables_of_the_page_are_made_from_the_committed_results() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(text)


def test_committed_plans_keep_every_rule_and_no_bound_is_passed() -> None:
    _, results = read()
    assert [r for r in results if r.violations or (r.gap is not None and r.gap < 0)] == []


def test_every_peer_says_how_it_takes_every_term() -> None:
    assert {name: len(peer.expressed) for name, peer in PEERS.items()} == dict.fromkeys(PEERS, len(TERMS))


def test_a_peer_that_leaves_somebody_has_no_gap() -> None:
    assert against(300, 10, result("greedy", 600)).gap == 0.5
    assert against(300, 10, result("greedy", 600, people_out=9)).gap is None
    assert against(300, 10, result("greedy", None)).gap is None


def test_published_instances_are_brought_together_by_set() -> None:
    found = [
        against(60, 10, result(planner, value, instance=instance))
        for instance, planner, value in (("set2-1", OURS, 80), ("set2-2", OURS, 120), ("lanes-S-1", OURS, 240))
    ]
    by_set, alone = lines(found)
    assert (by_set.name, by_set.count, by_set.gaps[OURS], by_set.bound) == ("set2", 2, 0.375, None)
    assert (alone.name, alone.count, alone.gaps[OURS], alone.bound) == ("lanes-S-1", 1, 0.75, 60)


def test_the_table_marks_the_best_and_says_why_a_plan_is_missing() -> None:
    found = [against(300, 10, result(*each)) for each in ((OURS, 600), ("greedy", 900), ("vroom", None))]
    assert values_table(found).splitlines()[2] == "| `lanes-S-1` | 5 | **10 (50.0 %)** | 15 (66.7 %) | no plan |"
