"""What Slack's payloads hold is read in one place each: nobody walks over them by hand."""

import pytest

from tests.house.sources import ROOT, python

READ_IN = {
    "selected_": {"handlers/request.py"},
    '.get("state"': {"handlers/request.py"},
    ".pressed": {
        "handlers/request.py",
        "handlers/place_of_press.py",
        "handlers/actions/item.py",  # carries the value on into its forms
        "handlers/actions/report_button.py",  # a button about no incident
    },
}


@pytest.mark.parametrize(("read", "files"), READ_IN.items())
def test_a_payload_is_read_in_one_place(read: str, files: set[str]) -> None:
    found = {str(path.relative_to(ROOT)) for path in python("handlers") if read in path.read_text("utf-8")}
    assert found == files
