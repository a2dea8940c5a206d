"""A duty in words with its button: the one row that App Home, "My duties", a list of reminders and a reminder show."""

from bot.department import Team
from bot.duty import Duty
from bot.evidence import evidence_number
from bot.incident import IncidentFacts, Item
from bot.rulebook import Rulebook
from bot.rules.checklist import statement_of
from bot.rules.duties import item_of
from bot.rules.owing import notice_of, open_facts, target_of
from bot.rules.telling import next_word
from bot.situation import Situation
from handlers.blocks import Block, button, section
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, name_of, phone_link, short
from handlers.views.checklist import value_of
from handlers.views.facts import SECTIONS, section_of
from handlers.views.obligation import clock_in_words, obligation_name, step_in_words
from handlers.views.owed import owed_buttons

_LONGEST_LABEL = 18
"""Characters of a title on its button: beside a row there is room for two or three words on a phone."""
_LABELS = {
    "decision": ("reminder", "decision_button"),
    "vote": ("duty", "vote_button"),
    "confirm": ("reminder", "confirm_button"),
    "delay_review": ("question", "still_holds_button"),
}


def duty_row(
    words: Words,
    duty: Duty,
    situation: Situation,
    user: str,
    *,
    block_id: str,
    numbered: bool = False,
    mine: bool = True,
    note: Mrkdwn | None = None,
) -> Block:
    """One duty in a view: what, whose, until when, who is told next; its button beside it.

    `numbered`: with the incident's number; `note`: what the last press on it came to.
    """
    block, number = "row_of" if numbered else "row", situation.facts.incident.number
    what, under = duty_title(words, duty, situation), _under(words, duty, situation)
    text = words.say("duty", block, number=number, what=what, under=under)
    if note:
        text = Mrkdwn(f"{text}\n{words.say('duty', 'note', text=note)}")
    press = duty_button(words, duty, situation, user, in_view=True)
    if press and not mine:
        press.pop("style", None)
    return section(text, block_id=block_id, accessory=press)


def duty_title(words: Words, duty: Duty, situation: Situation) -> Mrkdwn:
    """What is to be done, in a few words: nothing that people typed."""
    facts, team, law, number = situation.facts, situation.team, situation.law, situation.facts.incident.number
    match duty.kind:
        case "call":
            reminder = facts.reminder(*duty.key)
            handed = reminder is not None and reminder.sent >= law.packs.reminders.call_handed_over_after
            return words.say("duty", "call_handed" if handed else "call")
        case "role_unclaimed":
            return words.say("duty", "role_unclaimed" if team.users(duty.role) else "role_of_nobody", role=duty.role)
        case "leader_notice":
            office = team.department.office(facts.incident.office)
            leader = team.person(office.leader).name or office.leader if office and office.leader else None
            phone = phone_link(office.phone) if office and office.phone else None
            shown = leader or words.say("reminder", "leader_unknown")
            return words.say("duty", "leader_notice", leader=shown, phone=phone)
        case "task" | "continuous":
            item = item_of(duty, facts)
            return words.say("duty", "task", title=item.title if item else "")
        case "question":
            needs = open_facts(situation, situation.assessment)
            who = list(dict.fromkeys(SECTIONS[name].asks for path in needs if (name := section_of(path)))) or ["AI"]
            return words.say("duty", "question", count=len(needs), who=", ".join(who), one=len(who) == 1)
        case "obligation" | "owed" | "owed_immediately":
            owed = notice_of(duty, situation.assessment)
            return words.say("duty", "obligation", what=obligation_name(words, owed) if owed else "")
        case "decision" | "confirm":
            block = "vote" if duty.kind == "decision" and "|" in duty.subject else duty.kind
            return words.say("duty", block, title=question_title(duty.subject.partition("|")[0], law), role=duty.role)
        case "approval":
            kind = law.packs.notices.kinds[facts.notice_drafts[duty.subject].kind]
            return words.say("duty", "approval", title=kind.title)
        case "custody_accept" | "custody_open" | "custody_gap" | "guidance":
            return words.say("duty", duty.kind, **evidence_in_words(words, duty, facts))
        case str(kind) if kind.startswith("status_"):
            return words.say("duty", "status", severity=words.say("severity", kind.removeprefix("status_")))
    return words.say("duty", duty.kind, number=number)


def question_title(question_id: str, law: Rulebook) -> str:
    """What a question is called; one that a law raises by itself by its pattern's name."""
    packs = law.packs.questions
    found = packs.named.get(question_id) or packs.patterns.get(question_id.partition(":")[0])
    return found.title if found else question_id


