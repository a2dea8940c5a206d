"""What the program has is documented where people look for it."""

import re
from dataclasses import fields

import pytest

from bot.department import TEAM_ROLES, Department
from handlers.commands import SUBCOMMANDS
from handlers.settings import SECRETS, Settings
from tests.house.sources import ROOT, blocks, tracked

DOCUMENTS = [path for path in tracked() if path.suffix == ".md"]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name.upper()}`" in read("docs/settings.md")


def test_every_setting_that_is_documented_is_there() -> None:
    named = set(re.findall(r"^\| `([A-Z_]+)`", read("docs/settings.md"), flags=re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_stands_among_the_secrets(name: str) -> None:
    assert f"`{name}`" in read("docs/settings.md").partition("## The bot")[0]


@pytest.mark.parametrize("key", [field.name for field in fields(Department)])
def test_every_key_of_the_department_is_documented(key: str) -> None:
    assert f"`{key}`" in read("docs/settings.md").partition("## `department.yaml`")[2]


@pytest.mark.parametrize("role", TEAM_ROLES)
def test_every_role_is_documented(role: str) -> None:
    assert f"`{role}`" in read("docs/settings.md")


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_subcommand_is_in_the_help_and_in_the_readme(name: str) -> None:
    if name != "help":
        assert f"`/breach {name}`" in read("templates/messages/help.j2")
    assert f"`/breach {name}`" in read("README.md")


def test_every_command_of_the_program_is_documented() -> None:
    source = read("handlers/cli/__init__.py")
    names = re.findall(r"(?:command|name=)\(?\"([a-z]+)\"", source)
    assert "run" in names
    told = " ".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    assert [name for name in names if not re.search(rf"(breach|make) {name}\b", told)] == []


def test_every_file_that_a_document_names_is_there() -> None:
    named = {
        (document, path)
        for document in DOCUMENTS
        for path in re.findall(
            r"`((?:bot|storage|handlers|templates|sandbox|tests|docs|examples)/[\w./-]*)`",
            document.read_text(encoding="utf-8"),
        )
    }
    assert named
    assert sorted(path for _, path in named if not (ROOT / path).exists()) == []


def test_every_link_between_documents_leads_somewhere() -> None:
    links = {
        (document.name, target)
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    }
    assert links - {("README.md", "docs/demo.png")} == set()


def test_messages_have_no_block_twice() -> None:
    assert {file: names for file, names in blocks().items() if len(names) != len(set(names))} == {}
