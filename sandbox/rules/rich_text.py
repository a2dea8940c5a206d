"""Rich text (docs: "Rich text block"): sections, lists, quotes, code, and what stands in them."""

from __future__ import annotations

from sandbox.rules.objects import TYPE
from sandbox.rules.schema import Choice, Flag, Kinds, Many, Rule, Shape, Str, Whole

_STYLE = Shape(
    source="Rich text block",
    optional={"bold": Flag(), "italic": Flag(), "strike": Flag(), "code": Flag(), "underline": Flag()},
)


def _inline(**required: Str) -> Shape:
    return Shape(
        source="Rich text block",
        required={"type": TYPE, **required},
        optional={
            "style": _STYLE,
            "text": Str(high=3000, low=0),
            "unsafe": Flag(),
            "unicode": Str(high=100),
            "skin_tone": Whole(low=1, high=6),
            "fallback": Str(high=3000),
            "timestamp": Whole(low=0, high=9_999_999_999),
        },
    )


_INLINE = Kinds(
    what="rich text element",
    shapes={
        "text": _inline(text=Str(high=3000)),
        "link": _inline(url=Str(high=3000)),
        "user": _inline(user_id=Str(high=20)),
        "usergroup": _inline(usergroup_id=Str(high=20)),
        "channel": _inline(channel_id=Str(high=20)),
        "emoji": _inline(name=Str(high=100)),
        "broadcast": _inline(range=Str(high=10, pattern="here|channel|everyone")),
        "date": _inline(format=Str(high=200)),
        "color": _inline(value=Str(high=20)),
    },
)
_LINES: dict[str, Rule] = {"type": TYPE, "elements": Many(of=_INLINE, high=1000, low=0)}
_SECTION = Shape(source="Rich text block", required=_LINES)
_BORDER: dict[str, Rule] = {"border": Whole(low=0, high=1)}
PARTS = Kinds(
    what="rich text element",
    shapes={
        "rich_text_section": _SECTION,
        "rich_text_preformatted": Shape(source="Rich text block", required=_LINES, optional=_BORDER),
        "rich_text_quote": Shape(source="Rich text block", required=_LINES, optional=_BORDER),
        "rich_text_list": Shape(
            source="Rich text block",
            required={
                "type": TYPE,
                "style": Choice(("bullet", "ordered")),
                "elements": Many(of=Kinds(what="list item", shapes={"rich_text_section": _SECTION}), high=1000),
            },
            optional={**_BORDER, "indent": Whole(low=0, high=8), "offset": Whole(low=0, high=10_000)},
        ),
    },
)
