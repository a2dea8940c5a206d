"""Block Kit's rules (stub until the tables stand)."""

from __future__ import annotations

import secrets
from typing import Any

from sandbox.row import Json


def block_faults(blocks: list[Any], *, surface: str, maximum: int, where: str = "") -> list[str]:
    """What Slack would complain about, each with its place."""
    faults = []
    if len(blocks) > maximum:
        faults.append(f"no more than {maximum} items allowed [json-pointer:{where}/blocks]")
    for index, block in enumerate(blocks):
        if not isinstance(block, dict) or not isinstance(block.get("type"), str):
            faults.append(f"must be an object with a type [json-pointer:{where}/blocks/{index}]")
    return faults


def named(blocks: list[Json]) -> list[Json]:
    """The blocks with a block_id each, as Slack gives one to those that have none."""
    return [{**block, "block_id": block.get("block_id") or secrets.token_urlsafe(4)} for block in blocks]
