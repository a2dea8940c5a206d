"""What a handler answers at once to the person who did something, in a shape that Slack takes.

A handler returns one of these; `boundary.py` hands it to Slack.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from handlers.blocks import Block
from handlers.render import Mrkdwn


@dataclass(frozen=True, kw_only=True)
class Say:
    """A message that only this person sees."""

    text: Mrkdwn
    blocks: Sequence[Block] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class OpenModal:
    """Open a modal (push it when one is open already); when Slack does not take it in time, say `otherwise`."""

    view: Block
    otherwise: Say
    push: bool = False


@dataclass(frozen=True, kw_only=True)
class FieldErrors:
    """Keep the modal open, with a sentence under each field (by block_id); nothing typed is lost."""

    errors: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ShowInstead:
    """Show this view in place of the submitted modal."""

    view: Block


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """Just take note."""


Reply: TypeAlias = Say | OpenModal | FieldErrors | ShowInstead | Nothing
