"""What must hold of the repository as a whole, so that it builds anywhere and stays readable."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 400
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def committed(*patterns: str) -> list[str]:
    done = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout, so there are no committed files to look at")
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def committed_text() -> list[tuple[str, str]]:
    texts = []
    for name in committed():
        content = (ROOT / name).read_bytes()
        if b"\0" not in content:
            texts.append((name, content.decode("utf-8")))
    return texts


MACHINE_PATH = re.compile(r"(?<![\w.])/(?:tmp|work|home|farm|root|Users)/[\w.-]")
INDEX_HOST = re.compile(
    r"://[\w.-]+(?::\d+)?/(?:simple|npm|artifactory|repository)\b"
    r"|/packages/[0-9a-f]{2}/[0-9a-f]{2}/"
    r"|(?<!emit-)index-url|pythonhosted\.org|pypi\.org"
)


@pytest.mark.parametrize("pattern", [MACHINE_PATH, INDEX_HOST], ids=["machine-path", "package-index"])
def test_no_committed_file_names_a(pattern: re.Pattern[str]) -> None:
    assert not [
        f"{name}: {match.group()}"
        for name, text in committed_text()
        if name != "tests/test_repository.py"
        for match in pattern.finditer(text)
    ]


def test_the_patterns_find_what_they_are_for() -> None:
    assert MACHINE_PATH.search("cd /home/ada/plans")
    assert INDEX_HOST.search("--index-url https://mirror.example" + "/simple")
    assert not MACHINE_PATH.search("docs/home/page")
    assert not INDEX_HOST.search("--no-emit-index-url")


def test_no_source_file_is_too_long_to_read() -> None:
    lines = {
        name: (ROOT / name).read_text(encoding="utf-8").count("\n")
        for name in committed("*.py")
        if name.startswith(("src/", "benchmarks/"))
    }
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}


def test_modules_say_what_they_are_about() -> None:
    assert not [name for name in committed("*.py") if Path(name).stem in VAGUE_NAMES]


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
    assert not [
        name
        for name, text in committed_text()
        if name.endswith(".py") and name != "tests/test_repository.py" and marks.search(text)
    ]


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, flags=re.MULTILINE))


def wanted(name: str) -> set[str]:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and line[0] not in "#-"}


def test_every_pin_has_a_hash() -> None:
    for name in ("runtime.txt", "dev.txt"):
        entries = re.split(r"^(?=[a-z0-9-]+==)", (ROOT / "requirements" / name).read_text(encoding="utf-8"), flags=re.M)
        assert [entry for entry in entries[1:] if "--hash=sha256:" not in entry] == []


def test_users_get_the_versions_that_the_tests_ran_with() -> None:
    assert pins("runtime.txt").items() <= pins("dev.txt").items()


def test_the_package_asks_for_what_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["dependencies"]) == wanted("runtime.in")


def test_continuous_integration_runs_what_the_readme_says() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text(encoding="utf-8").splitlines()[-1] == "make test"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the package as users get it."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_all_that_the_demo_needs(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert "safepassage/py.typed" in inside
    for scenario in ("aleppo-2016", "tiny"):
        assert f"safepassage/examples/{scenario}/scenario.toml" in inside
    sources = {name.removeprefix("src/") for name in committed("src")}
    assert sources <= inside


def test_the_wheel_finds_its_examples_without_the_repository(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    script = "from safepassage.bootstrap import example; print(example('tiny'))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == tmp_path / "safepassage" / "examples" / "tiny"


def make_venv(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    """Run the script that makes .venv, with this stand-in for Python, where Debian's packages cannot be had."""
    stand_in = folder / "python"
    stand_in.write_text(f"#!/bin/sh\n{python}\n", encoding="utf-8")
    stand_in.chmod(0o755)
    (folder / "bin").mkdir()
    (folder / "bin" / "id").symlink_to("/usr/bin/id")
    return subprocess.run(
        ["/bin/sh", ROOT / "requirements" / "venv.sh"],
        cwd=folder,
        env={"PYTHON": str(stand_in), "PATH": str(folder / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_that_is_too_old_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = make_venv(tmp_path, "exit 1")
    assert done.returncode == 2
    assert done.stderr.startswith("Safe Passage needs Python 3.11 or newer: ")
    assert done.stderr.count("\n") == 1


def test_a_python_without_venv_is_told_which_package_to_install(tmp_path: Path) -> None:
    done = make_venv(tmp_path, 'case "$*" in *ensurepip*) exit 1 ;; *print*) echo python3.99-venv ;; esac')
    assert done.returncode == 2
    assert done.stderr == (
        "This Python cannot make virtual environments: "
        "install python3.99-venv (as root: apt-get install python3.99-venv).\n"
    )
