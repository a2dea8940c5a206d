"""What is asked of an item of evidence, by its kind: a guided form, not one for everything (NIST SP 800-61r2, 3.3.2;
ISO/IEC 27037). The labels stand in `templates/messages/evidence.j2`."""

from collections.abc import Mapping

_THING = (
    "description",
    "model",
    "serial",
    "asset_tag",
    "condition",
    "marks",
    "found_by",
    "owner",
    "authority",
    "personal_data",
)
_DATA = ("description", "place", "method", "period", "sha256", "software", "personal_data")
_IMAGE = ("description", "place", "method", "sha256", "sha512", "software", "authority", "personal_data")

WORDS_OF_KIND: Mapping[str, tuple[str, ...]] = {
    "log": _DATA,
    "database": _DATA,
    "file": _DATA,
    "screenshot": ("description", "place", "method", "sha256", "personal_data"),
    "server_image": _IMAGE,
    "endpoint_image": _IMAGE,
    "mobile_device": (*_THING[:5], "power", *_THING[5:]),
    "device": (*_THING[:5], "power", *_THING[5:]),
    "media": ("description", "model", "serial", "quantity", "condition", "marks", "found_by", "owner", "personal_data"),
    "paper": ("description", "quantity", "place", "condition", "found_by", "owner", "personal_data"),
    "room": ("description", "place", "lock", "key", "count", "condition", "found_by", "personal_data"),
    "statement": ("description", "found_by", "place", "personal_data"),
}
"""Only the description is needed; what is not known stays empty. `personal_data`: yes, no or unknown, no data."""
LONG_WORDS = ("description", "condition", "change_made", "note", "text", "reason")
"""What is typed in several lines."""
