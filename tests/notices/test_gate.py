"""What must not pass before a letter to thousands: other ways to reach somebody, other words, unseen signs."""

import io
import re
import unicodedata
from html import unescape
from itertools import pairwise

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.notice.clean import clean
from bot.notice.contacts import contacts_in
from bot.notice.glyphs import printed
from bot.notice.revision import differences, merged
from bot.notice.text import blocks
from handlers.notices.files import file_of
from handlers.notices.printed import NotPrintedError
from tests.notices.stories import STORIES, Notice, notice, notices_of

LETTER = notice("stolen_laptop", "consumer_letter")
RELEASE = notice("bridge_drawings", "media_release")
AG = notice("stolen_laptop", "ag_notice")
NAME = "Department of Transportation"
ALL = [one for name in STORIES for one in notices_of(name)]

OTHER_WAYS = [
    "573-555-0199",
    "573\u2011555\u20110199",
    "573\u2013555\u20130199",
    "573\u2014555\u20140199",
    "573\u2212555\u22120199",
    "573\u202f555\u202f0199",
    "573\u200b555\u200b0199",
    "573 - 555 - 0199",
    "573 555 0199",
    "573/555/0199",
    "5735550199",
    "15735550199",
    "(573)555-0199",
    "+1 (573) 555.0199",
    "\uff15\uff17\uff13-555-0199",
    "1-800-GET-HELP",
    "1-800-get-help",
    "573-GET-HELP",
    "+44 20 7946 0958",
    "+442079460958",
    "555-0199",
    "text HELP to 55501",
    "call 12345",
    "https://evil.xyz",
    "http://evil.ru",
    "evil.example",
    "evil.museum/path?x=1",
    "bit.ly/abc",
    "t.co/abc",
    "10.2.3.4",
    "http://3232235777/",
    "http://[::1]/",
    "2001:db8:85a3::8a2e:370:7334",
    "identitytheft.gov.evil.xyz",
    "identitytheft.gov/evil",
    "https://identitytheft.gov@evil.ru/",
    "identit\u0443theft.gov",
    "xn--80ak6aa92e.com",
    "evil[.]com",
    "evil dot com",
    "help (at) evil.com",
    "help@evil.museum",
    "mailto:help@evil.ru",
    "tel:+15735550199",
    "sms:55501",
    "@evil_dept",
]


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_a_way_that_is_not_recorded_does_not_pass(way: str) -> None:
    text = clean(LETTER.draft.text.replace("Sincerely,", f"Questions? {way} helps."))
    assert "contact_unknown" in {one.id for one in LETTER.findings(text) if one.severity == "error"}


def test_a_number_over_the_end_of_a_line_does_not_pass() -> None:
    text = LETTER.draft.text.replace("Sincerely,", "Questions? Call 573-555-\n0199 today.")
    assert "contact_unknown" in {one.id for one in LETTER.findings(text)}


RECORDED = [
    "573-555-0150",
    "(573) 555-0150",
    "573\u2011555\u20110150",
    "1-573-555-0150",
    "https://www.identitytheft.gov/",
]


@pytest.mark.parametrize("way", RECORDED)
def test_a_recorded_way_passes_however_it_is_written(way: str) -> None:
    text = clean(LETTER.draft.text.replace("Sincerely,", f"Questions? See {way}"))
    assert LETTER.findings(text) == ()


NO_WAY = [
    "RSMo 407.1500.2(4) and 15 U.S.C. 7001",
    "P.O. Box 105788, Atlanta, GA 30348-5788",
    "at 6 a.m. on November 12, 2026",
    "from 2019-2026",
    "1,180 people and $1,234,567.50",
    "e.g. the U.S. Mail to J.W. Smith, Ph.D., St. Louis",
    "12:30:15",
]


@pytest.mark.parametrize("text", NO_WAY)
def test_what_leads_nowhere_is_no_contact(text: str) -> None:
    assert contacts_in(text) == ()


MARKED = [
    (RELEASE, "# The suspect is John Doe, and the weak point is bolt 7.", "item_forbidden"),
    (RELEASE, "## The weak point", "item_forbidden"),
    (RELEASE, "- The weak point is bolt 7.", "item_forbidden"),
    (RELEASE, "* The weak point is bolt 7.", "item_forbidden"),
    (RELEASE, "The weak\npoint is bolt 7.", "item_forbidden"),
    (RELEASE, "The we\u0430k point is bolt 7.", "item_forbidden"),
    (LETTER, "## There is no evidence of misuse", "no_misuse"),
    (LETTER, "## Social Security numbers were not involved", "element_denied"),
    (LETTER, "# Social Security numbers were not involved.", "element_denied"),
    (LETTER, "# A Second Title", "title_twice"),
    (LETTER, "A p\u0430yroll file.", "letters_mixed"),
    (LETTER, "We are sorry \U0001f64f.", "emoji"),
    (LETTER, "We are\u202e sorry.", "text_not_plain"),
    (LETTER, "We are\u00ad sorry.", "text_not_plain"),
    (LETTER, "We are\U000e0041 sorry.", "text_not_plain"),
    (LETTER, "We are\x1f sorry.", "text_not_plain"),
    (LETTER, "We are\ue000 sorry.", "text_not_plain"),
    (AG, "Sent to \u738b\u660e.", "font_lacks"),
    (AG, "Sent to \u0e2a\u0e21.", "font_lacks"),
    (AG, "Sent to \u12a0\u1260.", "font_lacks"),
]


