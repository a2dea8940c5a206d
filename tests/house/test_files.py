"""The files: short, without addresses, with a reason beside every exception."""

import re
from pathlib import Path

import pytest

from tests.house.sources import PACKAGES, ROOT, python, tracked

LONGEST = 300
LONGEST_TEST = 350
"""A test file may be a table of cases."""

REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npmjs" + ".org",
    "crates" + ".io",
    "golang" + ".org",
    "conda" + ".io",
]
MACHINE = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/"]
EXCEPTION = re.compile(r"#\s*(noqa|type: ignore)(?P<codes>:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[a-z, -]+\])?(?P<reason>.*)")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_no_file_is_too_long_to_read() -> None:
    limits = {**dict.fromkeys(PACKAGES, LONGEST), "tests": LONGEST_TEST}
    long = {
        name(path): lines
        for package, limit in limits.items()
        for path in python(package)
        if (lines := len(text(path).splitlines())) > limit
    }
    assert long == {}


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_a_registry(host: str) -> None:
    assert [name(path) for path in tracked() if host in text(path)] == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    ours = [
        path
        for path in tracked()
        if path.suffix in (".py", ".md", ".toml", ".yaml", ".j2", "") and path != Path(__file__)
    ]
    assert [name(path) for path in ours if any(place in text(path) for place in MACHINE)] == []


def test_every_exception_to_a_rule_has_its_reason() -> None:
    bare = [
        f"{name(path)}:{number}"
        for path in python(*PACKAGES, "tests")
        for number, line in enumerate(text(path).splitlines(), 1)
        if (found := EXCEPTION.search(line)) and path != Path(__file__)
        if not found["codes"] or len(found["reason"].split()) < 3
    ]
    assert bare == []


@pytest.mark.parametrize(("lock", "least"), [("requirements.lock", 21), ("production.lock", 21), ("tools.lock", 2)])
def test_every_package_in_a_lock_file_has_its_hashes_and_no_address(lock: str, least: int) -> None:
    lines = text(ROOT / lock).replace("\\\n", " ").splitlines()
    packages = [line for line in lines if line.strip()]
    assert len(packages) >= least
    assert not re.search(r"://|^--?[a-z]", text(ROOT / lock), flags=re.MULTILINE)
    assert [line.split()[0] for line in packages if "--hash=sha256:" not in line] == []
    assert [line.split()[0] for line in packages if not re.match(r"[a-z0-9-]+==", line)] == []


def test_every_package_that_is_asked_for_is_locked() -> None:
    import tomllib

    asked = tomllib.loads(text(ROOT / "pyproject.toml"))
    wanted = [
        *asked["project"]["dependencies"],
        *(one for extra in asked["project"]["optional-dependencies"].values() for one in extra),
        *asked["dependency-groups"]["dev"],
    ]
    locked = set(re.findall(r"^([a-z0-9-]+)==", text(ROOT / "requirements.lock"), flags=re.MULTILINE))
    assert {re.split(r"[\[<>=; ]", one)[0].lower() for one in wanted} - locked == set()


def test_production_is_locked_as_it_is_tested_and_without_the_development_group() -> None:
    import tomllib

    def packages(lock: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9-]+==[^ ]+", text(ROOT / lock), flags=re.MULTILINE))

    assert packages("production.lock") < packages("requirements.lock")
    dev = tomllib.loads(text(ROOT / "pyproject.toml"))["dependency-groups"]["dev"]
    assert not {one.partition("==")[0] for one in packages("production.lock")} & set(dev)


def test_what_installs_and_builds_is_pinned_too() -> None:
    script = text(ROOT / ".ci" / "environment")
    installs = [line for line in script.splitlines() if "pip install" in line]
    assert installs
    assert [one for one in installs if "--require-hashes" not in one and "--no-build-isolation" not in one] == []
