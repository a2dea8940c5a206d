"""The report form: little, in plain words, the telephone first; and what a filled form says."""

from functools import partial
from typing import cast

from bot.commands import ReportIncident, YesNoUnknown
from bot.decision import Answer, Refusal
from bot.department import Department
from bot.rules.intake import LONGEST_REPORT, LONGEST_TEXT
from handlers.blocks import (
    Block,
    checkboxes,
    context,
    field,
    modal,
    moment_input,
    radio,
    section,
    select,
    text_input,
)
from handlers.boundary import in_form
from handlers.desk import Desk
from handlers.render import Words, pieces
from handlers.replies import FieldErrors, Reply, ShowInstead
from handlers.request import Request

CALLBACK = "report"

_MEANT = {
    "account": "edocument_accessed",
    "malware": "device_accessed",
    "missent": "exposure",
    "phishing": "other",
}
"""What people call it, and the kind of the policy's definition that it is; a try alone is another sign (policy 5)."""
_THINGS = ("device", "edocument", "paper", *_MEANT, "tampering", "exposure", "other")
_WITH_FATE = ("device", "edocument", "paper")
_FATES = ("stolen", "lost", "accessed")
_INPUTS = LONGEST_REPORT // LONGEST_TEXT


def report_modal(words: Words, department: Department, *, what: str | None = None, kind: str | None = None) -> Block:
    """The form; `what` fills in what was typed already, `kind` names the personal data that was taken out of it."""
    say = partial(words.say, "report")
    yes_no = [(say(word), word) for word in ("yes", "no", "unknown")]
    blocks = [section(say("call_now")), context(say("call_cite"))]
    if len(what or "") > LONGEST_REPORT:
        blocks.append(section(say("does_not_fit", longest=LONGEST_REPORT)))
    if kind:
        blocks.append(section(say("prefilled", kind=kind)))
    first, *others = pieces(what or "", LONGEST_TEXT)[:_INPUTS] or [""]
    blocks += [
        field(
            "what",
            say("what_label"),
            text_input("what", longest=LONGEST_TEXT, lines=True, initial=first),
            hint=say("what_hint"),
        ),
        *(
            field(
                f"what_{place}",
                say("more_label"),
                text_input(f"what_{place}", longest=LONGEST_TEXT, lines=True, initial=piece),
                optional=True,
            )
            for place, piece in enumerate(others, 2)
        ),
        field(
            "things",
            say("things_label"),
            checkboxes("things", [(say(f"thing_{t}"), t) for t in _THINGS]),
            optional=True,
        ),
        field("fate", say("fate_label"), radio("fate", [(say(f"fate_{f}"), f) for f in _FATES]), optional=True),
    ]
    if department.offices:
        offices = [(office.name, office.name) for office in department.offices]
        blocks.append(
            field("office", say("office_label"), select("office", say("office_placeholder"), offices), optional=True)
        )
    blocks += [
        field("noticed_at", say("noticed_label"), moment_input("noticed_at"), optional=True),
        field("ongoing", say("ongoing_label"), radio("ongoing", yes_no), optional=True),
        field("people_data", say("people_label"), radio("people_data", yes_no), optional=True),
        field(
            "called",
            say("called_label"),
            radio("called", [(say("called_yes"), "yes"), (say("called_no"), "no")]),
            optional=True,
        ),
        field(
            "behalf_of",
            say("behalf_label"),
            text_input("behalf_of", longest=200),
            optional=True,
            hint=say("behalf_hint"),
        ),
    ]
    return modal(CALLBACK, say("title"), blocks, close=say("cancel"), submit=say("submit"))


async def submit_report(desk: Desk, request: Request) -> Reply:
    """Submission of `report`: the incident is recorded; what is wrong stands under its field, what was typed stays."""
    things, fate = request.chosen_all("things"), request.chosen("fate")
    if fate is None and any(thing in _WITH_FATE for thing in things):
        return FieldErrors(errors={"fate": desk.words.say("report", "fate_missing")})
    command = ReportIncident(
        key=request.key,
        actor=request.user,
        what="\n".join(filter(None, (request.typed(name) for name in _texts()))),
        kinds=tuple(dict.fromkeys(_kind(thing, fate) for thing in things)),
        office=request.chosen("office"),
        noticed_at=request.chosen_moment("noticed_at"),
        ongoing=_yes_no(request, "ongoing"),
        people_data=_yes_no(request, "people_data"),
        called=request.chosen("called") == "yes",
        behalf_of=request.typed("behalf_of") or None,
        view_id=str(request.view["id"]),
    )
    answer = await desk.execute(command)
    if isinstance(answer, Refusal):
        return in_form(desk, request, answer, first="what")
    return ShowInstead(view=_recorded(desk, answer))


def _recorded(desk: Desk, answer: Answer) -> Block:
    words = desk.words
    call = "recorded_called" if answer.values["called"] else "recorded_call"
    return modal(
        "recorded",
        words.say("report", "recorded_title"),
        [
            section(words.say("report", "recorded", number=answer.values["number"])),
            section(words.say("report", call)),
            section(words.say("report", "recorded_next")),
        ],
        close=words.say("report", "close"),
    )


def _kind(thing: str, fate: str | None) -> str:
    """The kind in the policy's words: a device that was stolen, a file that somebody saw."""
    return f"{thing}_{fate}" if thing in _WITH_FATE else _MEANT.get(thing, thing)


def _texts() -> tuple[str, ...]:
    """The inputs that hold what happened; a long text stands in several."""
    return ("what", *(f"what_{place}" for place in range(2, _INPUTS + 1)))


def _yes_no(request: Request, block_id: str) -> YesNoUnknown:
    found = request.chosen(block_id)
    return cast(YesNoUnknown, found) if found in ("yes", "no") else "unknown"
