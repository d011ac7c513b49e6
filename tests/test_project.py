"""The files around the code agree with each other: lock, environments, continuous integration, hooks, citation."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import metadata, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import check_jsonschema
import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


PYPROJECT = tomllib.loads(read("pyproject.toml"))
PROJECT = PYPROJECT["project"]
DECLARED = {
    "(pyproject.toml)": PROJECT["dependencies"],
    "(pyproject.toml:dev)": PYPROJECT["dependency-groups"]["dev"],
}
PYTHONS = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
WORKFLOWS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / ".github" / "workflows").iterdir())
HOOKS = [
    hook
    for source in yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    for hook in source["hooks"]
    if "entry" in hook
]
INSTALL = "pip install --no-deps --no-build-isolation --editable ."
UNREACHABLE = re.compile(
    r"error sending request|Failed to fetch|Could not connect|dns error|timed out|network was disabled", re.IGNORECASE
)


class Locked(NamedTuple):
    """A package of the lock: its version and where it is needed, its hashes, and what wants it."""

    requirement: Requirement
    hashes: list[str]
    wanted_by: list[str]


def lock() -> list[Locked]:
    blocks = re.findall(r"^[a-z0-9].*(?:\n[ ].*)*", read("requirements.lock"), re.MULTILINE)
    return [
        Locked(
            Requirement(block.partition(" \\")[0]),
            re.findall(r"--hash=sha256:([0-9a-f]{64})", block),
            re.findall(r"\(pyproject.*\)", block),
        )
        for block in blocks
    ]


def workflow(name: str) -> dict:
    return yaml.safe_load(read(name))


def steps(name: str) -> list[dict]:
    return [step for job in workflow(name)["jobs"].values() for step in job["steps"]]


def run(*command: str | os.PathLike, **options) -> str:
    """What a command prints; the test is skipped where it has to download something and cannot."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "MAKEFLAGS")}
    environment |= {"UV_HTTP_TIMEOUT": "10", "UV_HTTP_RETRIES": "0"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, **options)
    if done.returncode and UNREACHABLE.search(done.stderr):
        pytest.skip(f"the package index cannot be reached: {done.stderr.strip().splitlines()[0]}")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_no_module_of_the_package_has_more_than_300_lines():
    lines = {path.name: len(path.read_text().splitlines()) for path in (ROOT / "analysis").rglob("*.py")}
    assert len(lines) > 100 and {name: amount for name, amount in lines.items() if amount > 300} == {}


# The lock


@pytest.mark.parametrize("origin", DECLARED)
def test_the_lock_has_what_is_declared_and_no_more(origin):
    declared = {canonicalize_name(one.name): one.specifier for one in map(Requirement, DECLARED[origin])}
    locked = [package.requirement for package in lock() if origin in package.wanted_by]
    assert {requirement.name for requirement in locked} == declared.keys(), "run `make lock`"
    for requirement in locked:
        (pinned,) = requirement.specifier
        assert declared[requirement.name].contains(pinned.version), (
            f"{requirement} is not {declared[requirement.name]}: run `make lock`"
        )


def test_every_wheel_of_the_lock_has_a_hash():
    assert len(lock()) > 100
    assert [str(package.requirement) for package in lock() if not package.hashes] == []


def test_every_direct_dependency_has_a_lower_bound():
    requirements = [Requirement(one) for declared in DECLARED.values() for one in declared]
    assert [one.name for one in requirements if not any(bound.operator == ">=" for bound in one.specifier)] == []


def test_what_older_pips_overlook_is_declared():
    """Before 23.3, pip knew an extra only as its package spells it: `html_clean` was none of a package's `html-clean`.

    What such an extra stands for is not installed then, unless the project declares it.
    """
    waiting, seen, overlooked = [Requirement(one) for one in PROJECT["dependencies"]], set(), set()
    declared = {canonicalize_name(one.name) for one in waiting}
    while waiting:
        requirement = waiting.pop()
        if (key := (requirement.name, *sorted(requirement.extras))) in seen:
            continue
        seen.add(key)
        spelled = {"", *(metadata(requirement.name).get_all("Provides-Extra") or ())}
        for needed in map(Requirement, requires(requirement.name) or ()):
            extras = {
                extra
                for extra in ("", *requirement.extras)
                if needed.marker is None or needed.marker.evaluate({"extra": extra})
            }
            if extras:
                waiting.append(needed)
            if extras and not extras & spelled:
                overlooked.add(canonicalize_name(needed.name))
    assert len(seen) > 100
    assert overlooked - declared == set()


