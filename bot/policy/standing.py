"""Reading `partners` and `plans` of `department.yaml`: strict, every fault with file, line and key."""

import re

from bot.department import TEAM_ROLES
from bot.policy.fields import Fields
from bot.policy.load import load_policy
from bot.policy.recipients import EMAIL, PHONE, like
from bot.standing import Partner, Plan

_CODE = re.compile(r"[A-Z][A-Z0-9-]{0,15}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
_LINK = re.compile(r"https://[^\s<>|]+")
_LONGEST = 75
"""Characters of a name or title: the most that a phone shows in a line."""


def read_standing(fields: Fields) -> tuple[tuple[Partner, ...], tuple[Plan, ...]]:
    """The partners and plans of the department; faults go to the file's faults."""
    partners, plans = fields.entries("partners"), fields.entries("plans")
    if not partners and not plans:
        return (), ()
    policy = load_policy()
    rows, codes = {row.id for row in policy.rows}, {role.code for role in policy.roles}
    return (
        tuple(_partner(code, inner, rows, codes) for code, inner in partners.items()),
        tuple(_plan(name, inner, rows) for name, inner in plans.items()),
    )


def _partner(code: str, fields: Fields, rows: set[str], codes: set[str]) -> Partner:
    if not _CODE.fullmatch(code) or code in TEAM_ROLES:
        fields.fault("", f"{code} is no code of a partner: capitals, digits and hyphens, and none of the team's roles")
    partner = Partner(
        code=code,
        name=_short(fields, "name"),
        phone=like(fields, "phone", PHONE, "a telephone number such as 573-751-7446"),
        email=like(fields, "email", EMAIL, "an e-mail address"),
        provisions=fields.words("provisions", rows),
    )
    if not partner.phone and not partner.email:
        fields.fault("", "needs at least one of phone, email")
    if code not in codes and not partner.provisions:
        fields.fault("provisions", f"is missing: the policy names no {code}, so say where it is shown")
    fields.close()
    return partner


def _plan(name: str, fields: Fields, rows: set[str]) -> Plan:
    if not _NAME.fullmatch(name):
        fields.fault("", f"{name} is no name of a plan: small letters, digits and _")
    plan = Plan(
        id=name,
        title=_short(fields, "title"),
        link=like(fields, "link", _LINK, "an address that begins with https://", needed=True) or "",
        version=_short(fields, "version"),
        owner=fields.word("owner", TEAM_ROLES),
        reviewed_on=fields.day("reviewed_on"),
        provisions=fields.words("provisions", rows),
    )
    if not plan.provisions:
        fields.fault("provisions", "is missing: say where it is shown, such as [POL-10]")
    fields.close()
    return plan


def _short(fields: Fields, name: str) -> str:
    found = fields.text(name)
    if len(found) > _LONGEST:
        fields.fault(name, f"is longer than {_LONGEST} characters, the most that a phone shows")
    return found
