"""A debatable reading of the law: CCO's answer, with its reason."""

import json

from bot.commands import AnswerReading
from bot.decision import Refusal
from handlers.blocks import field, modal, radio, section, text_input
from handlers.boundary import plain_of, sentence
from handlers.desk import Desk
from handlers.replies import FieldErrors, Nothing, OpenModal, Reply, Say, ShowInstead
from handlers.request import Request
from handlers.views.said import said


async def ask(desk: Desk, request: Request) -> Reply:
    """The form, for CCO only."""
    team = await desk.team_now()
    if request.user not in team.users("CCO"):
        refusal = Refusal(name="role_needed", values={"role": "CCO", "people": team.users("CCO")})
        return Say(text=sentence(desk, refusal))
    words = desk.words
    incident, _, reading = request.pressed.partition("|")
    choices = [
        (words.say("assessment", "reading_holds"), "yes"),
        (words.say("assessment", "reading_set_aside"), "no"),
    ]
    found = desk.law.reading(reading)
    if found is None:
        return Say(text=sentence(desk, Refusal(name="no_such_item")))
    text = words.say("assessment", "reading_question", question=found.question, text=found.text, cite=found.origin.cite)
    view = modal(
        "reading",
        words.say("assessment", "reading_title"),
        [
            section(text),
            field("holds", words.say("assessment", "reading_label"), radio("holds", choices)),
            field(
                "reason",
                words.say("assessment", "reading_reason"),
                text_input("reason", longest=3000, lines=True),
                hint=words.say("assessment", "reading_reason_hint"),
            ),
        ],
        close=words.say("assessment", "cancel"),
        submit=words.say("assessment", "save"),
        metadata=json.dumps({"incident": int(incident), "reading": reading}),
    )
    return OpenModal(view=view, otherwise=Say(text=words.say("assessment", "no_modal")))


async def submitted(desk: Desk, request: Request) -> Reply:
    """Record the answer."""
    chosen = request.state("holds").get("selected_option") or {}
    answer = await desk.execute(
        AnswerReading(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            reading=str(request.metadata["reading"]),
            holds=chosen.get("value") == "yes",
            reason=str(request.state("reason").get("value") or ""),
        )
    )
    if not isinstance(answer, Refusal):
        return Nothing()
    if answer.values.get("field") == "reason":
        return FieldErrors(errors={"reason": plain_of(sentence(desk, answer))})
    return ShowInstead(view=said(desk.words, sentence(desk, answer)))