def test_what_is_installed_here_is_what_is_locked():
    wanted = [package.requirement for package in lock()]
    here = [requirement for requirement in wanted if requirement.marker is None or requirement.marker.evaluate()]
    assert [str(one) for one in here if not one.specifier.contains(version(one.name), prereleases=True)] == []


@pytest.mark.skipif(
    "UV_RESOLUTION" in os.environ, reason="uv words markers anew when it locks the oldest versions again"
)
def test_locking_again_changes_nothing(tmp_path):
    for name in ("pyproject.toml", "requirements.lock", "Makefile"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    run("make", "--assume-old=setup", "lock", cwd=tmp_path)
    assert (tmp_path / "requirements.lock").read_text("utf-8") == read("requirements.lock"), "run `make lock`"


# Python


def test_the_same_pythons_are_named_everywhere():
    conda = yaml.safe_load(read("environment.yml"))["dependencies"]
    (tested,) = [Requirement(one).specifier for one in conda if str(one).startswith("python ")]
    every = [f"3.{minor}" for minor in range(30)]
    assert list(tested.filter(every)) == PYTHONS
    assert next(SpecifierSet(PROJECT["requires-python"]).filter(every)) == PYTHONS[0]
    assert f"--python-version {PYTHONS[0]} " in read("Makefile")
    assert f"({PYTHONS[0].replace('.', ', ')})" in read("Makefile")
    assert PYPROJECT["tool"]["ty"]["environment"]["python-version"] == PYTHONS[0]
    assert PYPROJECT["tool"]["ruff"]["target-version"] == "py" + PYTHONS[0].replace(".", "")
    assert read("binder/runtime.txt").strip().removeprefix("python-") in PYTHONS


# Conda and Binder


def test_conda_and_binder_install_the_lock_and_then_the_project():
    (pip,) = [one["pip"] for one in yaml.safe_load(read("environment.yml"))["dependencies"] if isinstance(one, dict)]
    assert pip == ["-r requirements.lock"]
    assert read("binder/requirements.txt") == "-r ../requirements.lock\n"
    assert INSTALL in read("environment.yml") and INSTALL in read("binder/postBuild")
    assert os.access(ROOT / "binder" / "postBuild", os.X_OK)


MODULES = {"pystemmer": "Stemmer"}
"""What is imported, where it is not called as the package is."""


FOUND = "import sys, analysis, importlib.util; sys.exit(not all(map(importlib.util.find_spec, sys.argv[1:])))"
IMPORTED = "import sys, importlib; [importlib.import_module(name) for name in sys.argv[1:]]"


# Importing takes ten seconds where nothing is compiled yet, and is no more than what all other tests do here.
@pytest.mark.parametrize("program", [FOUND, pytest.param(IMPORTED, marks=pytest.mark.slow)], ids=["found", "imported"])
def test_an_environment_out_of_environment_yml_has_everything(program, tmp_path):
    (pip,) = [one["pip"] for one in yaml.safe_load(read("environment.yml"))["dependencies"] if isinstance(one, dict)]
    uv, python = (sys.executable, "-m", "uv"), tmp_path / "bin" / "python"
    run(*uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, tmp_path)
    run(*uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", *shlex.split(" ".join(pip)), cwd=ROOT)
    run(*uv, "pip", "install", "--quiet", "--python", python, *shlex.split(INSTALL)[2:], cwd=ROOT)
    names = (Requirement(one).name.removeprefix("python-").replace("-", "_") for one in PROJECT["dependencies"])
    modules = ["analysis", *(MODULES.get(name, name) for name in names)]
    run(*uv, "pip", "check", "--quiet", "--python", python)
    run(python, "-c", program, *modules, cwd=tmp_path)


# Continuous integration


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", WORKFLOWS),
        ("vendor.dependabot", [".github/dependabot.yml"]),
        ("vendor.citation-file-format", ["CITATION.cff"]),
    ],
)
def test_workflows_and_citation_are_valid(schema, files):
    checked = CliRunner().invoke(
        check_jsonschema.main, ["--builtin-schema", schema, *(str(ROOT / name) for name in files)]
    )
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_pinned_by_its_hash(name):
    used = re.findall(r"uses: *(.*)", read(name))
    assert (
        used and [one for one in used if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)] == []
    )


