"""What Slack refuses in a manifest, as the sandbox does."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sandbox.manifest import ManifestError, load_manifest
from sandbox.row import Json

APP = Path(__file__).parents[2] / "app.yaml"


def _written(tmp_path: Path, document: Json) -> Path:
    path = tmp_path / "app.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    return path


def test_the_bots_own_manifest_is_taken() -> None:
    assert load_manifest(APP).shortcuts["report_incident"].name == "Report a data breach"


@pytest.mark.parametrize(
    ("at", "value", "word"),
    [
        (("display_information", "name"), "n" * 36, "35"),
        (("display_information", "description"), "d" * 141, "140"),
        (("display_information", "long_description"), "l" * 4001, "4000"),
        (("display_information", "long_description"), "l" * 173, "174"),
        (("features", "bot_user", "display_name"), "b" * 81, "80"),
        (("features", "shortcuts", 0, "name"), "s" * 25, "24"),
        (("features", "shortcuts", 0, "description"), "s" * 151, "150"),
        (("features", "shortcuts", 0, "callback_id"), "s" * 256, "255"),
        (("features", "slash_commands", 0, "command"), "/" + "c" * 32, "32"),
        (("features", "slash_commands", 0, "command"), "breach", "begin with /"),
        (("features", "slash_commands", 0, "description"), "d" * 2001, "2000"),
        (("features", "slash_commands", 0, "usage_hint"), "u" * 1001, "1000"),
        (("features", "shortcuts"), [{"name": "n", "type": "global", "callback_id": str(n)} for n in range(11)], "10"),
        (("features", "slash_commands"), [{"command": f"/c{n}"} for n in range(51)], "50"),
        (("settings", "interactivity", "is_enabled"), False, "interactivity"),
        (("oauth_config", "scopes", "bot"), ["commands", "commands"], "commands stands twice"),
        (("settings", "event_subscriptions", "bot_events"), ["app_mention", "app_mention"], "app_mention stands twice"),
    ],
)
def test_a_manifest_beyond_a_limit_is_refused_with_its_key(
    tmp_path: Path, at: tuple[str | int, ...], value: object, word: str
) -> None:
    document = yaml.safe_load(APP.read_text(encoding="utf-8"))
    place = document
    for key in at[:-1]:
        place = place[key]
    place[at[-1]] = value
    with pytest.raises(ManifestError, match=word):
        load_manifest(_written(tmp_path, document))


def test_a_messages_tab_where_people_write_and_nobody_listens_is_refused(tmp_path: Path) -> None:
    document = yaml.safe_load(APP.read_text(encoding="utf-8"))
    document["settings"]["event_subscriptions"]["bot_events"].remove("message.im")
    with pytest.raises(ManifestError, match=r"message\.im"):
        load_manifest(_written(tmp_path, document))
    document["features"]["app_home"]["messages_tab_read_only_enabled"] = True
    assert load_manifest(_written(tmp_path, document)).messages_tab_read_only
    document["features"]["app_home"] = {"home_tab_enabled": True, "messages_tab_enabled": False}
    assert not load_manifest(_written(tmp_path, document)).messages_tab
