"""Two people's changes of one text brought together, and what a new version changed, as a reader sees it."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.notice.revision import differences, merged
from bot.rules.chunks import cut_chunks, split_chunks

BASE = "# Notice\n\nIt was stolen. We found out.\n\nWe told the police.\n\nCall us."
WORDS = st.text(alphabet="ab", min_size=1, max_size=3)
TEXTS = st.lists(WORDS, min_size=1, max_size=8)


def text(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


def changed(word: str) -> str:
    return f"{word} changed"


CASES = [
    ("both change other paragraphs", "We told the police.", "We told all.", "Call us.", "Write us."),
    ("both change neighbours", "It was stolen. We found out.", "It is gone.", "We told the police.", "We told all."),
    ("theirs is new beside mine", "Call us.", "Call us now.", "We told the police.", "We told the police.\n\nToday."),
    ("mine is new beside theirs", "We told the police.", "We told the police.\n\nToday.", "Call us.", "Write us."),
    ("theirs goes, mine changes another", "We told the police.\n\n", "", "Call us.", "Write us."),
]


@pytest.mark.parametrize(("theirs", "by", "mine", "for_"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_changes_of_different_places_are_both_taken(theirs: str, by: str, mine: str, for_: str) -> None:
    both = merged(BASE, BASE.replace(theirs, by), BASE.replace(mine, for_))
    assert both == BASE.replace(theirs, by).replace(mine, for_) + "\n"


def test_where_both_changed_the_same_paragraph_mine_stays_and_nothing_else_of_theirs_is_lost() -> None:
    theirs = (
        BASE.replace("Call us.", "Call them.").replace("It was stolen.", "It is lost.").replace("police", "sheriff")
    )
    mine = BASE.replace("Call us.", "Write us.")
    assert merged(BASE, theirs, mine) == theirs.replace("Call them.", "Write us.") + "\n"


def test_what_both_wrote_alike_is_written_once() -> None:
    same = BASE.replace("Call us.", "Call us today.")
    assert merged(BASE, same, same) == same + "\n"


def test_what_both_added_at_one_place_stands_side_by_side() -> None:
    both = merged(BASE, f"{BASE}\n\nTheirs.", f"{BASE}\n\nMine.")
    assert both == f"{BASE}\n\nTheirs.\n\nMine.\n"


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_who_changed_nothing_takes_the_others_text(base: list[str], other: list[str]) -> None:
    assert merged(text(base), text(base), text(other)) == text(other) + "\n"
    assert merged(text(base), text(other), text(base)) == text(other) + "\n"


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_no_paragraph_that_i_wrote_is_lost(base: list[str], theirs: list[str], mine: list[str]) -> None:
    mine = [f"{word}!" for word in mine]
    both = Counter(merged(text(base), text(theirs), text(mine)).strip().split("\n\n"))
    assert Counter(mine) <= both


@settings(deadline=None)
@given(st.integers(2, 9), st.data())
def test_a_change_of_theirs_in_another_paragraph_is_taken(length: int, data: st.DataObject) -> None:
    base = [f"paragraph {place}" for place in range(length)]
    touched = data.draw(st.lists(st.integers(0, length - 1), min_size=2, max_size=length, unique=True))
    cut_at = data.draw(st.integers(1, len(touched) - 1))
    theirs, mine = touched[:cut_at], touched[cut_at:]
    wanted = [changed(word) if place in touched else word for place, word in enumerate(base)]
    both = merged(
        text(base),
        text([changed(word) if place in theirs else word for place, word in enumerate(base)]),
        text([changed(word) if place in mine else word for place, word in enumerate(base)]),
    )
    assert both == text(wanted) + "\n"


@settings(deadline=None)
@given(st.integers(2, 9), st.data())
def test_paragraphs_of_theirs_and_mine_are_all_there(length: int, data: st.DataObject) -> None:
    base = [f"paragraph {place}" for place in range(length)]
    spot = st.integers(0, length)
    theirs, mine = data.draw(spot), data.draw(spot)
    both = merged(
        text(base), text([*base[:theirs], "theirs", *base[theirs:]]), text([*base[:mine], "mine", *base[mine:]])
    )
    assert sorted(both.strip().split("\n\n")) == sorted([*base, "theirs", "mine"])


def test_a_difference_names_the_sentences_and_no_others() -> None:
    after = BASE.replace("It was stolen.", "It was lost.")
    assert differences(BASE, after) == (("out", "It was stolen."), ("in", "It was lost."))


def test_other_line_ends_and_spaces_at_the_ends_are_no_difference() -> None:
    assert differences(BASE, f"\n{BASE}\n\n".replace("\n", "\r\n")) == ()


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="ab &<\n", max_size=400), st.integers(10, 60))
def test_the_parts_of_a_text_are_the_text_and_each_is_short(whole: str, longest: int) -> None:
    parts = cut_chunks(whole, longest)
    assert "".join(part + between for part, between in parts) == whole.strip()
    for part, between in parts:
        shown = part.replace("&", "&amp;").replace("<", "&lt;")
        assert len(shown) <= longest
        assert not between.strip()


def test_a_text_is_cut_between_paragraphs_where_that_is_possible() -> None:
    assert split_chunks("one two\n\nthree four\n\nfive", 20) == ["one two\n\nthree four", "five"]
