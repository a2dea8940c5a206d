"""Reading `department.yaml`: people and addresses. Strict: every fault at once, with file, line and key."""

import re
from zoneinfo import ZoneInfo

from bot.department import TEAM_ROLES, CallBridge, Department, Office, PracticeItem, ReportLine, RoleMembers
from bot.policy.fields import Fields
from bot.policy.recipients import read_recipients
from bot.policy.source import Faults, Located, PackErrors, parse
from bot.policy.standing import read_standing
from bot.turns import OpeningLimits

_MEMBER = re.compile(r"[UW][A-Z0-9]{4,30}|[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,}")
_GROUP = re.compile(r"S[A-Z0-9]{4,30}")
_OWN_ITEM = re.compile(r"OWN-[A-Z0-9][A-Z0-9-]{0,30}")
_LONGEST_TITLE = 75
_LONGEST_SHORT_NAME = 20


def parse_department(text: str, file: str) -> Department:
    """The department that the text describes. Raises PackErrors with every fault at once."""
    faults = Faults(file=file)
    node = parse(text, faults) or Located(value={}, line=1)
    department = _department(Fields(node, "", faults))
    if faults.found:
        raise PackErrors(faults.found)
    return department


def _department(fields: Fields) -> Department:
    partners, plans = read_standing(fields)
    department = Department(
        name=fields.text("name"),
        timezone=_zone(fields),
        report_line=_report_line(fields),
        roles=_roles(fields),
        owners=_owners(fields),
        offices=_offices(fields),
        packs=fields.words("packs"),
        flags=fields.words("flags"),
        closed_days=fields.days("closed_days"),
        policy_url=_web_address(fields, "policy_url"),
        recipients=read_recipients(fields),
        items=_items(fields),
        classes=fields.words("classes"),
        call_bridge=_call_bridge(fields),
        partners=partners,
        plans=plans,
        openings=_openings(fields),
        reporter_in_channel=fields.flag("reporter_in_channel", default=True),
    )
    fields.close()
    return department


def _zone(fields: Fields) -> str:
    zone = fields.text("timezone")
    try:
        ZoneInfo(zone or "UTC")
    except (ValueError, OSError, LookupError):
        fields.fault("timezone", f"{zone} is not a time zone such as America/Chicago")
        return "UTC"
    return zone or "UTC"


def _report_line(fields: Fields) -> ReportLine:
    node = fields.required("report_line")
    if node is None:
        return ReportLine(office="", phone="")
    inner = Fields(node, "report_line", fields.faults)
    line = ReportLine(office=inner.text("office"), phone=inner.text("phone"))
    inner.close()
    return line


def _roles(fields: Fields) -> dict[str, RoleMembers]:
    roles = {}
    for code, inner in fields.entries("roles").items():
        if code not in TEAM_ROLES:
            inner.fault("", f"{code} is not one of {', '.join(TEAM_ROLES)}")
        members = inner.words("members")
        for member in members:
            if not _MEMBER.fullmatch(member):
                inner.fault("members", f"{member} is neither a Slack user id nor an e-mail address")
        group = inner.maybe_text("usergroup")
        if group and not _GROUP.fullmatch(group):
            inner.fault("usergroup", f"{group} is not the id of a Slack user group")
        roles[code] = RoleMembers(
            code=code, members=members, usergroup=group, phone=inner.maybe_text("phone"), short=_short_name(inner)
        )
        inner.close()
    for code in TEAM_ROLES:
        if code not in roles:
            fields.fault("roles", f"the role {code} is missing; write {code}: {{members: []}} when nobody holds it")
    return roles


def _short_name(inner: Fields) -> str | None:
    name = inner.maybe_text("short")
    if name and len(name) > _LONGEST_SHORT_NAME:
        inner.fault("short", f"is longer than {_LONGEST_SHORT_NAME} characters: it stands on buttons")
    return name


def _call_bridge(fields: Fields) -> CallBridge | None:
    node = fields.node("call_bridge")
    if node is None:
        return None
    inner = Fields(node, "call_bridge", fields.faults)
    bridge = CallBridge(link=_web_address(inner, "link"), phone=inner.maybe_text("phone"))
    if bridge.link is None and bridge.phone is None:
        inner.fault("", "needs a link, a phone, or both")
    inner.close()
    return bridge


def _owners(fields: Fields) -> dict[str, str]:
    node = fields.node("owners")
    if node is None or not isinstance(node.value, dict):
        if node is not None:
            fields.fault("owners", "must be a mapping of provisions to roles", node.line)
        return {}
    owners = {}
    for provision, role in node.value.items():
        if role.value not in TEAM_ROLES:
            fields.fault(f"owners.{provision}", f"{role.value} is not one of {', '.join(TEAM_ROLES)}", role.line)
        owners[provision] = str(role.value)
    return owners


def _offices(fields: Fields) -> tuple[Office, ...]:
    offices = []
    for inner in fields.items("offices"):
        offices.append(
            Office(name=inner.text("name"), leader=inner.maybe_text("leader"), phone=inner.maybe_text("phone"))
        )
        if len(offices[-1].name) > 75:
            inner.fault("name", "is longer than 75 characters, the most that Slack shows in a list")
        inner.close()
    names = [office.name for office in offices]
    for name in sorted({name for name in names if names.count(name) > 1}):
        fields.fault("offices", f"the office {name} stands twice")
    if len(offices) > 99:
        fields.fault("offices", "holds more than 99 offices, the most that Slack shows in a list")
    return tuple(offices)


def _items(fields: Fields) -> tuple[PracticeItem, ...]:
    """What the department does beside the policy. Ids begin with OWN-, so that none looks like a provision."""
    found: list[PracticeItem] = []
    for inner in fields.items("items"):
        item = PracticeItem(
            id=inner.text("id"),
            role=inner.word("role", TEAM_ROLES),
            title=inner.text("title"),
            needed=inner.flag("needed"),
        )
        if not _OWN_ITEM.fullmatch(item.id):
            inner.fault("id", f"{item.id} is not an id such as OWN-BADGES: capitals, digits and hyphens after OWN-")
        if any((one.role, one.id) == (item.role, item.id) for one in found):
            inner.fault("id", f"{item.id} stands twice for {item.role}")
        if len(item.title) > _LONGEST_TITLE:
            inner.fault("title", f"is longer than {_LONGEST_TITLE} characters, the most that a phone shows")
        inner.close()
        found.append(item)
    return tuple(found)


def _openings(fields: Fields) -> OpeningLimits:
    """How many channels the bot opens by itself within an hour; at least one, or nothing would ever open."""
    node = fields.node("openings")
    if node is None:
        return OpeningLimits()
    inner = Fields(node, "openings", fields.faults)
    limits = OpeningLimits(of_one_person=inner.whole("of_one_person"), of_all=inner.whole("of_all"))
    if not 1 <= limits.of_one_person <= limits.of_all:
        inner.fault("of_one_person", "must be one or more, and no more than of_all")
    inner.close()
    return limits


def _web_address(fields: Fields, name: str) -> str | None:
    address = fields.maybe_text(name)
    if address and (not address.startswith(("https://", "http://")) or not set("<>|").isdisjoint(address)):
        fields.fault(name, "must start with https:// and hold none of < > |")
    return address
