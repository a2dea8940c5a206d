"""The text of a notice: a kind's template, filled. Templates are checked when they are loaded, each with every value.

Markdown-like text: `# ` one title, `## ` headings, `- ` list items, paragraphs; a line stays a line. A department's own
folder may hold its own wording of a template; both are rendered in Jinja's sandbox, with strict undefined.
"""

import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.notice.fill import Filled, Value, blank
from bot.notice.kinds import Field, Kind, Notices
from bot.policy.source import Fault, PackErrors
from bot.recipients import Recipient
from handlers.render import TEMPLATES

FOLDER = TEMPLATES / "notices"
Values: TypeAlias = Mapping[str, Value]


class FieldIsNoneError(Exception):
    """A template prints a field that may be "there is none", without asking whether there is one."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A notice as text. `used`: the fields with a value that its template names; `missing`: those it lacks."""

    kind: str
    text: str
    used: tuple[str, ...]
    missing: tuple[str, ...]


class NoticeTexts:
    """The templates of every kind, ready to be filled. Raises PackErrors with every fault, each with file and line."""

    def __init__(self, notices: Notices, folders: Sequence[Path] = ()) -> None:
        self._notices = notices
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader([*folders, FOLDER]),
            undefined=StrictUndefined,
            finalize=_printed,
            autoescape=False,  # plain text; each file format escapes for itself
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.globals.clear()
        self._environment.filters["first_capital"] = _first_capital
        self._environment.filters["stop"] = _stop
        self._fields: dict[str, frozenset[str]] = {}
        faults = [fault for kind in notices.kinds.values() for fault in self._faults(kind)]
        if faults:
            raise PackErrors(list({str(fault): fault for fault in faults}.values()))

    def draft(self, kind: Kind, filled: Filled) -> Draft:
        """The notice, with a visible mark where a value is missing."""
        text = self._render(kind, filled.values)
        named = [name for name in self._notices.fields if name in self._fields[kind.id]]
        marks = {name: self._notices.missing.format(self._notices.fields[name].label) for name in named}
        return Draft(
            kind=kind.id,
            text=text,
            used=tuple(name for name in named if name not in filled.missing),
            missing=tuple(name for name in named if name in filled.missing and marks[name] in text),
        )

    def fields_of(self, kind: Kind) -> frozenset[str]:
        """Every field that the kind's template and its parts name."""
        return self._fields[kind.id]

    def _render(self, kind: Kind, values: Values) -> str:
        text = self._environment.get_template(kind.template).render(values)
        lines = (line.rstrip() for line in text.splitlines())
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"

    def _faults(self, kind: Kind) -> Iterator[Fault]:
        named: set[str] = set()
        found = list(self._faults_of(kind.template, named, set()))
        self._fields[kind.id] = frozenset(named)
        yield from found
        if not found:
            yield from self._trials(kind)

    def _faults_of(self, name: str, named: set[str], seen: set[str]) -> Iterator[Fault]:
        """The faults of a template and of the parts that it includes."""
        seen.add(name)
        try:
            source, file, _ = self._source(name)
            tree = self._environment.parse(source)
            free = find_undeclared_variables(tree)
        except TemplateNotFound:
            yield Fault(file=_shown(FOLDER / name), line=1, key="", text="there is no such file")
            return
        except TemplateSyntaxError as error:
            yield Fault(file=_shown(file), line=error.lineno, key="", text=error.message or "cannot be read")
            return
        unknown = free - self._notices.fields.keys()
        for node in tree.find_all(nodes.Name):
            if node.name in unknown:
                yield Fault(file=_shown(file), line=node.lineno, key=node.name, text="there is no such field")
        named |= free - unknown
        for part in find_referenced_templates(tree):
            if part is None:
                yield Fault(file=_shown(file), line=1, key="", text="a part must be included by its plain name")
            elif part not in seen:
                yield from self._faults_of(part, named, seen)

    def _source(self, name: str) -> tuple[str, Path, Any]:
        loader = self._environment.loader
        assert loader is not None  # noqa: S101 - set above, and the type says it may be None
        source, file, fresh = loader.get_source(self._environment, name)
        return source, Path(file or name), fresh

    def _trials(self, kind: Kind) -> Iterator[Fault]:
        """What goes wrong with every value known, with every value missing, and with none where that is an answer."""
        fields = self._notices.fields
        known = {name: _sample(field) for name, field in fields.items()}
        missing = {name: blank(self._notices, field) for name, field in fields.items()}
        none = {name: None if field.none_allowed else known[name] for name, field in fields.items()}
        for values in (known, missing, none):
            try:
                self._render(kind, values)
            except (TemplateError, FieldIsNoneError, TypeError, ValueError, ArithmeticError) as error:
                file, line = self._place(error, kind)
                yield Fault(file=file, line=line, key="", text=f"{type(error).__name__}: {error}")

    def _place(self, error: Exception, kind: Kind) -> tuple[str, int]:
        """Where in a template an error arose: Jinja writes the template's lines into the traceback."""
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
        return (_shown(Path(frames[-1].filename)), frames[-1].lineno or 1) if frames else (kind.template, 1)


def _printed(value: object) -> object:
    if value is None:
        raise FieldIsNoneError("a field that may be none is printed; ask with {% if %} first")
    return value


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _stop(text: str) -> str:
    """The sentence with one full stop, also after `6 p.m.`"""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _sample(field: Field) -> Value:
    """A value in the field's shape."""
    if field.shape in ("elements", "lines", "agency"):
        return (field.label,)
    if field.shape == "recipients":
        return (Recipient(name=field.label, verified_on=date.min, address=(field.label,), phone="1", web="w"),)
    return field.label


def _shown(file: Path) -> str:
    """The file as people know it: below `templates/`, or in the department's own folder."""
    try:
        return str(file.resolve().relative_to(TEMPLATES.parent))
    except ValueError:
        return str(file)