MAY_MORE = {
    ("test", "publish"): ({"pages": "write", "id-token": "write"}, "github.ref == 'refs/heads/main'"),
    ("lock", "update"): ({"contents": "write", "pull-requests": "write"}, None),
    ("release", "build"): ({"contents": "read", "id-token": "write", "attestations": "write"}, None),
    ("release", "publish"): ({"contents": "write", "id-token": "write"}, "github.event_name == 'push'"),
}
"""What jobs are granted beyond reading, and when alone they run."""


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_no_more_than_it_needs(name):
    assert workflow(name)["permissions"] == {"contents": "read"}
    for called, job in workflow(name)["jobs"].items():
        granted, only_if = MAY_MORE.get((Path(name).stem, called), (None, None))
        assert job.get("permissions") == granted
        assert only_if is None or job["if"] == only_if
    for step in steps(name):
        assert "${{" not in step.get("run", ""), "an expression in a script is a way in for whoever names a branch"
        assert not step.get("uses", "").startswith("actions/checkout@") or step["with"]["persist-credentials"] is False
    assert "secrets." not in read(name) and "pull_request_target" not in read(name)


def test_every_python_is_tested():
    jobs = workflow(".github/workflows/test.yml")["jobs"]
    matrix = jobs["test"]["strategy"]["matrix"]
    assert matrix["os"] == ["ubuntu-latest"] and matrix["python"] == PYTHONS
    assert [one["os"] for one in matrix["include"]] == ["macos-latest"]
    assert {jobs["oldest-dependencies"]["steps"][1]["with"]["python-version"]} == {PYTHONS[0]}
    named = [
        step["with"]["python-version"]
        for step in steps(".github/workflows/test.yml")
        if "python-version" in step.get("with", {})
    ]
    assert set(named) <= {"${{ matrix.python }}", *PYTHONS}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_what_workflows_name_is_there(name):
    targets = re.findall(r"^(\w+):", read("Makefile"), re.MULTILINE)
    assert set(re.findall(r"\bmake (\w+)", "\n".join(step.get("run", "") for step in steps(name)))) <= set(targets)
    for file, function in re.findall(r"--deselect (\S+)::(\w+)", read(name)):
        assert f"def {function}(" in read(file)


# Hooks and citation


def test_hooks_run_what_the_lock_has_and_look_at_files_that_are_there():
    assert [hook["id"] for hook in HOOKS] == ["ruff", "format", "types", "nbstripout", "lock"]
    for hook in HOOKS:
        python, option, module, *_ = shlex.split(hook["entry"])
        assert (python, option) == (".venv/bin/python", "-m") and find_spec(module)
    for hook, files in (
        ("types", ["analysis/summary.py", "pyproject.toml"]),
        ("nbstripout", ["notebooks/1-article.ipynb"]),
        ("lock", ["pyproject.toml", "binder/runtime.txt"]),
    ):
        (pattern,) = [one["files"] for one in HOOKS if one["id"] == hook]
        assert all(re.search(pattern, file) and (ROOT / file).exists() for file in files)
        assert not re.search(pattern, "reports/secret-deployment/1-article.ipynb")


def test_notebooks_are_as_their_hook_leaves_them():
    (entry,) = [hook["entry"] for hook in HOOKS if hook["id"] == "nbstripout"]
    notebooks = sorted((ROOT / "notebooks").glob("**/*.ipynb"))
    run(
        sys.executable,
        *shlex.split(entry)[1:],
        "--verify",
        *(one for one in notebooks if ".ipynb_checkpoints" not in one.parts),
    )


def test_a_tag_is_released_with_the_changelog_of_its_version(tmp_path):
    program = (sys.executable, ROOT / ".ci" / "release.py")
    assert run(*program, f"v{PROJECT['version']}").startswith("### Added\n")
    done = subprocess.run([*program, "v9.9"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1, f"pyproject.toml has version {PROJECT['version']}; its tag is v{PROJECT['version']}, not v9.9\n"
    )  # fmt: skip


def test_a_release_is_published_of_tags_alone():
    told = workflow(".github/workflows/release.yml")
    assert told[True] == {"push": {"tags": ["v*"]}, "workflow_dispatch": None}  # YAML takes `on` for True
    steps = told["jobs"]["build"]["steps"]
    assert [
        step["if"] for step in steps if "attest" in step.get("uses", "") or "release.py" in step.get("run", "")
    ] == ["github.event_name == 'push'"] * 2


def test_the_citation_is_of_this_version():
    citation = yaml.safe_load(read("CITATION.cff"))
    assert citation["version"] == PROJECT["version"] and citation["license"] == PROJECT["license"]
    assert [one["name"] for one in citation["authors"]] == [one["name"] for one in PROJECT["authors"]]
