"""The findings of a notice's check, in words."""

from typing import Any

from bot.notice.finding import Finding
from handlers.render import Mrkdwn, Words, short

_LONGEST = 250
"""Characters of the text that are repeated in a finding."""


def finding_sentence(words: Words, finding: Finding) -> Mrkdwn:
    """A finding as a sentence. Its citation stands in `finding.cite`."""
    values: dict[str, Any] = {name: short(value, _LONGEST) for name, value in finding.values}
    if "group" in values:
        values["group"] = words.say("notice_check", f"group_{values['group']}")
    if "method" in values:
        values["method"] = words.say("notice_check", f"method_{values['method']}")
        values["needs"] = [words.say("notice_check", f"needs_{need}") for need in values["needs"].split(", ")]
    if finding.id == "personal_data":
        values["kind"] = words.say("personal_data", values["kind"])
    return words.say("notice_check", finding.id, where=short(finding.where, _LONGEST), **values)
