"""What follows from a change, whoever made it: lines on the checklists, questions in the channel, answers called in."""

from collections.abc import Collection

from bot.assessment.facts import FactErrors
from bot.decision import Answer, AskQuestion, Change, Decision, Entry, Refresh
from bot.incident import IncidentFacts
from bot.rules.items import item_entries, reconcile_items
from bot.rules.questions import questions_to_ask
from bot.situation import Situation

_DONE = Answer(name="noted")


def follow(situation: Situation, changed: Collection[str]) -> Decision:
    """Bring checklists and questions in line with what is known; `changed` are the facts that just changed."""
    facts, law, now = situation.facts, situation.law, situation.now
    incident = facts.incident
    if incident.channel is None or incident.state != "investigating":
        return Decision(answer=_DONE)
    try:
        answer = situation.assessment
    except FactErrors:  # facts that an older version took; the assessment card says so
        return Decision(answer=_DONE)
    items = reconcile_items(answer, situation)
    told, texts = item_entries(items, facts)
    # the card comes first: at an opening nobody is inside yet
    wanted = questions_to_ask(facts, law, answer) if facts.messages else {}
    changes: list[Change] = [*items]
    entries: list[Entry] = [*told]
    refreshed = []
    for question_id in wanted:
        standing = facts.asked.get(question_id)
        if standing is None or standing.withdrawn:
            changes.append(AskQuestion(question=question_id, at=now))
            entries.append(_entry("decision_asked", question_id, facts))
            refreshed.append(question_id)
    decided = {one.question for one in facts.determinations}
    for question_id, standing in facts.asked.items():
        if question_id not in wanted and question_id not in decided and not standing.withdrawn:
            question = law.packs.questions.named.get(question_id)
            if question is None or not question.always:
                changes.append(AskQuestion(question=question_id, at=now, withdrawn=True))
                entries.append(_entry("decision_withdrawn", question_id, facts))
                refreshed.append(question_id)
    relying = {one.question for one in facts.determinations if any(name in one.relied_on for name in changed)}
    resting = {
        question_id
        for question_id in facts.asked
        if (question := law.packs.questions.named.get(question_id)) and any(n in question.relies_on for n in changed)
    }
    surfaces = dict.fromkeys([*refreshed, *sorted(relying | resting)])
    return Decision(
        answer=_DONE,
        changes=tuple(changes),
        entries=tuple(entries),
        sends=(
            *(Refresh(surface=f"decision:{question_id}") for question_id in surfaces),
            *((Refresh(surface="card"),) if changes or relying else ()),
            *((Refresh(surface=f"notice:{draft}") for draft in facts.notice_drafts) if changed else ()),
        ),
        texts=texts,
    )


def _entry(kind: str, question_id: str, facts: IncidentFacts) -> Entry:
    return Entry(
        kind=kind,
        actor="bot",
        body={"number": facts.incident.number, "question": question_id, "version": facts.version},
    )
