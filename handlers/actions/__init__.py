"""Buttons, menus and submitted modals: one file a noun. To add one: a file, and a line here."""

import re
from collections.abc import Mapping

from slack_bolt.async_app import AsyncApp

from handlers.actions import (
    approval,
    call,
    decision,
    elapsed,
    facts,
    involved,
    item,
    notice,
    notice_file,
    nudge,
    report_button,
    retry,
    role,
    room,
    severity,
    tally,
    tasks,
    unasked,
    update,
)
from handlers.boundary import Boundary, Handler
from handlers.views import report
from handlers.views.facts import SECTIONS

ACTIONS: Mapping[str, Handler] = {
    "record_call": call.record_call,
    "my_tasks": tasks.my_tasks,
    "item_done": item.pressed,
    "item_more": item.pressed,
    "item_undo": item.pressed,
    "item_pick": item.pressed,
    "role_take": role.take,
    "role_give": role.ask,
    "nudge_done": nudge.done,
    "nudge_take": nudge.take,
    "nudge_assign": item.pressed,
    "nudge_snooze": nudge.snooze,
    "nudge_why": nudge.why,
    "call_made": nudge.ask_call,
    "leader_told": nudge.ask_leader,
    "room_right": room.put_right,
    "room_leave": room.leave,
    "retry_steps": retry.retry_steps,
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
    "decision_amend": decision.amend,
    "decision_confirm": decision.confirm,
    "decision_reopen": decision.ask_reopen,
    "decision_paper": decision.show_paper,
    "severity_vote": severity.ask_vote,
    "severity_terms": severity.ask_terms,
    "status_update": update.ask,
    "unasked_answer": unasked.ask,
    "notice_list": notice.show_list,
    "notice_ask": approval.ask_approval,
    "notice_approve": approval.ask_approve,
    "notice_release": approval.release,
    "notice_edit": notice.ask_edit,
    "notice_answer": notice.ask_answers,
    "notice_again": notice.again,
    "notice_batch": approval.ask_batch,
    **{f"facts_{name}": facts.open_section for name in SECTIONS},
}

PATTERNS: Mapping[str, Handler] = {
    "decide_.*": decision.decide,
    "notice_begin_.*": notice.begin,
    "notice_file_.*": notice_file.wanted,
    "elapsed_.*": elapsed.ask,
    "unasked_confirm_.*": unasked.confirm,
    "my_tasks_[0-9]+": tasks.my_tasks,
}
"""Buttons whose action id names what they are about: an outcome, an obligation, an incident in a list."""

SUBMISSIONS: Mapping[str, Handler] = {
    report.CALLBACK: report.submitted,
    "item_not_applicable": item.not_applicable,
    "item_assign": item.assign,
    "item_pick": item.picked,
    "role_give": role.given,
    "nudge_snooze": nudge.snoozed,
    "call_made": nudge.call_made,
    "leader_told": nudge.leader_told,
    "facts": facts.submitted,
    "dataset": involved.dataset_filled,
    "dataset_element": involved.element_filled,
    "dataset_remove": involved.removed,
    "party": involved.party_filled,
    "party_remove": involved.removed,
    "decide": decision.submitted,
    "decision_reopen": decision.reopened,
    "severity_vote": severity.voted,
    "severity_terms": severity.terms_recorded,
    "status_update": update.submitted,
    "unasked": unasked.submitted,
    "item_statement": item.stated,
    "notice_fill": notice.filled,
    "notice_edit": notice.edited,
    "notice_approve": approval.approved,
    "notice_batch": approval.batch_recorded,
    "tally": tally.submitted,
    "advice": tally.advised,
    "elapsed": elapsed.submitted,
}


def register(app: AsyncApp, boundary: Boundary) -> None:
    """Listen to every button and every modal."""
    for action_id, handler in ACTIONS.items():
        app.action(action_id)(boundary.listener(handler))
    for pattern, handler in PATTERNS.items():
        app.action(re.compile(pattern))(boundary.listener(handler))
    for callback_id, handler in SUBMISSIONS.items():
        app.view(callback_id)(boundary.listener(handler))