def duty_button(words: Words, duty: Duty, situation: Situation, user: str, *, in_view: bool = False) -> Block | None:
    """The button that does it, or opens its form; None where there is nothing to press for this person.

    `in_view`: it stands in a modal or in App Home, where a line stays when it is done.
    """
    facts, team = situation.facts, situation.team
    incident = facts.incident.id
    item = item_of(duty, facts)

    def press(label: Mrkdwn, action: str, value: str) -> Block:
        return button(label, action, value, style="primary")

    match duty.kind:
        case "call":
            return press(words.say("reminder", "called_button"), "call_made", pack_ids(incident))
        case "unopened" if user in team.users("AI"):
            return press(words.say("alarm", "retry_button"), "retry_steps", pack_ids(incident))
        case "role_unclaimed" if user in team.users(duty.role):
            label = words.say("roles", "take_button", role=duty.role)
            return press(label, "nudge_take", pack_ids(incident, duty.role))
        case "leader_notice":
            return press(words.say("reminder", "told_button"), "leader_told", pack_ids(incident))
        case "task" | "continuous" if item:
            return _done_button(words, incident, item, in_view=in_view, asks=statement_of(item, situation.law))
        case "decision" | "confirm" | "delay_review":
            question = duty.subject.partition("|")[0] or "delay"
            act = "decide_now" if duty.kind == "decision" else "decision_confirm"
            label = words.say(*_LABELS["vote" if "|" in duty.subject and duty.kind == "decision" else duty.kind])
            made = facts.in_force(question) if act == "decision_confirm" else None
            return press(label, act, pack_ids(incident, question, *((made.occasion,) if made else ())))
        case "question":
            return press(words.say("assessment", "update_button"), "update_facts", pack_ids(incident))
        case "obligation" | "owed" | "owed_immediately":
            return next(iter(owed_buttons(words, duty, situation)), None)
        case "approval":
            version = facts.notice_drafts[duty.subject].version
            return press(
                words.say("notice", "approve_button"), "notice_approve", pack_ids(incident, duty.subject, version)
            )
        case "custody_accept" | "custody_open" | "custody_gap":
            return press(
                words.say("evidence", "open_button"),
                "evidence_open",
                pack_ids(incident, duty.subject.partition("|")[0]),
            )
        case "guidance":
            return press(words.say("evidence", "open_button"), "evidence", pack_ids(incident))
        case str(kind) if kind.startswith("status_"):
            return press(words.say("reminder", "update_button"), "status_update", pack_ids(incident))
    return None


def evidence_in_words(words: Words, duty: Duty, facts: IncidentFacts) -> dict[str, Mrkdwn | str]:
    """The item by its number, what is wrong with it, and whose guidance it is."""
    if duty.kind == "guidance":
        return {"role": duty.subject.partition("|")[0]}
    item, alarm, event = [*duty.subject.split("|"), "", ""][:3]
    number = evidence_number(facts.incident.number, int(item))
    wrong = words.say("evidence", f"alarm_{alarm}", event=event, since=duty.arose) if alarm else ""
    return {"item": number, "alarm": wrong}


def _done_button(words: Words, incident: int, item: Item, *, in_view: bool, asks: str | None) -> Block:
    """It names its line, so that a second tap on the same place is never another line's. `asks`: for words first."""
    label = words.say("duty", "done_button", title=short(item.title, _LONGEST_LABEL), asks=asks)
    action, whole = (
        "item_done" if in_view else "nudge_done",
        words.say("duty", "done_button", title=item.title, asks=asks),
    )
    return button(label, action, value_of(incident, item, "done"), style="primary", label=whole)


def _under(words: Words, duty: Duty, situation: Situation) -> Mrkdwn:
    facts, law, team = situation.facts, situation.law, situation.team
    cadence = law.packs.reminders.cadences[duty.kind]
    item, word = item_of(duty, facts), cadence.word
    owed = notice_of(duty, situation.assessment) if duty.kind in ("obligation", "owed", "owed_immediately") else None
    if item:
        word = item.time_word
    clock = clock_in_words(words, owed) if owed else None
    if duty.limit:
        due = words.say("duty", "limit_passed" if duty.limit <= situation.now else "by_limit", limit=duty.limit)
    elif cadence.when == "morning" and not (word or clock) and cadence.first:
        due = words.say("duty", "can_wait")
    else:
        due = words.say("duty", "no_limit", word=clock or word)
    told, reminder = next_word(duty, situation), facts.reminder(*duty.key)
    target = target_of(owed, facts) if owed else None
    return words.say(
        "duty",
        "under",
        role=duty.role,
        due=due,
        cite=item.cite if item else owed.cite if owed else None,
        step=step_in_words(words, owed, situation) if owed else None,
        target=target,
        next_at=told.at if told else None,
        next_who=Mrkdwn(", ".join(name_of(user, team) for user in told.users)) if told else "",
        seen_by=name_of(reminder.seen_by, team) if reminder and reminder.seen_by else None,
        seen_at=reminder.seen_at if reminder else None,
    )


def seen_lines(words: Words, facts: IncidentFacts, team: Team, *about: tuple[str, str]) -> list[Mrkdwn]:
    """Who of those who are asked has opened it, and when: a line for each duty that somebody saw."""
    found = (facts.reminder(kind, subject) for kind, subject in about)
    return [
        words.say("duty", "seen", by=name_of(one.seen_by, team), at=one.seen_at) for one in found if one and one.seen_by
    ]
