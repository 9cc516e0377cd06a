"""The one place that picks what the rest is given: settings, budgets, workers, ledgers, and where the examples lie."""

import logging
import multiprocessing
import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safepassage import __version__
from safepassage.domain.done import Done
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario

if TYPE_CHECKING:
    from safepassage.simulation.crew import Crew
    from safepassage.simulation.replanning import Replan

PACKAGE = Path(__file__).parents[1]

EXAMPLE_SHELVES = (PACKAGE / "examples", PACKAGE.parents[1] / "scenarios")
"""Where example scenarios may lie: in an installed package, and in the repository."""

DEMO_SCENARIO = "aleppo-2016"

TIME_LIMIT_S = 15.0
"""Seconds to plan, if nothing else is said."""

REPLAN_TIME_LIMIT_S = 4.0
"""Seconds for each re-plan of changed terms, if nothing else is said."""

SEED = 1
"""Of the planner's search, if nothing else is said."""


def example(name: str) -> Path:
    """Give the folder of an example scenario that comes with Safe Passage."""
    for shelf in EXAMPLE_SHELVES:
        if (shelf / name / "scenario.toml").is_file():
            return shelf / name
    known = sorted({folder.parent.name for shelf in EXAMPLE_SHELVES for folder in shelf.glob("*/scenario.toml")})
    raise UnusableInputError(f"There is no example {name!r}: choose one of {', '.join(known)}.")


SCHEDULER_ANSWERS_S = 10
"""Seconds within which a scheduler must answer and have a worker."""


def cache_folder() -> Path:
    """Give the folder for what can be made anew: one in SAFEPASSAGE_CACHE, or else in the user's own cache."""
    given = os.environ.get("SAFEPASSAGE_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return (Path(given) if given else Path.home() / ".cache") / "safepassage"


def cores() -> int:
    """Give how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def workers(jobs: int | None, scheduler: str | None) -> Iterator[Executor]:
    """Give what carries out re-plans: processes of this machine (None: one a core), or a Dask cluster's workers.

    Whatever is still going on when the context is left is ended at once.

    Raises
    ------
    UnusableInputError
        If the scheduler does not answer, has no workers, or cannot be used here.
    """
    with _cluster(scheduler) if scheduler is not None else _processes(jobs or cores()) as executor:
        yield executor


@contextmanager
def _processes(jobs: int) -> Iterator[Executor]:
    others = set(multiprocessing.active_children())
    fresh = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, mp_context=fresh, initializer=_leave_interrupts_to_the_parent)
    try:
        yield executor
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - others:
            child.terminate()


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _cluster(scheduler: str) -> Iterator[Executor]:
    with _client(scheduler) as client:
        yield client.get_executor(pure=False)


ADDRESS = re.compile(r"(?:[a-z]+://)?[^\s/]+:\d{1,5}/?")
"""How a scheduler's address is written; a client that is given anything else is not easily got rid of."""


@contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    """Give a client of a Dask cluster that has workers."""
    try:
        from distributed import Client  # noqa: PLC0415 - only those who have a cluster need it
    except ImportError:
        raise UnusableInputError(
            "--scheduler needs the Python package distributed: install it, or leave --scheduler away."
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    nobody = UnusableInputError(
        f"No Dask scheduler answers at {scheduler!r}: check the address, such as tcp://127.0.0.1:8786, and that it "
        "is running."
    )
    if ADDRESS.fullmatch(scheduler) is None:
        raise nobody
    try:
        client = Client(scheduler, timeout=SCHEDULER_ANSWERS_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise nobody from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise UnusableInputError(f"The Dask scheduler at {scheduler!r} has no workers: start some, and try again.")
        yield client


@contextmanager
def crew(jobs: int | None, scheduler: str | None) -> "Iterator[Crew]":
    """Give who simulates ensembles: threads of this process (None: one a core), or a Dask cluster's workers.

    What a lost worker had begun is begun again by another. Whatever is still going on when the context is left is given
    up.

    Raises
    ------
    UnusableInputError
        If the scheduler does not answer, has no workers of this version, or its workers are lost again and again.
    """
    with _threads(jobs or cores()) if scheduler is None else _cluster_crew(scheduler) as found:
        yield found


@contextmanager
def planning_crew(jobs: int | None, scheduler: str | None) -> "Iterator[Crew]":
    """Give who simulates runs in which plans are made: processes of this machine, or a Dask cluster's workers.

    Raises
    ------
    UnusableInputError
        As `crew` does.
    """
    from safepassage.simulation.crew import Crew  # noqa: PLC0415

    if scheduler is not None:
        with _cluster_crew(scheduler) as found:
            yield found
        return
    with _processes(jobs or cores()) as executor:
        yield Crew(executor, ahead=2 * (jobs or cores()))


@contextmanager
def _threads(jobs: int) -> "Iterator[Crew]":
    from safepassage.simulation.crew import Crew  # noqa: PLC0415 - loads what only rehearsals need

    executor = ThreadPoolExecutor(jobs)
    try:
        yield Crew(executor, ahead=2 * jobs)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _cluster_crew(scheduler: str) -> "Iterator[Crew]":
    from safepassage.simulation.crew import Crew  # noqa: PLC0415

    with _client(scheduler) as client:
        from distributed import KilledWorker  # noqa: PLC0415 - only those who have a cluster need it

        try:
            _must_have_this_version(client, scheduler)
            share = partial(client.scatter, broadcast=True, hash=False)
            yield Crew(client.get_executor(pure=False), share, ahead=2 * sum(client.nthreads().values()))
        except (KilledWorker, CancelledError, BrokenExecutor, OSError) as error:
            raise UnusableInputError(
                f"The workers at {scheduler} were lost, perhaps for want of memory: see that they run, and try again."
            ) from error


def _must_have_this_version(client: Any, scheduler: str) -> None:
    """Refuse workers with another version: what they compute need not be the same."""
    try:
        versions = set(client.run(_version).values())
    except ModuleNotFoundError:
        versions = set()
    if versions != {__version__}:
        raise UnusableInputError(
            f"The workers at {scheduler} cannot do the work: install Safe Passage {__version__} on them, and try again."
        )


def _version() -> str:
    return __version__


REPLAN_ITERATIONS = 200
"""Changes that each re-plan of a rehearsal tries, if nothing else is said."""

NO_LIMIT_S = 86_400.0


def replanner(iterations: int = REPLAN_ITERATIONS, seed: int = SEED) -> "Replan":
    """Give who plans anew in a rehearsal: the planner, with an effort that is counted in steps and not in seconds.

    Its clock stands still and it proves nothing, so the same arguments give the same plan however fast the machine is.
    """
    return partial(_replan, iterations, seed)


def _replan(iterations: int, seed: int, scenario: Scenario, plan: Plan, now_s: int, done: Done) -> Plan:
    from safepassage.planning.replan import replan  # noqa: PLC0415 - loads what only planning needs

    return replan(
        scenario,
        plan,
        now_s,
        done,
        time_limit_s=NO_LIMIT_S,
        seed=seed,
        max_iterations=iterations,
        prove=False,
        clock=lambda: 0.0,
    ).plan
