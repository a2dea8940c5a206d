"""A button's value: what was packed once is read for ever, for buttons stand as long as an incident does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.button_ids import ButtonIds, incident_of_button, pack_ids, read_ids

IN_OLD_MESSAGES = [
    ("7", 7, ()),
    ("7|CR", 7, ("CR",)),
    ("7|31", 7, ("31",)),
    ("7|31|hour", 7, ("31", "hour")),
    ("7|CR|POL-8.B2|not_applicable", 7, ("CR", "POL-8.B2", "not_applicable")),
    ("7|IS|POL-8.C|done|Acme | Sons", 7, ("IS", "POL-8.C", "done", "Acme ", " Sons")),
    ("7|closing", 7, ("closing",)),
    ("7|severity", 7, ("severity",)),
    ("7|delay:law_enforcement|holds", 7, ("delay:law_enforcement", "holds")),
    ("7|given:us_mo_407_1500:consumer_notice", 7, ("given:us_mo_407_1500:consumer_notice",)),
    ("7|us_mo_407_1500|consumer_notice", 7, ("us_mo_407_1500", "consumer_notice")),
    ("7|n3|2", 7, ("n3", "2")),
    ("7|n3|2|pdf", 7, ("n3", "2", "pdf")),
    ("7|renamed|", 7, ("renamed", "")),
    ("7|people_data|12", 7, ("people_data", "12")),
]
"""Values as earlier versions wrote them, one of each shape."""


@pytest.mark.parametrize(("value", "incident", "names"), IN_OLD_MESSAGES)
def test_a_value_in_an_old_message_is_read(value: str, incident: int, names: tuple[str, ...]) -> None:
    assert read_ids(value) == ButtonIds(incident=incident, names=names)
    assert incident_of_button(value) == incident


@pytest.mark.parametrize(("value", "incident", "names"), IN_OLD_MESSAGES)
def test_a_value_is_packed_as_it_stands_in_old_messages(value: str, incident: int, names: tuple[str, ...]) -> None:
    assert pack_ids(incident, *names) == value


@given(incident=st.integers(1, 10**12), names=st.lists(st.from_regex(r"[A-Za-z0-9:._-]*", fullmatch=True), max_size=5))
def test_what_is_packed_is_read(incident: int, names: list[str]) -> None:
    assert read_ids(pack_ids(incident, *names)) == ButtonIds(incident=incident, names=tuple(names))


@pytest.mark.parametrize("value", ["", "report", "message|1700000000.000100", "7a|CR"])
def test_a_button_about_no_incident_names_none(value: str) -> None:
    assert incident_of_button(value) is None
    with pytest.raises(ValueError):
        read_ids(value)
