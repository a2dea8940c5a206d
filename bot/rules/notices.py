"""Drafting notices: what fills them, a draft, its next versions, asking counsel (policy 8, RSMo 407.1500.2(4))."""

import json
from dataclasses import dataclass
from datetime import date

from bot.decision import Answer, Decision, Entry, Refresh, Refusal, SetFact, Step, Text, Value
from bot.incident import IncidentFacts
from bot.notice.clean import clean
from bot.notice_changes import AskForApproval, SetNoticeDraft
from bot.notice_commands import AskApproval, DraftNotice, FillNotice, ReviseNotice, WantFile
from bot.notice_draft import NoticeDraft
from bot.rulebook import Rulebook
from bot.rules.chunks import split_chunks
from bot.rules.form_checks import LONGEST_TEXT
from bot.rules.merge_data import merge_data_of, typed_name, typed_values, values_of
from bot.rules.refusals import not_working_here, only, refuse_words, role_needed, team_only
from bot.situation import Situation

LONGEST_NOTICE = 20_000
"""Characters of a notice's text."""
DRAFT = "draft"
"""The class of entries that are no facts yet; productions leave them out."""


def fill_notice(command: FillNotice, situation: Situation) -> Decision | Refusal:
    """Record what notices are filled with; every notice that used it is checked again."""
    facts, team, law, now = situation.facts, situation.team, situation.law, situation.now
    if refusal := not_working_here(command.actor, facts, team):
        return refusal
    for name, said in command.answers.items():
        if refusal := _refuse_answer(name, said, law):
            return refusal
    known = {name: fact.value for name, fact in facts.known.items() if fact.kind == "typed"}
    plainly = {name: said if said is None else clean(said) for name, said in command.answers.items()}
    given = typed_values(plainly, known)
    changed = {name: value for name, value in given.items() if known.get(typed_name(name)) != value}
    if not changed:
        return Decision(answer=Answer(name="nothing_new"))
    version = facts.next_version
    texts = {typed_name(name): json.dumps(value) for name, value in changed.items()}
    return Decision(
        answer=Answer(name="facts_recorded"),
        changes=tuple(
            SetFact(name=name, value=Text(name=name), by=command.actor, at=now, version=version) for name in texts
        ),
        entries=(
            Entry(
                kind="notice_answers",
                actor=command.actor,
                body={
                    "number": facts.incident.number,
                    "version": version,
                    **{f"fact:{name}": Text(name=name) for name in texts},
                },
            ),
        ),
        sends=_all(facts),
        texts=texts,
    )


def draft_notice(command: DraftNotice, situation: Situation) -> Decision | Refusal:
    """A notice begins: its first version, in a thread of its own."""
    facts, team, law = situation.facts, situation.team, situation.law
    if refusal := not_working_here(command.actor, facts, team):
        return refusal
    kind = law.packs.notices.kinds.get(command.kind)
    if kind is None:
        return Refusal(name="no_such_notice")
    if refusal := only(command.actor, kind.drafted_by, team):
        return refusal
    for one in facts.notice_drafts.values():
        if (one.kind, one.each, one.recipient) == (command.kind, command.each, command.recipient):
            return Refusal(name="drafted_already", values={"by": one.author, "at": int(one.at.timestamp())})
    same = sum(one.kind == kind.id for one in facts.notice_drafts.values())
    draft = f"{kind.id}.{same + 1}" if same else kind.id
    return _versioned(command, _Next(draft=draft, each=command.each, recipient=command.recipient), situation)


def revise_notice(command: ReviseNotice, situation: Situation) -> Decision | Refusal:
    """The next version; an approval of the one before is void."""
    facts, team, law = situation.facts, situation.team, situation.law
    if refusal := not_working_here(command.actor, facts, team):
        return refusal
    made = facts.notice_drafts.get(command.draft)
    kind = law.packs.notices.kinds.get(made.kind) if made else None
    if made is None or kind is None:
        return Refusal(name="no_such_notice")
    if command.actor not in (*team.users(kind.drafted_by), *team.users(kind.approved_by)):
        return role_needed((kind.drafted_by,), team)
    if made.version != command.base:
        values: dict[str, Value] = {"by": made.author, "at": int(made.at.timestamp()), "version": made.version}
        return Refusal(name="edited_meanwhile", values=values)
    text = clean(command.text)
    if refusal := _refuse_text(text):
        return refusal
    if text.strip() == made.text.strip() and not _renewed(made, command.used, facts, law):
        return Decision(answer=Answer(name="nothing_new"))
    following = _Next(draft=made.id, each=made.each, recipient=made.recipient, before=made)
    return _versioned(command, following, situation)


def ask_approval(command: AskApproval, situation: Situation) -> Decision | Refusal:
    """Counsel is asked to approve the version that the asker saw."""
    facts, team, now = situation.facts, situation.team, situation.now
    if refusal := not_working_here(command.actor, facts, team):
        return refusal
    made = facts.notice_drafts.get(command.draft)
    surface = (Refresh(surface=f"notice:{command.draft}"),)
    if made is None:
        return Refusal(name="no_such_notice")
    if made.version != command.version:
        return Refusal(name="not_this_version", refresh=surface)
    if made.approval or made.asked_by:
        return Refusal(name="asked_already", refresh=surface)
    body: dict[str, Value | Text] = {
        "number": facts.incident.number,
        "notice": made.id,
        "version": made.version,
    }
    return Decision(
        answer=Answer(name="approval_asked"),
        changes=(AskForApproval(draft=made.id, by=command.actor, at=now),),
        entries=(Entry(kind="approval_asked", actor=command.actor, body=body),),
        sends=surface,
    )


