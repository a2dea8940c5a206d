"""The reading grade, against scores that were published or can be counted by hand."""

import pytest

from bot.notice.grade import grade, grade_of, syllables

GETTYSBURG = """Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in
Liberty, and dedicated to the proposition that all men are created equal. Now we are engaged in a great
civil war, testing whether that nation, or any nation so conceived and so dedicated, can long endure. We
are met on a great battle-field of that war. We have come to dedicate a portion of that field, as a
final resting place for those who here gave their lives that that nation might live. It is altogether
fitting and proper that we should do this. But, in a larger sense, we can not dedicate, we can not
consecrate, we can not hallow this ground. The brave men, living and dead, who struggled here, have
consecrated it, far above our poor power to add or detract. The world will little note, nor long
remember what we say here, but it can never forget what they did here. It is for us the living, rather,
to be dedicated here to the unfinished work which they who fought here have thus far so nobly advanced.
It is rather for us to be here dedicated to the great task remaining before us, that from these honored
dead we take increased devotion to that cause for which they gave the last full measure of devotion,
that we here highly resolve that these dead shall not have died in vain, that this nation, under God,
shall have a new birth of freedom, and that government of the people, by the people, for the people,
shall not perish from the earth."""
"""Lincoln, 1863, the Bliss copy: commonly scored at grade 10.9 to 11.2."""

COUNTED = {
    # 13 words and 24 syllables, 16 and 23: the examples of Wikipedia, Flesch-Kincaid readability tests.
    "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.": 11.3,
    "This sentence, taken as a reading passage unto itself, is being used to prove a point.": 7.6,
    "The cat sat on the mat.": -1.4,
}


@pytest.mark.parametrize(("sentence", "score"), COUNTED.items())
def test_a_counted_sentence_has_its_score(sentence: str, score: float) -> None:
    assert grade_of([sentence]) == pytest.approx(score, abs=0.05)


def test_a_published_text_has_its_score() -> None:
    read = grade(" ".join(GETTYSBURG.split()))
    assert read is not None
    assert read.grade == pytest.approx(10.9, abs=0.3)


WORDS = (
    "the:1 cat:1 people:2 statement:2 vigilant:3 account:2 agency:3 agencies:3 social:2 security:4 number:2 "
    "license:2 driver's:2 breach:1 department:3 transportation:4 information:4 something:2 employee:3 area:3 "
    "idea:3 create:2 ago:2 being:2 doing:2 reports:2 watches:2 changes:2 tables:2 files:1 names:1 used:1 "
    "needed:2 called:1 encrypted:3 every:2 laptop:2 stolen:2 investigation:5 vulnerabilities:6 immediately:5 "
    "technical:3 medical:3 financial:3 insurance:3 "
)


@pytest.mark.parametrize("word", WORDS.split())
def test_a_word_has_its_syllables(word: str) -> None:
    assert syllables(word.partition(":")[0]) == int(word.partition(":")[2])


def test_headings_addresses_and_bare_items_lower_nothing() -> None:
    hard = "Unauthorized individuals accessed confidential documentation notwithstanding administrative precautions."
    around = "# Hi\n\n## A\n\n- Social\n- Card\n\nP.O. Box 9\nAllen, TX 75013\n1-888-397-3742\n\n"
    with_them, alone = grade(around + hard), grade(hard)
    assert with_them is not None
    assert alone is not None
    assert with_them.grade == alone.grade


def test_initials_end_no_sentence() -> None:
    whole, short = (
        grade("Write to P.O. Box A in St. Louis, or to W. High St. in Jefferson City."),
        grade("Write to us there."),
    )
    assert whole is not None
    assert short is not None
    assert whole.hardest.startswith("Write to P.O.")


def test_a_text_without_sentences_has_no_grade() -> None:
    assert grade("# Notice\n\n- Social Security number\n") is None
