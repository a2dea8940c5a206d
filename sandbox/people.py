"""The people of the workspace, read from a YAML file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sandbox.row import Json, Row
from sandbox.yaml_text import read_yaml

DEFAULT_PEOPLE = Path(__file__).with_name("people.yaml")


class PeopleError(ValueError):
    """The people file cannot be read; its message is one sentence."""


@dataclass(kw_only=True)
class Person(Row):
    """Somebody in the workspace, or the bot itself (docs: "User object")."""

    id: str
    handle: str
    name: str
    title: str = ""
    email: str = ""
    is_restricted: bool = False
    deleted: bool = False
    is_bot: bool = False
    team_id: str = ""
    bot_id: str = ""
    tz: str = "America/Chicago"

    def json(self) -> Json:
        return self.user_object(with_email=True)

    def user_object(self, *, with_email: bool) -> Json:
        """What users.info answers; the address only with the scope users:read.email."""
        first, _, last = self.name.partition(" ")
        profile: Json = {
            "title": self.title,
            "real_name": self.name,
            "real_name_normalized": self.name,
            "display_name": self.handle,
            "display_name_normalized": self.handle,
            "first_name": first,
            "last_name": last,
            "team": self.team_id,
        }
        if with_email and not self.is_bot:
            profile["email"] = self.email
        if self.is_bot:
            profile["bot_id"] = self.bot_id
        user: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.handle,
            "deleted": self.deleted,
            "profile": profile,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1700000000,
        }
        if not self.deleted:
            user |= {
                "real_name": self.name,
                "tz": self.tz,
                "tz_label": "Central Standard Time",
                "tz_offset": -21600,
                "is_admin": False,
                "is_owner": False,
                "is_primary_owner": False,
                "is_restricted": self.is_restricted,
                "is_ultra_restricted": False,
                "who_can_share_contact_card": "EVERYONE",
            }
        return user


@dataclass(kw_only=True)
class Usergroup(Row):
    """A user group such as @counsel (docs: "Usergroup object")."""

    id: str
    handle: str
    name: str
    users: list[str]
    date_update: int = 0


@dataclass(kw_only=True)
class Population:
    """All that a people file says."""

    team: str
    domain: str
    people: list[Person]
    usergroups: list[Usergroup] = field(default_factory=list)
    channels: list[Json] = field(default_factory=list)


def person_id(handle: str) -> str:
    """The id of somebody by handle."""
    return "U0" + "".join(letter for letter in handle.upper() if letter.isalnum())


def load_people(path: Path) -> Population:
    """Read a people file."""
    try:
        document: Any = read_yaml(path.read_text(encoding="utf-8"))
        return _population(document)
    except OSError as error:
        raise PeopleError(f"cannot read the people file {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PeopleError(f"the people file {path} is not YAML") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise PeopleError(f"the people file {path} lacks something or has a wrong shape: {error}") from error


def _population(document: Json) -> Population:
    team = document.get("team") or {}
    people = [
        Person(
            id=item.get("id") or person_id(item["handle"]),
            handle=item["handle"],
            name=item["name"],
            title=item.get("title", ""),
            email=item.get("email") or f"{item['handle']}@dot.example.gov",
            is_restricted=bool(item.get("guest")),
            deleted=bool(item.get("deactivated")),
            tz=item.get("tz", "America/Chicago"),
        )
        for item in document["people"]
    ]
    ids = {person.handle: person.id for person in people}
    groups = [
        Usergroup(
            id=item["id"],
            handle=item["handle"],
            name=item["name"],
            users=[ids[who] for who in item["members"]],
        )
        for item in document.get("usergroups") or []
    ]
    return Population(
        team=team.get("name", "Sandbox"),
        domain=team.get("domain", "sandbox"),
        people=people,
        usergroups=groups,
        channels=document.get("channels") or [{"name": "general"}],
    )
