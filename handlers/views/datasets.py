"""Data sets in forms: the short list, the form of one, one short page for each kind of personal information in it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.department import Department
from bot.incident import IncidentFacts
from bot.involved import data_sets, element_of, kinds_of, owners_of, row_version, third_parties
from bot.residents import residents_text
from bot.rules.parties import LONGEST_NAME, MOST_ROWS
from bot.vocabulary import DATA_ROLES, PI_ELEMENTS, PROTECTIONS
from handlers.blocks import (
    Block,
    actions,
    button,
    field,
    modal,
    multi_select,
    radio,
    section,
    select,
    text_input,
)
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, short
from handlers.residents import residents_in_words

UNKNOWN = "unknown"
FLAGS = ("computerized", "names_included", "public_source")
"""What is asked of a whole data set with yes, no or not known."""
PAGES: Mapping[str, tuple[str, ...]] = {
    "ssn": ("digits_visible",),
    "government_id": ("digits_visible", "digits_are_last"),
    "financial_account": ("digits_visible", "digits_are_last", "access_code_taken", "code_required"),
    "electronic_identifier": ("access_code_taken", "code_required", "financial_access"),
    "medical": (),
    "health_insurance": (),
}
"""What is asked of each kind beside its protection and the key: RSMo 407.1500.1(9), (10)."""


def dataset_list(words: Words, facts: IncidentFacts) -> Block:
    """The data sets, each with its button; one that only the flat facts know stands there too."""
    incident, sets, parties = facts.incident, data_sets(facts.plain), third_parties(facts.plain)
    blocks = [section(words.say("datasets", "intro", number=incident.number))]
    for one in sets:
        press = button(
            words.say("datasets", "open"),
            "dataset_open",
            pack_ids(incident.id, one["id"]),
            label=dataset_name(words, one),
        )
        blocks.append(section(_summary(words, one, parties), accessory=press))
    if len(sets) < MOST_ROWS:
        blocks.append(
            actions(button(words.say("datasets", "add"), "dataset_add", pack_ids(incident.id), style="primary"))
        )
    return modal("datasets", words.say("datasets", "title"), blocks, close=words.say("facts", "back"))


def dataset_name(words: Words, row: Mapping[str, Any]) -> Mrkdwn:
    """What a set is called; the first one may have no name yet."""
    return Mrkdwn(row.get("name") or "") or words.say("datasets", "unnamed")


def dataset_form(words: Words, facts: IncidentFacts, department: Department, row: Mapping[str, Any] | None) -> Block:
    """Asks for one data set; `row` is the one that is there already. Unknown is an answer everywhere."""
    known, parties = row or {}, third_parties(facts.plain)
    say = words.say
    blocks = [
        field(
            "name",
            say("datasets", "name_label"),
            text_input("name", longest=LONGEST_NAME, initial=known.get("name")),
            hint=say("datasets", "name_hint"),
        ),
        *_class_fields(words, department, known.get("classification")),
        field(
            "role",
            say("datasets", "role_label"),
            radio(
                "role",
                [*((say("fact_words", one), one) for one in DATA_ROLES), (say("datasets", "unknown"), UNKNOWN)],
                known.get("role") or UNKNOWN,
            ),
        ),
    ]
    if parties:
        owner = next(iter(owners_of(parties, str(known.get("id")))), None)
        options = [(short(str(one.get("name") or one["id"]), 72), str(one["id"])) for one in parties]
        element = select("owner", say("facts", "choose"), options, owner)
        blocks.append(field("owner", say("datasets", "owner_label"), element, optional=True))
    blocks += [
        field(
            "owner_name",
            say("datasets", "owner_name_again" if parties else "owner_label"),
            text_input("owner_name", longest=LONGEST_NAME),
            optional=True,
            hint=say("datasets", "owner_hint"),
        ),
        field(
            "residents",
            say("datasets", "residents_label"),
            text_input("residents", longest=2000, lines=True, initial=residents_text(known.get("residents") or {})),
            optional=True,
            hint=say("residents", "hint"),
        ),
        *(field(name, words.fact_question(name) or name, _yes_no(words, name, known.get(name))) for name in FLAGS),
        field(
            "kinds",
            say("datasets", "kinds_label"),
            multi_select(
                "kinds",
                say("facts", "choose"),
                [(say("fact_words", kind), kind) for kind in PI_ELEMENTS] + [(say("datasets", "no_kinds"), "none")],
                _chosen_kinds(known),
            ),
            optional=True,
            hint=say("datasets", "kinds_hint"),
        ),
    ]
    if row is not None:
        press = button(
            say("datasets", "remove"), "dataset_remove", pack_ids(facts.incident.id, row["id"]), style="danger"
        )
        blocks.append(actions(press))
    ids = {"incident": facts.incident.id, "dataset": known.get("id"), "base": row_version(row) if row else ""}
    return _form(words, "dataset", say("datasets", "form_title"), blocks, ids)


def element_form(words: Words, facts: IncidentFacts, row: Mapping[str, Any], kind: str) -> Block:
    """One short page for one kind of personal information in a data set."""
    known, say = element_of(row, kind), words.say
    kinds = kinds_of(row) or ()
    protections = [(say("datasets", f"protection_{one}"), one) for one in PROTECTIONS]
    protections.append((say("datasets", "unknown"), UNKNOWN))
    blocks = [
        section(
            say(
                "datasets",
                "element_intro",
                kind=say("fact_words", kind),
                name=dataset_name(words, row),
                place=kinds.index(kind) + 1,
                all=len(kinds),
            )
        ),
        field(
            "protection",
            say("datasets", "protection_label"),
            radio("protection", protections, known.get("protection") or UNKNOWN),
        ),
        field("key_taken", words.fact_question("key_taken") or "", _yes_no(words, "key_taken", known.get("key_taken"))),
    ]
    for name in PAGES[kind]:
        label = say("datasets", f"{name}_label")
        value = known.get(name)
        if name == "digits_visible":
            element = text_input(name, longest=2, initial=None if value is None else str(value))
            blocks.append(field(name, label, element, optional=True, hint=say("datasets", "digits_hint")))
        else:
            blocks.append(field(name, label, _yes_no(words, name, value)))
    ids = {"incident": facts.incident.id, "dataset": row["id"], "kind": kind, "base": row_version(known)}
    return _form(words, "dataset_element", say("datasets", "element_title"), blocks, ids)


def removal_form(words: Words, incident: int, row: Mapping[str, Any], kind: str) -> Block:
    """Asks why a data set or a party is taken out. `kind`: dataset or party."""
    named = dataset_name(words, row)
    blocks = [
        section(words.say("datasets", "remove_intro", name=named)),
        field("reason", words.say("datasets", "remove_label"), text_input("reason", longest=500, lines=True)),
    ]
    ids = {"incident": incident, kind: row["id"]}
    return _form(words, f"{kind}_remove", words.say("datasets", "remove_title"), blocks, ids)


def _form(words: Words, callback: str, title: Mrkdwn, blocks: list[Block], ids: Mapping[str, Any]) -> Block:
    return modal(
        callback,
        title,
        blocks,
        close=words.say("facts", "back"),
        submit=words.say("facts", "save"),
        metadata=json.dumps(ids),
    )


def _yes_no(words: Words, name: str, value: Any) -> Block:
    options = [(words.say("facts", one), one) for one in ("yes", "no")] + [(words.say("datasets", "unknown"), UNKNOWN)]
    return radio(name, options, {True: "yes", False: "no"}.get(value, UNKNOWN))


def _class_fields(words: Words, department: Department, known: str | None) -> list[Block]:
    """The department's own scheme to choose from, and free text; only free text where it names none."""
    blocks = []
    if department.classes:
        options = [(one, one) for one in department.classes]
        element = select("class", words.say("facts", "choose"), options, known)
        blocks.append(field("class", words.say("datasets", "class_label"), element, optional=True))
    free = text_input("class_text", longest=LONGEST_NAME, initial=None if known in department.classes else known)
    label = words.say("datasets", "class_other" if department.classes else "class_label")
    blocks.append(field("class_text", label, free, optional=True, hint=words.say("datasets", "class_hint")))
    return blocks


def _chosen_kinds(known: Mapping[str, Any]) -> Sequence[str]:
    kinds = kinds_of(known)
    return ("none",) if kinds == () else kinds or ()


def _summary(words: Words, row: Mapping[str, Any], parties: Sequence[Mapping[str, Any]]) -> Mrkdwn:
    kinds = kinds_of(row)
    owners = [str(one.get("name") or one["id"]) for one in parties if row["id"] in (one.get("owner_of") or ())]
    residents = row.get("residents")
    return words.say(
        "datasets",
        "summary",
        name=dataset_name(words, row),
        classification=row.get("classification"),
        role=row.get("role"),
        owners=", ".join(owners),
        people=residents_in_words(words, residents) if residents else None,
        kinds=None if kinds is None else Mrkdwn(", ".join(words.say("fact_words", kind) for kind in kinds)),
    )
