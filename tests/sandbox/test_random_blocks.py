"""Random valid blocks and views are never refused; one mutation is."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.rules.blocks import block_faults, named
from sandbox.rules.views import view_faults
from tests.sandbox.blocks import modal, plain

Json = dict[str, Any]
words = st.text(min_size=1, max_size=20, alphabet=st.characters(codec="utf-8"))
ids = st.uuids().map(str)


@st.composite
def element(draw: st.DrawFn, kinds: tuple[str, ...]) -> Json:
    """A valid element of one of these kinds."""
    kind = draw(st.sampled_from(kinds))
    found: Json = {"type": kind, "action_id": draw(ids)}
    if kind == "button":
        found["text"] = plain(draw(words))
        found |= draw(st.fixed_dictionaries({}, optional={"value": words, "style": st.just("primary")}))
    if kind in ("static_select", "multi_static_select", "overflow", "radio_buttons", "checkboxes"):
        limit = {"overflow": 5, "radio_buttons": 10, "checkboxes": 10}.get(kind, 100)
        texts = draw(st.lists(words, min_size=1, max_size=min(limit, 12)))
        found["options"] = [{"text": plain(text), "value": str(n)} for n, text in enumerate(texts)]
        if kind in ("static_select", "radio_buttons") and draw(st.booleans()):
            found["initial_option"] = draw(st.sampled_from(found["options"]))
        if kind in ("multi_static_select", "checkboxes") and draw(st.booleans()):
            found["initial_options"] = [draw(st.sampled_from(found["options"]))]
    if kind == "datepicker" and draw(st.booleans()):
        found["initial_date"] = draw(st.dates()).isoformat()
    if kind == "timepicker" and draw(st.booleans()):
        found["initial_time"] = draw(st.times()).strftime("%H:%M")
    if kind == "plain_text_input":
        found |= draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "multiline": st.booleans(),
                    "max_length": st.integers(1, 3000),
                    "initial_value": st.just(""),
                },
            )
        )
    if kind == "number_input":
        found["is_decimal_allowed"] = draw(st.booleans())
    return found


CHOICES = ("static_select", "radio_buttons", "checkboxes", "datepicker", "timepicker", "users_select")
IN_ACTIONS = ("button", "overflow", *CHOICES)
IN_INPUT = ("plain_text_input", "number_input", "multi_static_select", "multi_users_select", *CHOICES)


@st.composite
def block(draw: st.DrawFn, *, inputs: bool) -> Json:
    """A valid block."""
    kinds = ["section", "fields", "header", "divider", "context", "actions", "rich_text"]
    kind = draw(st.sampled_from([*kinds, "input", "input"] if inputs else kinds))
    found: Json = {"type": kind, "block_id": draw(ids)}
    if kind == "section":
        found["text"] = {"type": "mrkdwn", "text": draw(words)}
        if draw(st.booleans()):
            found["accessory"] = draw(element(IN_ACTIONS))
    elif kind == "fields":
        found |= {
            "type": "section",
            "fields": [plain(text) for text in draw(st.lists(words, min_size=1, max_size=10))],
        }
    elif kind == "header":
        found["text"] = plain(draw(words))
    elif kind == "context":
        found["elements"] = [plain(text) for text in draw(st.lists(words, min_size=1, max_size=10))]
    elif kind == "actions":
        found["elements"] = draw(st.lists(element(IN_ACTIONS), min_size=1, max_size=5))
    elif kind == "rich_text":
        line = {"type": "rich_text_section", "elements": [{"type": "text", "text": draw(words)}]}
        found["elements"] = [line]
    elif kind == "input":
        found |= {"label": plain(draw(words)), "element": draw(element(IN_INPUT))}
        found |= draw(st.fixed_dictionaries({}, optional={"optional": st.booleans(), "hint": words.map(plain)}))
    return found


def messages() -> st.SearchStrategy[list[Json]]:
    """The blocks of a valid message."""
    return st.lists(block(inputs=False), min_size=1, max_size=8)


def modals() -> st.SearchStrategy[Json]:
    """A valid modal."""
    return st.lists(block(inputs=True), min_size=1, max_size=8).map(lambda blocks: modal(*blocks))


@settings(max_examples=80, deadline=None)
@given(messages())
def test_valid_blocks_of_a_message_are_not_refused(blocks: list[Json]) -> None:
    assert block_faults(blocks, surface="message", maximum=50) == []


@settings(max_examples=80, deadline=None)
@given(modals())
def test_a_valid_modal_is_not_refused(view: Json) -> None:
    assert view_faults(view, home=False) == []


@settings(max_examples=40, deadline=None)
@given(messages())
def test_naming_blocks_keeps_them_valid_and_as_they_were(blocks: list[Json]) -> None:
    assert named(blocks) == blocks
    bare = [{key: value for key, value in item.items() if key != "block_id"} for item in blocks]
    assert block_faults(named(bare), surface="message", maximum=50) == []


@st.composite
def broken(draw: st.DrawFn) -> Json:
    """A valid modal with exactly one thing made wrong."""
    view = draw(modals())
    index = draw(st.integers(0, len(view["blocks"]) - 1))
    target = view["blocks"][index]
    how = draw(st.sampled_from(["key", "type", "block_id", "double", "title", "many", "callback_id", "text"]))
    if how == "key":
        target["surplus"] = 1
    elif how == "type":
        target["type"] = draw(st.sampled_from(["sektion", "", 3, None]))
    elif how == "block_id":
        target["block_id"] = "x" * 256
    elif how == "double":
        view["blocks"].append({"type": "divider", "block_id": target["block_id"]})
    elif how == "title":
        view["title"] = plain("x" * draw(st.integers(25, 40)))
    elif how == "many":
        view["blocks"] += [{"type": "divider"}] * 101
    elif how == "callback_id":
        view["callback_id"] = "x" * 256
    else:
        view["blocks"].append({"type": "section", "text": draw(st.sampled_from(["t", 1, {}, {"type": "mrkdwn"}]))})
    return view


@settings(max_examples=120, deadline=None)
@given(broken())
def test_one_mutation_is_refused(view: Json) -> None:
    assert view_faults(view, home=False)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: (
                st.lists(inner)
                | st.dictionaries(
                    st.sampled_from(["type", "text", "elements", "options", "block_id", "accessory"]),
                    inner | st.sampled_from(["section", "actions", "button", "mrkdwn"]),
                )
            ),
        )
    )
)
def test_any_json_is_looked_at_without_an_exception(blocks: list[Any]) -> None:
    assert isinstance(block_faults(blocks, surface="message", maximum=50), list)