def want_file(command: WantFile, situation: Situation) -> Decision | Refusal:
    """Put a file of the present version into the notice's thread, once."""
    facts, team, law = situation.facts, situation.team, situation.law
    made = facts.notice_drafts.get(command.draft)
    kind = law.packs.notices.kinds.get(made.kind) if made else None
    if made is None or kind is None or command.form not in kind.formats:
        return Refusal(name="no_such_notice")
    if refusal := team_only(command.actor, team):
        return refusal
    if made.version != command.version:
        return Refusal(name="not_this_version", refresh=(Refresh(surface=f"notice:{made.id}"),))
    number = facts.incident.number
    payload: dict[str, Value] = {"artefact": made.id, "version": made.version, "form": command.form}
    key = f"file:{number}:{made.id}:{made.version}:{command.form}"
    return Decision(answer=Answer(name="file_wanted"), sends=(Step(name="notice_file", key=key, payload=payload),))


def _renewed(made: NoticeDraft, used: tuple[str, ...], facts: IncidentFacts, law: Rulebook) -> bool:
    merge_data = merge_data_of(facts, law, recipient=made.recipient, each=made.each)
    return values_of(used, merge_data, law.packs.notices) != dict(made.values)


@dataclass(frozen=True, kw_only=True)
class _Next:
    """The next version of a notice: its id, whom it is for, and the version before, if there is one."""

    draft: str
    each: str | None
    recipient: str | None
    before: NoticeDraft | None = None


def _versioned(command: DraftNotice | ReviseNotice, following: _Next, situation: Situation) -> Decision | Refusal:
    facts, law, now = situation.facts, situation.law, situation.now
    draft, each, before, text = following.draft, following.each, following.before, clean(command.text)
    version = before.version + 1 if before else 1
    if refusal := _refuse_text(text):
        return refusal
    merge_data = merge_data_of(facts, law, recipient=following.recipient, each=each)
    values = values_of(command.used, merge_data, law.packs.notices)
    kind = draft.partition(".")[0]
    texts = {"text": text.strip() + "\n", "values": json.dumps(values, sort_keys=True)}
    if each is not None:
        texts["each"] = each
    body: dict[str, str | int | bool | Text | None] = {
        "number": facts.incident.number,
        "class": DRAFT,
        "notice": draft,
        "version": version,
        "facts": facts.version,
        "text": Text(name="text"),
    }
    entries = [Entry(kind="notice_drafted" if before is None else "notice_revised", actor=command.actor, body=body)]
    if before is not None and before.approval:
        voided: dict[str, Value | Text] = {
            "number": facts.incident.number,
            "notice": draft,
            "version": before.version,
        }
        entries.append(Entry(kind="approval_voided", actor=command.actor, body=voided))
    sends: list[Step | Refresh] = [Refresh(surface=f"notice:{draft}")]
    sends += [Refresh(surface=f"notice_text:{draft}:{part}") for part in range(_chunks(text, before))]
    if before is not None:
        number = facts.incident.number
        payload: dict[str, Value] = {"artefact": draft, "version": version}
        sends.append(Step(name="notice_diff", key=f"notice_diff:{number}:{draft}:{version}", payload=payload))
    return Decision(
        answer=Answer(name="notice_drafted"),
        changes=(
            SetNoticeDraft(
                draft=draft,
                kind=kind,
                each=Text(name="each") if each is not None else None,
                recipient=following.recipient,
                version=version,
                text=Text(name="text"),
                values=Text(name="values"),
                author=command.actor,
                at=now,
            ),
        ),
        entries=tuple(entries),
        sends=tuple(sends),
        texts=texts,
    )


def _chunks(text: str, before: NoticeDraft | None) -> int:
    """How many messages the text takes; those that the older version took are brought up to date too."""
    return max(len(split_chunks(text)), len(split_chunks(before.text)) if before else 1)


def _refuse_text(text: str) -> Refusal | None:
    if not text.strip():
        return Refusal(name="notice_empty", values={"field": "text"})
    return refuse_words("text", text, LONGEST_NOTICE)


def _refuse_answer(name: str, said: str | None, law: Rulebook) -> Refusal | None:
    notices = law.packs.notices
    field = notices.fields.get(name.partition("@")[0]) or next(
        (one for one in notices.fields.values() if one.path == name and one.source == "decision"), None
    )
    if field is None:
        return Refusal(name="no_such_notice", values={"field": name})
    if said is None:
        return None if field.none_allowed else Refusal(name="none_is_no_answer", values={"field": name})
    if field.shape == "day":
        try:
            date.fromisoformat(said.strip())
        except ValueError:
            return Refusal(name="day_needed", values={"field": name})
    if field.shape == "agency" and len([line for line in said.splitlines() if line.strip()]) < 2:
        return Refusal(name="agency_reach", values={"field": name})
    return refuse_words(name, said, LONGEST_TEXT)


def _all(facts: IncidentFacts) -> tuple[Refresh, ...]:
    return tuple(Refresh(surface=f"notice:{draft}") for draft in facts.notice_drafts)
