"""Bank accounts: by their word, beside a routing number, and IBAN (RSMo 407.1500.1(9)(c), (d))."""

import re
from collections.abc import Iterator

from stdnum import iban
from stdnum.us import rtn

from bot.screened.context import Hit, near

_NUMBER = r"\d(?:[ -]?\d){5,16}(?![-./,]?\d)"
_ROUTING = re.compile(r"(?<!\d)\d{4}[- ]?\d{4}[- ]?\d(?!\d)|(?<!\d)\d{3}[- ]\d{3}[- ]\d{3}(?![-]?\d)")
_ROUTING_WORD = re.compile(r"\b(?:routing|aba|rtn|rout|transit)(?![a-z])", re.IGNORECASE)
_BESIDE = re.compile(rf"[^\d\n]{{1,40}}?(?<!\$)({_NUMBER})")
_JOIN = r"[\s:#=().-]{0,5}(?:(?:no|number|num|nr|nbr|id|is|was|of|the)\b[\s:#=.-]{0,5}){0,3}"
_KNOWN = re.compile(
    rf"\b(?:(?:bank|checking|chequing|chk|savings?|deposit|brokerage|debit|credit union)[\s-]{{0,3}}"
    rf"(?:account|acct|acc|a/c|no|number|#)s?\b\.?{_JOIN}|(?:account|acct|a/c|acc)\b\.?[\s:-]{{0,3}}(?:no|number|num|nr|nbr|#)"
    rf"(?![a-z]){_JOIN})({_NUMBER})",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    rf"\b(?:account|acct|checking|savings|chk|sav)\b\.?{_JOIN}(\d(?:[ -]?\d){{7,16}})(?![-./,]?\d)", re.IGNORECASE
)
_NOT_A_BANKS = re.compile(
    r"\b(?:aws|azure|google|cloud|user|service|gl|ledger|cost|budget|fund|project|admin|twitter|mail|utility|customer)\s{0,3}$",
    re.IGNORECASE,
)
_FINANCIAL = re.compile(
    r"\b(?:checking|savings|bank account|direct deposit|account number|acct\.? (?:no|num)|bank acct|wire|ach"
    r"|her account|his account|my account|account at|account with)\b",
    re.IGNORECASE,
)
_RUN = re.compile(r"(?<![\d$#.,/-])(?<![a-z])\d{8,17}(?![-./,]?\d)(?![a-z])", re.IGNORECASE)
_IBAN = re.compile(r"(?<![a-z0-9])[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30}(?![a-z0-9])", re.IGNORECASE)
_PHONE = re.compile(r"1?[ -]?\d{3}[ -]\d{3}[ -]\d{4}")
_DAY = re.compile(r"(?:19|20)\d\d-?(?:0\d|1[0-2])-?[0-3]\d")
_BEFORE = 36


def find(text: str) -> Iterator[Hit]:
    """Account numbers with a word that says so, a routing number and what stands beside it, and IBAN."""
    for match in _ROUTING.finditer(text):
        number = re.sub(r"\D", "", match[0])
        if not rtn.is_valid(number) or not near(_ROUTING_WORD, text, match.start(), match.end()):
            continue
        yield "bank_account", match.start(), match.end()
        if (beside := _BESIDE.match(text, match.end())) and _is_account(beside[1]):
            yield "bank_account", beside.start(1), beside.end(1)
    for match in _KNOWN.finditer(text):
        if _is_account(match[1]):
            yield "bank_account", match.start(1), match.end(1)
    for match in _PLAIN.finditer(text):
        if _is_account(match[1]) and not _NOT_A_BANKS.search(text[max(0, match.start() - 20) : match.start()]):
            yield "bank_account", match.start(1), match.end(1)
    for match in _RUN.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if _FINANCIAL.search(before) and not re.search(r"\d{4}", before) and _is_account(match[0]):
            yield "bank_account", match.start(), match.end()
    for match in _IBAN.finditer(text):
        if end := _iban_end(match[0]):
            yield "bank_account", match.start(), match.start() + end


def _is_account(written: str) -> bool:
    """Not a telephone number as one is written, and not a day."""
    return not _PHONE.fullmatch(written) and not _DAY.fullmatch(written)


def _iban_end(written: str) -> int | None:
    """Where the IBAN ends; words may follow it."""
    ends = [len(written), *(place.start() for place in reversed(list(re.finditer(r"[ -]", written))))]
    return next((end for end in ends if iban.is_valid(written[:end].replace("-", ""))), None)
