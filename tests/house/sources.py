"""The project's own files, as the house tests read them."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("bot", "storage", "handlers", "sandbox")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is kept in version control, or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file())


def python(*packages: str) -> list[Path]:
    """The Python files of these packages."""
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in packages]


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path, *names: str) -> Iterator[ast.Call]:
    """The calls of functions with these names."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func
            name = (
                called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
            )
            if name in names:
                yield node


def constants(path: Path) -> set[str]:
    """Every string that stands in a file by itself."""
    return {n.value for n in ast.walk(tree(path)) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def pattern(node: ast.expr) -> str | None:
    """What a string can be, as a regular expression: itself, or an f-string with anything in its holes."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in node.values)
    return None


@cache
def blocks() -> dict[str, tuple[str, ...]]:
    """The blocks of each file of messages."""
    files = sorted((ROOT / "templates" / "messages").glob("*.j2"))
    return {f.stem: tuple(re.findall(r"{% block (\w+) %}", f.read_text(encoding="utf-8"))) for f in files}
