"""The items of a department's own practice in its file: what is wrong is refused with its line."""

import pytest

from bot.department import PracticeItem
from bot.policy.department import parse_department
from bot.policy.source import PackErrors
from tests.stage import DEPARTMENT

EXAMPLE = DEPARTMENT.read_text(encoding="utf-8")
GOOD = "{id: OWN-BADGES, role: IS, title: Check the badge log}"


def items(*lines: str) -> tuple[PracticeItem, ...]:
    return parse_department(EXAMPLE + "items:\n" + "".join(f"  - {line}\n" for line in lines), "department.yaml").items


def test_an_item_is_read_and_needed_only_where_it_says_so() -> None:
    assert items(GOOD, "{id: OWN-2, role: CCO, title: Tell the insurer, needed: true}") == (
        PracticeItem(id="OWN-BADGES", role="IS", title="Check the badge log"),
        PracticeItem(id="OWN-2", role="CCO", title="Tell the insurer", needed=True),
    )


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ("{id: POL-4.1, role: IS, title: Check}", "POL-4.1 is not an id such as OWN-BADGES"),
        ("{id: 'OWN-A|B', role: IS, title: Check}", "is not an id such as OWN-BADGES"),
        ("{id: OWN-A, role: OCS, title: Check}", "items[1].role"),
        ("{id: OWN-A, role: IS}", "items[1].title"),
        ("{id: OWN-A, role: IS, title: " + "x" * 76 + "}", "is longer than 75 characters"),
        ("{id: OWN-A, role: IS, title: Check, cite: Policy 4}", "items[1].cite"),
        (GOOD, "OWN-BADGES stands twice for IS"),
    ],
)
def test_a_wrong_item_is_refused_with_its_line(wrong: str, fault: str) -> None:
    with pytest.raises(PackErrors) as refused:
        items(GOOD, wrong)
    assert fault in str(refused.value)
    assert f":{EXAMPLE.count(chr(10)) + 3}:" in str(refused.value)
