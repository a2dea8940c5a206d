"""The characters that the PDF's fonts have: those that typst brings, so that a PDF is the same on every machine.

A tagged PDF with a character that no font has is refused by the typesetter (PDF/UA-1, ISO 14289-1, 7.21.4.1). What
they hold is left to right, without marks that combine: no Chinese, Japanese, Korean, Thai, Ethiopic, Arabic, Hebrew.
A test makes a PDF of all of these.
"""

from functools import cache

_RANGES = """
    21-7e a1-ac ae-2ff 370-377 37a-37f 384-38a 38c 38e-3a1 3a3-482 48a-4ff 510-513 51a-51d 531-556 559-58a 58d-58f
    606-607 609-60a 60c 66a 6f0-6f9 904-939 93d 950 958-961 964-97f e3f 10d0-10ff 115f-1160 13a0-13f5 13f8-13fd
    1d00-1dbf 1e00-1f15 1f18-1f1d 1f20-1f45 1f48-1f4d 1f50-1f57 1f59 1f5b 1f5d 1f5f-1f7d 1f80-1fb4 1fb6-1fc4
    1fc6-1fd3 1fd6-1fdb 1fdd-1fef 1ff2-1ff4 1ff6-1ffe 2010-2027 2030-2040 2042 2044-2052 2054-205e 2070-2071
    2074-208e 2090-209c 20a0-20c0 2100-211e 2120 2122 2124 2126-2151 2153-2184 2189 2190-23ff 2422-2423 2460-2606
    2609-262f 2638-268b 2690-269c 26a0-26a7 26aa-26af 26b2 2701-2704 2706-2709 270c-2714 2717-2726 272a-274b 274d
    274f-2752 2756 2758-275e 2761-277f 2794 2798-27af 27b1-2b73 2b76-2b95 2b97-2bff 2c60-2cee 2cf2-2cf3 2cf9-2cff
    2e02-2e05 2e08-2e0a 2e17-2e18 2e1f 2e22-2e25 2e2e 3012 3016-3017 301a-301b 3030 3036 306e a640-a641 a648-a649
    a656-a657 a708-a716 a71b-a71f ab52 ab66 fb00-fb06 fb13-fb17 fb29 fe66 ffa0 fffc-fffd
"""
"""Code points in hexadecimal, from-to."""


@cache
def printed() -> frozenset[str]:
    """Every character that the PDF can show, the space and the end of a line among them."""
    found = {" ", "\n"}
    for part in _RANGES.split():
        first, _, last = part.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def not_printed(text: str) -> tuple[str, ...]:
    """The characters of a text that the PDF cannot show, each once, in order."""
    return tuple(dict.fromkeys(character for character in text if character not in printed()))
