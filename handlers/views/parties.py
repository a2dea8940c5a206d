"""Third parties in forms: the short list with the signed "none", and the form of one (policy 6)."""

import json
from collections.abc import Mapping
from typing import Any

from bot.incident import IncidentFacts
from bot.involved import data_sets, row_version, third_parties
from bot.rules.parties import LONGEST_NAME, MOST_ROWS
from bot.vocabulary import PARTY_KINDS
from handlers.blocks import Block, actions, button, field, modal, multi_select, radio, section, text_input
from handlers.button_ids import pack_ids
from handlers.render import Words, short
from handlers.views.datasets import UNKNOWN, dataset_name

FLAGS = ("involved", "impacted", "data_exposed")
"""What is asked of a party with yes, no or not known (policy 6, 8.C)."""


def party_list(words: Words, facts: IncidentFacts) -> Block:
    """The third parties, each with its button; AI signs there that there is none."""
    incident, parties = facts.incident, third_parties(facts.plain)
    blocks = [section(words.say("parties", "intro", number=incident.number))]
    for one in parties:
        press = button(
            words.say("datasets", "open"), "party_open", pack_ids(incident.id, one["id"]), label=one.get("name")
        )
        kind = one.get("kind")
        told = {name: one.get(name) for name in FLAGS}
        text = words.say(
            "parties",
            "summary",
            name=one.get("name") or one["id"],
            kind=words.say("parties", kind) if kind else None,
            **told,
        )
        blocks.append(section(text, accessory=press))
    buttons = []
    if len(parties) < MOST_ROWS:
        buttons.append(button(words.say("parties", "add"), "party_add", pack_ids(incident.id), style="primary"))
    signed = facts.known.get("no_third_parties")
    if signed and signed.value:
        blocks.append(section(words.say("parties", "signed", at=signed.at)))
    elif not parties:
        buttons.append(button(words.say("parties", "none"), "parties_none", pack_ids(incident.id)))
    if buttons:
        blocks.append(actions(*buttons))
    return modal("parties", words.say("parties", "title"), blocks, close=words.say("facts", "back"))


def party_form(words: Words, facts: IncidentFacts, row: Mapping[str, Any] | None) -> Block:
    """Asks for one third party; `row` is the one that is there already."""
    known, say = row or {}, words.say
    unknown = (say("datasets", "unknown"), UNKNOWN)
    kinds = [*((say("parties", one), one) for one in PARTY_KINDS), unknown]
    blocks = [
        field(
            "name", say("parties", "name_label"), text_input("name", longest=LONGEST_NAME, initial=known.get("name"))
        ),
        field("kind", say("parties", "kind_label"), radio("kind", kinds, known.get("kind") or UNKNOWN)),
    ]
    for name in FLAGS:
        options = [(say("facts", one), one) for one in ("yes", "no")] + [unknown]
        chosen = {True: "yes", False: "no"}.get(known.get(name), UNKNOWN)  # type: ignore[arg-type]  # None is no key
        blocks.append(field(name, say("parties", f"{name}_label"), radio(name, options, chosen)))
    if sets := [one for one in data_sets(facts.plain) if one.get("role") != "owns" and facts.plain.get("datasets")]:
        owned = [(short(str(dataset_name(words, one)), 72), str(one["id"])) for one in sets]
        element = multi_select("owner_of", say("facts", "choose"), owned, known.get("owner_of") or ())
        blocks.append(field("owner_of", say("parties", "owner_of_label"), element, optional=True))
    if row is not None:
        press = button(
            say("datasets", "remove"), "party_remove", pack_ids(facts.incident.id, row["id"]), style="danger"
        )
        blocks.append(actions(press))
    ids = {"incident": facts.incident.id, "party": known.get("id"), "base": row_version(row) if row else ""}
    return modal(
        "party",
        say("parties", "form_title"),
        blocks,
        close=say("facts", "back"),
        submit=say("facts", "save"),
        metadata=json.dumps(ids),
    )
