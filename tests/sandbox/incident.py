"""An incident as an app might show it, with every block type, for looking at the page."""

from __future__ import annotations

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.blocks import button, menu, option, plain

Json = dict[str, Any]


def words(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def small(*texts: str) -> Json:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text} for text in texts]}


def more(*labels: str) -> Json:
    options = [option(str(number), label) for number, label in enumerate(labels)]
    return menu("overflow", 0, action_id="more", options=options)


def card(at: int) -> list[Json]:
    """The summary card."""
    return [
        {"type": "header", "text": plain("BR-2026-0001 · Investigating")},
        words(
            f":large_orange_circle: *High*, 2 of 3 votes · reported <!date^{at}^{{date_short_pretty}} at {{time}}|then>"
        ),
        {
            "type": "section",
            "fields": [
                {"type": "mrkdwn", "text": text}
                for text in (
                    "*What*\nStolen tablet",
                    "*Where*\nCentral District",
                    "*AI*\n<@U0ALICE>",
                    "*CCO*\n<@U0CARLA>",
                    "*IS*\nnot claimed yet",
                    "*CR*\n<@U0ROSA>",
                )
            ],
        },
        small("Done 9 of 23 · Next: IS quarantines the hosts, 16:00 · Open questions: 3"),
        {
            "type": "actions",
            "block_id": "card",
            "elements": [
                button(action_id="mine", text=plain("My tasks"), style="primary"),
                button(action_id="facts", text=plain("Update facts")),
                button(action_id="counsel", text=plain("Ask counsel")),
                more("Add somebody", "Record a call", "Export"),
            ],
        },
    ]


def checklist() -> list[Json]:
    """A checklist with buttons beside what counts now."""
    done = button(action_id="done", text=plain("Done"), value="2")
    return [
        words("*Information Systems* · 4 of 9 done"),
        words(":white_check_mark: Act as primary technical responder\n_Isaac, 14:31_ · 11.A"),
        words("▢ *Quarantine impacted hosts*\ndue 16:00 · <@U0IVY> · 11.A", accessory=done),
        words("▢ *Preserve logs, images, devices*\nwaits for CCO's guidance · 11.C"),
        {"type": "divider"},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
                        for text in ("Message boards: not applicable", "5 done, folded")
                    ],
                }
            ],
        },
        small("Policy *11* · see <https://example.gov/policy|the policy> · `a41f`"),
    ]


async def open_incident(client: AsyncWebClient, at: int) -> str:
    """A private channel with a card, a checklist, a thread, pins and bookmarks; its id."""
    made = await client.conversations_create(name="br-2026-0001", is_private=True)
    room = str(made["channel"]["id"])
    await client.conversations_invite(channel=room, users="U0OLGA,U0ALICE,U0CARLA,U0ISAAC,U0IVY,U0ROSA,U0DANA")
    await client.conversations_setTopic(channel=room, topic="BR-2026-0001 · need to know · call 573-751-7446")
    posted = await client.chat_postMessage(channel=room, text="BR-2026-0001", blocks=card(at))
    await client.pins_add(channel=room, timestamp=posted["ts"])
    for title, link in (
        ("The policy", "https://example.gov/policy"),
        ("Evidence log", "https://example.gov/log"),
    ):
        await client.bookmarks_add(channel_id=room, title=title, type="link", link=link)
    await client.chat_postMessage(channel=room, text="IS checklist", blocks=checklist())
    opener = await client.chat_postMessage(
        channel=room,
        text="Draft 2 of the letter to affected people · by <@U0ROSA> · *not approved*",
    )
    letter = "> On November 21 a tablet was taken.\n> It held names and plate numbers.\n\nMissing:\n• contacts"
    await client.chat_postMessage(channel=room, thread_ts=opener["ts"], text=letter)
    await client.chat_postMessage(
        channel=room,
        thread_ts=opener["ts"],
        text="Checked: 4 of 5 required items · grade 7.2 · ~draft 1~ replaced",
    )
    return room


def home_view() -> Json:
    """An App Home."""
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("Your open tasks")},
            words(
                "*BR-2026-0001* · Quarantine impacted hosts\ndue 16:00, in 30 min",
                accessory=button(action_id="o1"),
            ),
            words("*BR-2026-0001* · Record the call to Audits\nsince 14:10", accessory=button(action_id="o2")),
            {"type": "divider"},
            {
                "type": "actions",
                "block_id": "report",
                "elements": [
                    button(action_id="new", text=plain("Report theft or unauthorized access"), style="danger")
                ],
            },
            small("Call Audits and Investigations: 573-751-7446"),
        ],
    }


def report_form() -> Json:
    """A form with every kind of input."""

    def ask(block_id: str, label: str, element: Json, **rest: Any) -> Json:
        return {
            "type": "input",
            "block_id": block_id,
            "label": plain(label),
            "element": {"action_id": "a", **element},
            **rest,
        }

    happened = [
        option("stolen", "stolen"),
        option("lost", "lost"),
        option("seen", "seen or used by somebody who shouldn't"),
    ]
    people = [option("yes", "yes"), option("no", "no"), option("unknown", "don't know")]
    places = [option("central", "Central District"), option("kc", "Kansas City District")]
    return {
        "type": "modal",
        "callback_id": "item",
        "title": plain("Report a data breach"),
        "submit": plain("Report"),
        "close": plain("Cancel"),
        "blocks": [
            words(":telephone_receiver: *Call Audits and Investigations now: 573-751-7446*"),
            {
                "type": "actions",
                "block_id": "call",
                "elements": [
                    button(action_id="called", text=plain("I have called")),
                    button(action_id="later", text=plain("Call later")),
                ],
            },
            ask(
                "what",
                "What happened?",
                {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 100},
                hint=plain("Don't type names, SSNs or account numbers."),
            ),
            ask("kind", "What happened to it?", {"type": "radio_buttons", "options": happened}),
            ask(
                "where",
                "Where?",
                {"type": "static_select", "options": places, "placeholder": plain("Choose the office")},
            ),
            ask("day", "When did you notice?", {"type": "datepicker", "initial_date": "2026-11-21"}),
            ask("hour", "At what time?", {"type": "timepicker"}, optional=True),
            ask(
                "people",
                "May data about people be involved?",
                {"type": "checkboxes", "options": people},
                optional=True,
            ),
            ask("who", "Who else knows?", {"type": "multi_users_select"}, optional=True),
        ],
    }
