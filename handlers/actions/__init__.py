"""Buttons, menus and submitted modals: one file a noun. To add one: a file, and a line here."""

import re
from collections.abc import Mapping

from slack_bolt.async_app import AsyncApp

from handlers.actions import (
    approval,
    call,
    card,
    channel_watch,
    counsel_room,
    elapsed,
    evidence,
    expunging,
    facts,
    flood,
    involved,
    item,
    news,
    notice,
    notice_file,
    phase,
    question,
    reminder,
    report_button,
    reporter,
    retry,
    role,
    severity,
    tally,
    tasks,
    unasked,
    update,
    way_out,
)
from handlers.boundary import Boundary, Handler
from handlers.desk import Desk
from handlers.listeners import names_of
from handlers.replies import Reply
from handlers.request import Request
from handlers.views import report
from handlers.views.facts import SECTIONS

ACTIONS: Mapping[str, Handler] = {
    "record_call": call.record_call,
    "my_tasks": tasks.my_tasks,
    "item_done": item.press_item,
    "item_more": item.press_item,
    "item_undo": item.press_item,
    "item_pick": item.press_item,
    "news_since": news.say_news,
    "card_more": card.choose_more,
    "phase_open": phase.open_phase,
    "role_take": role.take_role,
    "role_give": role.ask_holder,
    "nudge_done": reminder.mark_done,
    "nudge_take": reminder.take_role,
    "nudge_assign": item.press_item,
    "nudge_snooze": reminder.snooze_reminder,
    "nudge_why": reminder.say_why,
    "call_made": reminder.ask_call,
    "leader_told": reminder.ask_leader,
    "room_right": channel_watch.put_channel_right,
    "room_leave": channel_watch.accept_change,
    "counsel_advise": counsel_room.ask_advice,
    "counsel_draft": counsel_room.ask_draft,
    "counsel_people": counsel_room.ask_people,
    "counsel_read": counsel_room.read_advice,
    "counsel_move": counsel_room.move_privileged,
    "retry_steps": retry.retry_steps,
    "open_waiting": flood.open_waiting,
    "open_report": report_button.open_report,
    "update_facts": facts.update_facts,
    "datasets": involved.show_datasets,
    "dataset_add": involved.ask_dataset,
    "dataset_open": involved.ask_dataset,
    "dataset_remove": involved.ask_removal,
    "parties": involved.show_parties,
    "party_add": involved.ask_party,
    "party_open": involved.ask_party,
    "party_remove": involved.ask_removal,
    "parties_none": involved.sign_none,
    "evidence": evidence.show_evidence,
    "evidence_page_next": evidence.turn_page,
    "evidence_page_first": evidence.turn_page,
    "evidence_add": evidence.ask_registration,
    "evidence_open": evidence.show_item,
    "evidence_event": evidence.ask_event,
    "evidence_accept": evidence.ask_event,
    "evidence_refuse": evidence.ask_event,
    "evidence_hold": evidence.ask_hold,
    "evidence_formal": evidence.ask_formal_custody,
    "decision_amend": question.ask_amendment,
    "decision_confirm": question.ask_confirmation,
    "decision_reopen": question.ask_reopen,
    "decision_paper": question.show_determination_record,
    "severity_vote": severity.ask_vote,
    "severity_terms": severity.ask_terms,
    "status_update": update.ask_update,
    "way_out": way_out.ask_way_out,
    "reporter_add": reporter.ask_words,
    "unasked_answer": unasked.ask_unasked,
    "notice_list": notice.show_notices,
    "notice_ask": approval.ask_approval,
    "notice_approve": approval.ask_approve,
    "notice_release": approval.release_notice,
    "notice_edit": notice.ask_edit,
    "notice_answer": notice.ask_fields,
    "notice_again": notice.draft_again,
    "notice_batch": approval.ask_batch,
    **{f"facts_{name}": facts.open_section for name in SECTIONS},
}

PATTERNS: Mapping[str, Handler] = {
    "decide_.*": question.ask_decision,
    "notice_begin_.*": notice.begin_notice,
    "notice_file_.*": notice_file.want_file,
    "elapsed_.*": elapsed.ask_elapsed,
    "unasked_confirm_.*": unasked.confirm_proposed,
    "my_tasks_[0-9]+": tasks.my_tasks,
    "evidence_guidance_.*": evidence.ask_guidance,
    "evidence_read_.*": evidence.acknowledge,
    "evidence_partner_.*": evidence.ask_partner,
}
"""Buttons whose action id names what they are about: an outcome, an obligation, an incident in a list."""

SUBMISSIONS: Mapping[str, Handler] = {
    report.CALLBACK: report.submit_report,
    "item_not_applicable": item.submit_not_applicable,
    "item_assign": item.submit_assignment,
    "item_pick": item.submit_pick,
    "role_give": role.submit_holder,
    "nudge_snooze": reminder.submit_snooze,
    "call_made": reminder.submit_call,
    "leader_told": reminder.submit_leader_notice,
    "facts": facts.submit_facts,
    "dataset": involved.submit_dataset,
    "dataset_element": involved.submit_element,
    "dataset_remove": involved.submit_removal,
    "party": involved.submit_party,
    "party_remove": involved.submit_removal,
    "evidence_register": evidence.submit_registration,
    "evidence_event": evidence.submit_event,
    "evidence_guidance": evidence.submit_guidance,
    "evidence_partner": evidence.submit_partner,
    "evidence_hold": evidence.submit_hold,
    "evidence_formal": evidence.submit_formal_custody,
    "decide": question.submit_determination,
    "decision_reopen": question.submit_reopening,
    "severity_vote": severity.submit_vote,
    "severity_terms": severity.submit_terms,
    "status_update": update.submit_update,
    "unasked": unasked.submit_unasked,
    "item_statement": item.submit_statement,
    "notice_fill": notice.submit_fields,
    "notice_edit": notice.submit_edit,
    "notice_approve": approval.submit_approval,
    "notice_batch": approval.submit_batch,
    "tally": tally.submit_tally,
    "advice": tally.submit_advice,
    "counsel_draft": counsel_room.submit_draft,
    "counsel_people": counsel_room.submit_people,
    "elapsed": elapsed.submit_elapsed,
    "expunge": expunging.submit_expunging,
    "way_out": way_out.submit_way_out,
    "reporter_add": reporter.submit_words,
    "reporter_ask": reporter.submit_question,
}


async def press(desk: Desk, request: Request) -> Reply:
    """Hand a press over by its action id."""
    action_id = str(request.action["action_id"])
    found = ACTIONS.get(action_id) or next(one for name, one in PATTERNS.items() if re.fullmatch(name, action_id))
    return await found(desk, request)


async def submit(desk: Desk, request: Request) -> Reply:
    """Hand a submitted form over by its callback id."""
    return await SUBMISSIONS[str(request.view["callback_id"])](desk, request)


def register(app: AsyncApp, boundary: Boundary) -> None:
    """Listen to every button and every modal."""
    app.action({"action_id": names_of(ACTIONS, PATTERNS)})(boundary.listener(press))
    app.view(names_of(SUBMISSIONS))(boundary.listener(submit))
