"""The buttons of a reminder: done, I take it, later, why. The reminder shows what came of it, and loses its buttons."""

from datetime import timedelta

from bot.commands import GiveRole, RecordCall, RecordLeaderNotice, SnoozeReminder
from bot.decision import Answer, Refusal
from bot.department import Team
from bot.rules.duties import holder_of, item_of
from bot.rules.intake import may_record_call
from bot.rules.reminding import duty_of, is_for
from bot.visibility import view_of
from handlers.actions.item import act_on, needs_words, press_item
from handlers.boundary import in_form, in_its_place, say_outcome, sentence
from handlers.button_ids import pack_ids, read_ids
from handlers.desk import Desk
from handlers.render import Mrkdwn
from handlers.replies import Nothing, OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.reminder import call_form, leader_form, snooze_form, without_buttons

_SOON = {"hour": timedelta(hours=1), "four": timedelta(hours=4)}
_SETTLED = (
    *("reminder_settled", "item_already", "no_such_item", "role_held", "role_held_already", "call_already_recorded"),
    *("belongs_there", "belongs_not_there"),
)


async def mark_done(desk: Desk, request: Request) -> Reply:
    """Press of `nudge_done`: the task is done; where the policy asks for words, they are asked first."""
    if needs_words(desk, request.ids.names[1]):
        return await press_item(desk, request)
    return show_outcome(desk, request, await desk.execute(act_on(request)))


async def take_role(desk: Desk, request: Request) -> Reply:
    """Press of `nudge_take`: whoever pressed holds the role."""
    (role,) = request.ids.names
    answer = await desk.execute(
        GiveRole(key=request.key, actor=request.user, incident=request.ids.incident, role=role, user=request.user)
    )
    return show_outcome(desk, request, answer)


async def snooze_reminder(desk: Desk, request: Request) -> Reply:
    """Press of `nudge_snooze`: later, at one of three times, or at another that a form asks for."""
    incident, (reminder, choice) = request.ids.incident, request.ids.names
    if choice == "other":
        if refusal := await _not_asked(desk, request, incident, int(reminder)):
            return show_outcome(desk, request, refusal)
        view = snooze_form(desk.words, pack_ids(incident, reminder))
        return OpenModal(view=view, otherwise=Say(text=desk.words.say("reminder", "no_modal")))
    now = desk.clock.now()
    until = now + _SOON[choice] if choice in _SOON else desk.law.office_hours.next_morning(now)
    command = SnoozeReminder(
        key=request.key, actor=request.user, incident=incident, reminder=int(reminder), until=until
    )
    return show_outcome(desk, request, await desk.execute(command))


async def submit_snooze(desk: Desk, request: Request) -> Reply:
    """Submission of `nudge_snooze`: the reminder comes at that time."""
    ids = read_ids(str(request.metadata["value"]))
    command = SnoozeReminder(
        key=request.key,
        actor=request.user,
        incident=ids.incident,
        reminder=int(ids.names[0]),
        until=request.chosen_moment("until") or desk.clock.now(),
    )
    return _submitted(desk, request, await desk.execute(command))


async def say_why(desk: Desk, request: Request) -> Reply:
    """Press of `nudge_why`: whose duty it is, the policy's own time word, and that the interval is configuration."""
    (reminder_id,) = request.ids.names
    known, team = await desk.look(request.ids.incident)
    if known is None or view_of(request.user, known.incident, team) is None:
        return show_outcome(desk, request, Refusal(name="reminder_not_yours"))
    found = duty_of(int(reminder_id), desk.situation(known, team))
    if found is None:
        return show_outcome(desk, request, Refusal(name="reminder_settled", values={"number": known.incident.number}))
    duty = found[1]
    if duty.kind != "call" and not team.roles_of(request.user):
        return show_outcome(desk, request, Refusal(name="reminder_not_yours"))
    item = item_of(duty, known)
    if duty.kind == "call" and request.user == known.incident.reporter:
        name = "why_call"
    elif duty.kind == "unopened":
        name = "why_unopened"
    elif duty.kind == "role_unclaimed":
        name = _why_unclaimed(duty.role, request.user, team)
    elif item and item.assignee == request.user:
        name = "why_assigned"
    else:
        name = "why_holder" if holder_of(duty.role, known, team) == request.user else "why_primary"
    words = desk.words
    reason = words.say("reminder", name, number=known.incident.number, role=duty.role)
    word = item.time_word if item else desk.law.packs.reminders.cadences[duty.kind].word
    return Say(text=Mrkdwn(f"{reason} {words.say('reminder', 'why_when', word=word)}"))


