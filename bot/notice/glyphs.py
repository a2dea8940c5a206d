"""The characters that the PDF's fonts have: those that typst brings, so that a PDF is the same on every machine.

A tagged PDF with a character that no font has is refused by the typesetter (PDF/UA-1, ISO 14289-1, 7.21.4.1). They hold
no Chinese, Japanese, Korean, Thai or Ethiopic. A test makes a PDF of all of these.
"""

from functools import cache

_RANGES = """
    21-7e a1-ac ae-377 37a-37f 384-38a 38c 38e-3a1 3a3-4ff 510-513 51a-51d 531-556 559-58a 58d-58f 591-5c7 5d0-5ea
    5ef-5f4 606-60c 615 61b 61f 621-63a 640-66d 674 679-67b 67e-680 683-684 686-687 691 698 6a4 6a9 6af 6be 6cc
    6f0-6f9 900-97f e3f e81-e82 e84 e87-e88 e8a e8d e94-e97 e99-e9f ea1-ea3 ea5 ea7 eaa-eab ead-ebc ec8-ecd
    10d0-10ff 115f-1160 13a0-13f5 13f8-13fd 17b4-17b5 17c1-17c3 180b-180d 180f 1ab0-1ace 1d00-1f15 1f18-1f1d
    1f20-1f45 1f48-1f4d 1f50-1f57 1f59 1f5b 1f5d 1f5f-1f7d 1f80-1fb4 1fb6-1fc4 1fc6-1fd3 1fd6-1fdb 1fdd-1fef
    1ff2-1ff4 1ff6-1ffe 2010-2027 2030-2040 2042 2044-205e 2070-2071 2074-208e 2090-209c 20a0-20c0 20d0-20f0
    2100-211e 2120 2122 2124 2126-2151 2153-2184 2189 2190-23ff 2422-2423 2460-2606 2609-262f 2638-268b 2690-269c
    26a0-26a7 26aa-26af 26b2 2701-2704 2706-2709 270c-2714 2717-2727 272a-274b 274d 274f-2752 2756 2758-275e
    2761-277f 2794 2798-27af 27b1-2b73 2b76-2b95 2b97-2bff 2c60-2cf3 2cf9-2cff 2e02-2e05 2e08-2e0a 2e17-2e18 2e1f
    2e22-2e25 2e2e 3012 3016-3017 301a-301b 302e-3030 3036 306e a640-a641 a648-a649 a656-a657 a708-a716 a71b-a71f
    ab52 ab66 fb00-fb06 fb13-fb17 fb1d-fb36 fb38-fb3c fb3e fb40-fb41 fb43-fb44 fb46-fb4f fb52-fb81 fb8a-fb95
    fb9e-fb9f fbaa-fbad fbe8-fbe9 fbfc-fbff fe20-fe2f fe66 fe70-fe74 fe76-fefc ffa0 fffc-fffd 1d400-1d454
    1d456-1d49c 1d49e-1d49f 1d4a2 1d4a5-1d4a6 1d4a9-1d4ac 1d4ae-1d4b9 1d4bb 1d4bd-1d4c3 1d4c5-1d505 1d507-1d50a
    1d50d-1d514 1d516-1d51c 1d51e-1d539 1d53b-1d53e 1d540-1d544 1d546 1d54a-1d550 1d552-1d6a5 1d6a8-1d7cb
    1d7ce-1d7ff
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
