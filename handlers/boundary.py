"""The one error boundary: a handler's reply goes to Slack, a refusal is a sentence, a surprise has a reference id.

Bolt acknowledges when the listener returns (`process_before_response`), so the acknowledgement leaves after the commit.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias

import structlog
from slack_bolt.async_app import AsyncAck

from bot.decision import Answer, Refusal
from handlers.desk import Desk
from handlers.execute import NotRecordedError
from handlers.metrics import SURPRISES
from handlers.place_of_press import is_out_of_place
from handlers.render import Mrkdwn
from handlers.replies import FieldErrors, Nothing, OpenModal, Reply, Say, ShowInstead
from handlers.request import Request, request_of
from handlers.slack_api import SlackRefusedError
from handlers.views.answer_modal import answer_modal
from storage.unavailable import UnavailableError

Handler: TypeAlias = Callable[[Desk, Request], Awaitable[Reply]]

OPEN_SECONDS = 1.8
"""How long opening a modal may take before the person gets the text form instead (a trigger lives 3 s)."""

log = structlog.get_logger()


class Boundary:
    """Wraps handlers into Bolt listeners."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def listener(self, handler: Handler) -> Callable[..., Awaitable[None]]:
        """The Bolt listener of a handler."""

        async def listen(ack: AsyncAck, body: dict[str, Any]) -> None:
            request = request_of(body)
            workspace = self._desk.workspace
            if workspace and "event" not in body and workspace.is_stranger(request):
                await self._give(ack, request, self._in_place(request, self._desk.words.say("errors", "stranger")))
                return
            try:
                if await is_out_of_place(self._desk, request):
                    reply: Reply = say_outcome(self._desk, Refusal(name="no_such_incident"))
                else:
                    reply = await handler(self._desk, request)
            except (NotRecordedError, UnavailableError):
                reply = self._in_place(request, self._desk.words.say("errors", "not_recorded"))
            except Exception as error:  # the boundary itself: whatever nobody foresaw ends here, as a sentence
                reply = self._in_place(request, self._surprise(error))
            await self._give(ack, request, reply)

        return listen

    def _surprise(self, error: Exception) -> Mrkdwn:
        reference = secrets.token_hex(2).upper()
        SURPRISES.inc()
        # the place only: a message or a local variable could carry words of an incident
        log.error("surprise", reference=reference, error=type(error).__name__, at=_place(error))
        return self._desk.words.say("errors", "surprise", reference=reference)

    def _in_place(self, request: Request, text: Mrkdwn) -> Reply:
        """In a modal the sentence stands under its first input, so that what was typed stays; elsewhere it is said."""
        if request.body.get("type") != "view_submission":
            return Say(text=text)
        return FieldErrors(errors={request.inputs[0]: plain_of(text)}) if request.inputs else Nothing()

    async def _give(self, ack: AsyncAck, request: Request, reply: Reply) -> None:
        match reply:
            case OpenModal():
                if await self._open(request, reply):
                    await ack()
                else:
                    await self._say(ack, request, reply.otherwise, trigger_spent=True)
            case FieldErrors():
                await ack(response_action="errors", errors=dict(reply.errors))
            case ShowInstead():
                await ack(response_action="update", view=reply.view)
            case Say():
                await self._say(ack, request, reply)
            case Nothing():
                await ack()

    async def _open(self, request: Request, reply: OpenModal) -> bool:
        method = "views.push" if reply.push else "views.open"
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                await self._desk.slack.call(method, trigger_id=request.trigger, view=reply.view)
        except (SlackRefusedError, TimeoutError):
            return False
        return True

    async def _say(self, ack: AsyncAck, request: Request, say: Say, *, trigger_spent: bool = False) -> None:
        if "command" in request.body:
            await ack(text=say.text, blocks=list(say.blocks) or None, response_type="ephemeral")
            return
        if request.body.get("type") == "view_submission":
            await ack(response_action="update", view=answer_modal(self._desk.words, say.text))
            return
        await ack()
        self._desk.best_effort(self._whisper(request, say, trigger_spent=trigger_spent))

    async def _whisper(self, request: Request, say: Say, *, trigger_spent: bool) -> None:
        """Say it where the person looks; where Slack does not let the bot speak there, at last in a direct message."""
        for way in self._ways(request, say, trigger_spent=trigger_spent):
            try:
                await way()
            except SlackRefusedError as refused:
                log.info("said_another_way", cause=str(refused))
            else:
                return
        await self._desk.slack.call(
            "chat.postMessage", channel=request.user, text=say.text, blocks=list(say.blocks) or None
        )

    def _ways(self, request: Request, say: Say, *, trigger_spent: bool) -> Iterator[Callable[[], Awaitable[object]]]:
        """In the channel where it was pressed, through the press's own address, in a modal."""
        slack, blocks = self._desk.slack, list(say.blocks) or None
        if request.channel and not request.view:
            shown = {"channel": request.channel, "user": request.user, "text": say.text, "blocks": blocks}
            yield partial(slack.call, "chat.postEphemeral", **shown)
            if address := request.body.get("response_url"):
                yield partial(slack.respond, str(address), say.text, blocks)
        elif request.trigger and not trigger_spent:
            yield partial(
                slack.call, "views.open", trigger_id=request.trigger, view=answer_modal(self._desk.words, say.text)
            )


