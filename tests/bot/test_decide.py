"""The table of rules: every command of an incident has one, which takes just that command."""

from inspect import signature
from typing import Any, get_args

import pytest

from bot.commands import IncidentCommand
from bot.decide import RULES
from bot.situation import Situation


def test_every_command_of_an_incident_has_its_rule() -> None:
    assert set(RULES) == set(get_args(IncidentCommand))


@pytest.mark.parametrize("command", RULES, ids=lambda command: command.__name__)
def test_a_rule_takes_its_own_command_and_the_situation(command: type[Any]) -> None:
    takes = signature(RULES[command]).parameters.values()
    assert [one.annotation for one in takes] == [command, Situation]
