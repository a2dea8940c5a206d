"""A question in the channel, one compact message: open with its buttons, taken with its reason, or called in again."""

from bot.assessment.result import Assessment
from bot.department import Team
from bot.determination import Determination
from bot.incident import IncidentFacts
from bot.question import Question
from bot.rulebook import Rulebook
from bot.rules.advising import is_drafted
from bot.rules.counsel_room import is_counsels_own
from bot.rules.questions import deciding_roles, is_undecided, moved_facts
from handlers.blocks import Block, actions, button, context, section
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, joined, name_of, short
from handlers.views.duty import seen_lines
from handlers.views.fact_value import facts_line
from handlers.views.field_value import answer_lines
from handlers.views.refused_method import refused_lines
from handlers.views.severity import severity_message
from handlers.views.standing import standing_lines

_LONGEST_REASON = 300
_LONGEST_FACTS = 1500
_METHODS = "planned_methods"


def question_message(
    words: Words, facts: IncidentFacts, team: Team, law: Rulebook, question: Question, answer: Assessment
) -> tuple[Mrkdwn, list[Block]]:
    """The message's fallback text and blocks."""
    roles = ", ".join(deciding_roles(question, team))
    text = words.say("question", "fallback", number=facts.incident.number, roles=roles)
    if question.kind == "vote":
        return text, severity_message(words, facts, team, law, question)
    made = facts.in_force(question.id)
    standing = facts.asked.get(question.id)
    if made is not None:
        return text, _taken(words, facts, team, question, made, answer)
    if standing and standing.withdrawn:
        return text, [context(words.say("question", "withdrawn", title=question.title, cite=question.cite))]
    return text, _open(words, facts, team, question)


def why(words: Words, question: Question, team: Team) -> Mrkdwn:
    """Why it is asked now, who decides, on whose guidance, by which provision."""
    roles = deciding_roles(question, team)
    return words.say(
        "question",
        "why",
        why=question.why,
        roles=", ".join(roles),
        one=len(roles) == 1,
        guidance=", ".join(question.guidance),
        cite=question.cite,
        modal=question.modal,
    )


def facts_at_hand(words: Words, names: tuple[str, ...], facts: IncidentFacts) -> Mrkdwn:
    """What is known of the facts that a decision relies on, and what is not."""
    return words.say("question", "facts", facts=facts_line(words, names, facts))


def open_now(question: Question, facts: IncidentFacts, team: Team) -> bool:
    """Whether it stands in the channel and waits."""
    standing = facts.asked.get(question.id)
    asked = standing is not None and not standing.withdrawn and question.kind != "way_out"
    return asked and is_undecided(question, facts, team)


def outcome_of(question: Question, made: Determination) -> str:
    """What was decided, as a sentence."""
    outcome = question.outcome(made.outcome)
    return outcome.text if outcome else made.outcome


def _open(words: Words, facts: IncidentFacts, team: Team, question: Question) -> list[Block]:
    text = words.say("question", "open", title=question.title, text=question.text, subject=question.subject)
    blocks = [section(text), context(why(words, question, team))]
    if lines := standing_lines(words, team.department, question.id, (*question.roles, *question.guidance)):
        blocks.append(context(joined(lines, _LONGEST_FACTS)))
    if question.relies_on:
        blocks.append(context(facts_at_hand(words, question.relies_on, facts)))
    if seen := seen_lines(words, facts, team, ("decision", question.id)):
        blocks.append(context(*seen))
    if is_drafted(question.id, facts):
        blocks.append(context(words.say("counsel_room", "counsel_has_it")))
    presses = [
        button(
            words.say("question", "button", label=outcome.label),
            f"decide_{outcome.id}",
            pack_ids(facts.incident.id, question.id, outcome.id),
            label=f"{question.title}: {outcome.label}",
        )
        for outcome in question.outcomes
        if (question.kind, outcome.id) != ("delay", "released")
    ]
    return [*blocks, actions(*presses, block_id="decision")]


def _taken(
    words: Words, facts: IncidentFacts, team: Team, question: Question, made: Determination, answer: Assessment
) -> list[Block]:
    counsels = is_counsels_own(question, team)
    holds = question.kind == "delay" and made.outcome == "holds"
    text = words.say(
        "question",
        "held" if holds else "taken",
        title=question.title,
        outcome=outcome_of(question, made),
        subject=question.subject,
        by=name_of(made.by, team),
        at=made.at,
        reason="" if counsels else short(made.reason, _LONGEST_REASON),
    )
    blocks = [section(text)]
    if made.expunged:
        blocks.append(context(words.say("question", "expunged")))
    elif counsels:
        blocks.append(context(words.say("counsel_room", "reasons_kept")))
    if lines := [] if counsels else answer_lines(words, question, made):
        blocks.append(context(joined(lines, _LONGEST_FACTS)))
    if any(field.sets == _METHODS for field in question.fields) and (
        refused := refused_lines(words, answer.obligations)
    ):
        blocks.append(section(joined(refused, _LONGEST_FACTS)))
    blocks.append(context(_rests_on(words, question, made, facts)))
    newer = moved_facts(made, facts)
    if newer:
        roles = ", ".join(deciding_roles(question, team))
        blocks.append(section(words.say("question", "changed", facts=facts_line(words, newer, facts), roles=roles)))
        if seen := seen_lines(words, facts, team, ("confirm", f"{question.id}|{made.role}")):
            blocks.append(context(*seen))
    if _conflicts(question, made, answer):
        status = words.say("assessment", f"status_{_rules_alone(answer)}")
        blocks.append(section(words.say("question", "conflict", status=status)))
    return [*blocks, actions(*_presses(words, facts, question, made, changed=bool(newer)), block_id="decision")]


def _conflicts(question: Question, made: Determination, answer: Assessment) -> bool:
    """Whether the recorded facts answer the statute's question otherwise than the determination does."""
    outcome = question.outcome(made.outcome)
    said = outcome.verdict if outcome else None
    return said is not None and _rules_alone(answer) not in (said, "unresolved")


def _rules_alone(answer: Assessment) -> str:
    """What the rules say by themselves: where a determination governs, its own answer is no news."""
    return answer.statutory_breach.rule_status or answer.statutory_breach.status


def _rests_on(words: Words, question: Question, made: Determination, facts: IncidentFacts) -> Mrkdwn:
    names = tuple(name for name in made.relied_on if name not in moved_facts(made, facts))
    if not names:
        return words.say("question", "rests_on_nothing", cite=question.cite)
    return words.say("question", "rests_on", facts=facts_line(words, names, facts), cite=question.cite)


def _presses(
    words: Words, facts: IncidentFacts, question: Question, made: Determination, *, changed: bool
) -> list[Block]:
    about = (facts.incident.id, question.id)
    ids, this = pack_ids(*about), pack_ids(*about, made.occasion)
    found = []
    if question.kind == "delay":
        if made.outcome == "holds":
            found.append(button(words.say("question", "still_holds_button"), "decision_confirm", this))
            found.append(
                button(words.say("question", "released_button"), "decide_released", pack_ids(*about, "released"))
            )
        else:
            found.append(button(words.say("question", "new_delay_button"), "decide_holds", pack_ids(*about, "holds")))
    else:
        if changed:
            press = words.say("question", "confirm_button")
            found.append(button(press, "decision_confirm", this))
        if question.fields and question.kind == "decision":
            found.append(button(words.say("question", "amend_button"), "decision_amend", this))
    found.append(button(words.say("question", "reopen_button"), "decision_reopen", this))
    found.append(button(words.say("question", "paper_button"), "decision_paper", ids))
    return found
