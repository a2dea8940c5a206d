"""What the time before a notice is spent on, and counsel's own target: a clock that has no number of days."""

import json

from bot.commands import RecordElapsed
from bot.decision import Refusal
from bot.rules.elapsed import clock_of, recorded_elapsed
from handlers.blocks import checkboxes, context, day_input, field, modal, section
from handlers.boundary import in_form, say_outcome
from handlers.desk import Desk
from handlers.replies import Nothing, OpenModal, Reply, Say
from handlers.request import Request


async def ask_elapsed(desk: Desk, request: Request) -> Reply:
    """Press of `elapsed_…`: the form of one obligation's clock."""
    found = await desk.look_pressed(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, _ = found
    pack, obligation = request.ids.names
    clock = clock_of(desk.law, pack, obligation)
    if clock is None:
        return say_outcome(desk, Refusal(name="no_such_item"))
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
        metadata=json.dumps({"incident": known.incident.id, "pack": pack, "obligation": obligation}),
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
            spent_on=request.chosen_all("spent_on"),
            target=request.chosen_day("target"),
        )
    )
    return in_form(desk, request, answer, first=None) if isinstance(answer, Refusal) else Nothing()