async def _not_asked(desk: Desk, request: Request, incident: int, reminder: int) -> Refusal | None:
    """Why no form opens to put a reminder off: it is somebody else's, or settled."""
    known, team = await desk.look(incident)
    if known is None or view_of(request.user, known.incident, team) is None:
        return Refusal(name="reminder_not_yours")
    situation = desk.situation(known, team)
    found = duty_of(reminder, situation)
    if found is None:
        return Refusal(name="reminder_settled", values={"number": known.incident.number})
    return None if is_for(request.user, *found, situation) else Refusal(name="reminder_not_yours")


def _why_unclaimed(role: str, user: str, team: Team) -> str:
    people = team.users(role)
    if user not in people:
        return "why_role_of_nobody"
    return "why_role_first" if user == people[0] else "why_role_unclaimed"


async def ask_call(desk: Desk, request: Request) -> Reply:
    """Press of `call_made`: asks when the call was, and who answered."""
    known, team = await desk.look(request.ids.incident)
    if known is None or not may_record_call(request.user, known, team):
        return say_outcome(desk, Refusal(name="call_not_yours"))
    view = call_form(desk.words, known.incident.id, desk.clock.now())
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("reminder", "no_modal")))


async def submit_call(desk: Desk, request: Request) -> Reply:
    """Submission of `call_made`: the call of policy 3 was made, then, and that person answered."""
    command = RecordCall(
        key=request.key,
        actor=request.user,
        incident=int(request.metadata["incident"]),
        at=request.chosen_moment("at"),
        answered=request.typed("answered"),
    )
    return _submitted(desk, request, await desk.execute(command))


async def ask_leader(desk: Desk, request: Request) -> Reply:
    """Press of `leader_told`: asks who was told, how and when."""
    found = await desk.look_pressed(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, team = found
    view = leader_form(desk.words, known, team, desk.clock.now())
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("reminder", "no_modal")))


async def submit_leader_notice(desk: Desk, request: Request) -> Reply:
    """Submission of `leader_told`: the district engineer or division leader was told (policy 7)."""
    command = RecordLeaderNotice(
        key=request.key,
        actor=request.user,
        incident=int(request.metadata["incident"]),
        name=request.typed("name"),
        method=request.chosen("method") or "",
        at=request.chosen_moment("at") or desk.clock.now(),
    )
    return _submitted(desk, request, await desk.execute(command))


def _submitted(desk: Desk, request: Request, answer: Answer | Refusal) -> Reply:
    if isinstance(answer, Refusal):
        return in_form(desk, request, answer, first=None)
    return in_its_place(desk, answer)


def show_outcome(desk: Desk, request: Request, answer: Answer | Refusal) -> Reply:
    """A sentence; a reminder that has nothing more to ask shows it in place of its buttons."""
    text = sentence(desk, answer)
    message = request.body.get("message")
    if isinstance(answer, Refusal) and answer.name not in _SETTLED:
        return Say(text=text)
    if not isinstance(message, dict) or not message.get("blocks"):
        return Say(text=text)
    desk.best_effort(_refresh(desk, request, text))
    return Nothing()


async def _refresh(desk: Desk, request: Request, text: Mrkdwn) -> None:
    message = request.body["message"]
    await desk.slack.call("chat.update", channel=request.channel, ts=message["ts"], **without_buttons(message, text))