@pytest.mark.parametrize(("one", "line", "id"), MARKED, ids=[f"{case[2]}-{case[1]!r}" for case in MARKED])
def test_every_line_is_looked_at_whatever_its_mark(one: Notice, line: str, id: str) -> None:
    text = f"{one.draft.text}\n{line}\n"
    assert id in {found.id for found in one.findings(text)}


def test_a_text_without_a_title_does_not_pass() -> None:
    text = LETTER.draft.text.replace("# Notice of a Data Breach", "Notice of a Data Breach")
    assert "title_missing" in {one.id for one in LETTER.findings(text)}


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_plain_text_holds_nothing_unseen_and_stays_as_it_is(text: str) -> None:
    plainly = clean(text)
    assert clean(plainly) == plainly
    hidden = [one for one in plainly if unicodedata.category(one) in ("Cf", "Co", "Cs", "Cn", "Zl", "Zp")]
    assert hidden == []
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", plainly)


def words(text: str) -> list[str]:
    return re.sub(r"[•‣]", " ", text).split()


def approved_words(text: str) -> list[str]:
    return words(" ".join(line for block in blocks(text) for line in block.lines))


def read(content: bytes, form: str) -> list[str]:
    """The words that a reader of the file sees in its body."""
    if form == "docx":
        return words(" ".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs))
    main = content.decode().partition("<main>")[2].partition("</main>")[0]
    return words(unescape(re.sub(r"<[^>]+>", lambda tag: "" if tag[0].startswith(("<a ", "</a")) else " ", main)))


ODD = "# One\n\nA line of words\u001f, \u202ereversed.\n# Two\n## Three\n- four\n- five\n* six\nR&D <b>x</b> \u00a0 y\n"


@pytest.mark.parametrize("one", ALL, ids=[one.file for one in ALL])
def test_word_and_page_say_what_was_approved_and_nothing_else(one: Notice) -> None:
    for text in (one.draft.text, ODD):
        for form in {"docx", "html"} & set(one.kind.formats):
            assert read(file_of(text, one.kind, form, NAME).content, form) == approved_words(text)


@pytest.mark.parametrize("one", [one for one in ALL if "pdf" in one.kind.formats], ids=lambda one: one.file)
def test_the_pdf_says_what_was_approved_and_nothing_else(one: Notice) -> None:
    pages = PdfReader(io.BytesIO(file_of(one.draft.text, one.kind, "pdf", NAME).content)).pages
    shown = [re.sub(r"[•‣\s]", "", page.extract_text()) for page in pages]
    read = "".join(text.removesuffix(f"{place}/{len(pages)}") for place, text in enumerate(shown, start=1))
    assert read == "".join(approved_words(one.draft.text))


def test_a_pdf_is_made_of_every_character_that_it_is_said_to_show() -> None:
    shown = sorted(one for one in printed() if clean(one) == one.strip() != "")
    assert file_of("# T\n\n" + " ".join(shown), AG.kind, "pdf", NAME).content.startswith(b"%PDF")


@pytest.mark.parametrize("sign", ["\u738b", "\u0e2a", "\u12a0", "\uac00", "\U0001f600"])
def test_a_character_that_the_pdf_lacks_is_named_and_word_takes_it(sign: str) -> None:
    text = f"{AG.draft.text}\nSent to {sign}.\n"
    with pytest.raises(NotPrintedError) as lacking:
        file_of(text, AG.kind, "pdf", NAME)
    assert lacking.value.characters == (sign,)
    assert sign in " ".join(read(file_of(text, AG.kind, "docx", NAME).content, "docx"))


def test_a_long_stretch_of_lines_that_repeat_counts_as_replaced() -> None:
    old, new = ["A."] * 3_000, ["B.", "A."] * 1_500
    found = differences("\n".join(["First.", *old, "Last."]), "\n".join(["First.", *new, "Last."]))
    assert [kind for kind, _ in found] == ["out"] * 2_999 + ["in"] * 2_999
    assert ("out", "First.") not in found and ("in", "Last.") not in found


def test_what_stands_once_holds_long_versions_together() -> None:
    old = [f"Line {place}." for place in range(2_000)]
    new = [*old[:500], "New.", *old[500:1_500], *old[1_501:]]
    assert differences("\n".join(old), "\n".join(new)) == (("in", "New."), ("out", "Line 1500."))


def test_changes_of_two_people_in_a_long_text_that_repeats_are_both_kept() -> None:
    base = "\n\n".join(["A"] * 3_000 + ["Middle"] + ["B"] * 3_000)
    theirs, mine = base.replace("Middle", "Theirs"), base + "\n\nMine"
    both = merged(base, theirs, mine)
    assert both.count("Theirs") == both.count("Mine") == 1


@given(st.lists(st.sampled_from("ABCDEFGH"), max_size=150), st.lists(st.sampled_from("ABCDEFGH"), max_size=150))
@settings(max_examples=50, deadline=None)
def test_what_went_out_and_came_in_makes_the_new_text_of_the_old_one(old: list[str], new: list[str]) -> None:
    found = differences("\n".join(old), "\n".join(new))
    out, into = ([line for kind, line in found if kind == one] for one in ("out", "in"))
    assert sorted([*old, *into]) == sorted([*new, *out])
    assert all(one.end <= other.start for one, other in pairwise(contacts_in(" ".join(old))))
