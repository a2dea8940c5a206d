"""What the time before a notice is spent on, and counsel's own target: a clock that has no number of days."""

import json

from bot.commands import RecordElapsed
from bot.decision import Refusal
from bot.rules.elapsed import clock_of, recorded_elapsed
from handlers.blocks import checkboxes, context, day_input, field, modal, section
from handlers.boundary import plain_of, sentence
from handlers.desk import Desk
from handlers.replies import FieldErrors, Nothing, OpenModal, Reply, Say, ShowInstead
from handlers.request import Request
from handlers.views.answer_modal import answer_modal


async def ask_elapsed(desk: Desk, request: Request) -> Reply:
    """Press of `elapsed_…`: the form of one obligation's clock."""
    incident, pack, obligation = request.pressed.split("|")
    known, team = await desk.look(int(incident))
    clock = clock_of(desk.law, pack, obligation)
    if known is None or not team.roles_of(request.user):
        return Say(text=sentence(desk, Refusal(name="team_needed")))
    if clock is None:
        return Say(text=sentence(desk, Refusal(name="no_such_item")))
    words, before = desk.words, recorded_elapsed(known, pack, obligation)
    options = [(measure.text, measure.id) for measure in clock.spent_on]
    view = modal(
        "elapsed",
        words.say("assessment", "elapsed_title"),
        [
            section(words.say("assessment", "elapsed_intro")),
            context(words.say("assessment", "elapsed_cite", cite=clock.cite)),
            field(
                "spent_on",
                words.say("assessment", "elapsed_spent"),
                checkboxes("spent_on", options, before["spent_on"]),
                optional=True,
            ),
            field(
                "target",
                words.say("assessment", "elapsed_target"),
                day_input("target", before["target"]),
                optional=True,
                hint=words.say("assessment", "elapsed_target_hint"),
            ),
        ],
        close=words.say("assessment", "cancel"),
        submit=words.say("assessment", "save"),
        metadata=json.dumps({"incident": int(incident), "pack": pack, "obligation": obligation}),
    )
    return OpenModal(view=view, otherwise=Say(text=words.say("assessment", "no_modal")))


async def submit_elapsed(desk: Desk, request: Request) -> Reply:
    """Submission of `elapsed`: what the time is spent on, and CCO's own target day, are on record."""
    answer = await desk.execute(
        RecordElapsed(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            pack=str(request.metadata["pack"]),
            obligation=str(request.metadata["obligation"]),
            spent_on=tuple(str(one["value"]) for one in request.state("spent_on").get("selected_options") or ()),
            target=request.state("target").get("selected_date") or None,
        )
    )
    if not isinstance(answer, Refusal):
        return Nothing()
    if answer.values.get("field") == "target":
        return FieldErrors(errors={"target": plain_of(sentence(desk, answer))})
    return ShowInstead(view=answer_modal(desk.words, sentence(desk, answer)))