def sentence(desk: Desk, outcome: Answer | Refusal, **more: Any) -> Mrkdwn:
    """The sentence of an answer or a refusal."""
    file = "refusals" if isinstance(outcome, Refusal) else "answers"
    return desk.words.say(file, outcome.name, **_for_people(desk, outcome.values), **more)


def say_outcome(desk: Desk, outcome: Answer | Refusal) -> Say:
    """The sentence of an outcome, to the person who asked."""
    return Say(text=sentence(desk, outcome))


def in_form(desk: Desk, request: Request, refusal: Refusal, *, first: str | None = "reason") -> Reply:
    """A refusal in the form that was sent: under its field, so that what was typed stays.

    One of no field stands under the input `first`, else under the first of all; with None it takes the form's place,
    which asks for nothing that could be mended in it.
    """
    text, field = sentence(desk, refusal), str(refusal.values.get("field") or "")
    its_own = (field, f"field:{field}", field.rpartition(".")[2])
    others = () if first is None else (first, *request.inputs)
    block_id = next((one for one in (*its_own, *others) if one in request.inputs), None)
    if block_id is None:
        return ShowInstead(view=answer_modal(desk.words, text))
    return FieldErrors(errors={block_id: plain_of(text)})


def in_its_place(desk: Desk, outcome: Answer | Refusal) -> ShowInstead:
    """The sentence of an outcome, in place of the form that was sent."""
    return ShowInstead(view=answer_modal(desk.words, sentence(desk, outcome)))


def plain_of(text: Mrkdwn) -> str:
    """A sentence for a place that takes no markup: a field's error."""
    out = str(text)
    while "<" in out and ">" in out:
        start, end = out.index("<"), out.index(">")
        out = out[:start] + out[start + 1 : end].split("|")[-1] + out[end + 1 :]
    return out.replace("*", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _fault(desk: Desk, values: Mapping[str, Any]) -> str:
    """The pack's own sentence about a refused fact."""
    more = {key: str(value) for key, value in values.items() if key not in ("field", "fault")}
    return desk.policy.sentence(str(values["fault"]), **more)


def _for_people(desk: Desk, values: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: desk.names(value) if name in ("by", "people") else value for name, value in values.items()}
    if "fault" in told:
        told["sentence"] = _fault(desk, values)
    if "fact" in told:
        told["fact"] = desk.words.fact_question(str(values["fact"])) or values["fact"]
    if "kind" in told:
        told["kind_name"] = desk.words.say("personal_data", told["kind"])
    return told


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}" if trace else "unknown"
