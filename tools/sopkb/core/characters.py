"""Which characters are letters, marks and spaces: explicit tables, and none of a Python or a browser.

Every Python and every browser brings Unicode tables of its own version, so what one takes for a letter another does
not know. The tables here are those of Unicode 14, for the plane in which nearly all living scripts are. What
normalises and folds them never changes for a character that a version has; so nothing here depends on who runs it.

Beyond that plane whole ranges count as letters; only mathematical letters, Adlam and compatibility ideographs are
folded. ``static/js/characters.js`` holds the same tables; a test compares them.
"""

from __future__ import annotations

from itertools import accumulate

SPACES = "\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What :meth:`str.split` takes for space, as the inside of a character class; so are all of these."""

_LETTERS = (
    "1t:p 7:p 1c 8:1 2 4:1 2:2 2:m 2:u 2:cp 5:b f:4 8 2 3m:4 2:1 3:3 2 7 2:2 2 2:j 2:2a 2:3u 9:4l 2:11 3 7:14 20:q "
    "5:3 1a:16 m:9 5:1 2:2q 2 g:1 8:e 3 h 2:t u:2g c f:16 a:1 5 6:l 5 a 4 o:o 8:a 6:n 2:5 i:15 1n:1h 4 j 8:9 5:9 2:f "
    "5:7 3:1 3:l 2:6 2 4:3 4 h e:1 2:2 5:b 3:5 3 9:5 5:1 3:l 2:6 2:1 2:1 2:1 w:3 2 8:9 3:2 h:8 2:2 2:l 2:6 2:1 2:4 4 "
    "j g:1 5:9 a c:7 3:1 3:l 2:6 2:1 2:4 4 v:1 2:2 5:9 2:6 c 2:5 4:2 2:3 4:1 2 2:1 4:1 4:2 4:b n m:c j:7 2:2 2:m 2:f "
    "4 r:2 3 3:1 5:9 9:6 2 5:7 2:2 2:m 2:9 2:4 4 w:1 2:1 5:9 2:1 i:8 2:2 2:14 3 h 6:2 2:9 5:i 2:5 6:h 4:n 2:8 2 3:6 "
    "w:9 i:1b 2:1 d:6 a:9 14:1 2 2:4 2:n 2 2:9 2:1 a 3:4 2 a:9 3:3 x w:j d:7 2:z s:4 38:16 l:a 7:5 5:3 4 4:1 8:2 5:c "
    "d 2:9 7:11 2 6 3:16 2:98 2:3 3:6 2 2:3 3:14 2:3 3:w 2:3 3:6 2 2:3 3:e 2:1k 2:3 3:1u f:j 4:f h:2d 3:5 4:h7 3:g "
    "2:p 6:22 4:a 8:h e:i f:h f:c 2:2 g:1f 10 5 4:9 7:9 n:9 7:2g 8:4 3:x 2 6:1x b:u 14:13 3:4 c:17 5:p 7:a 12:m a:1g "
    "18:9 7:9 e 2m:1a i:7 4:9 16:t e:1j r:z t:9 4:1c 3:8 8:16 3:2 16:3 2:5 2:1 4 6:5b 1t:7p 3:5 3:11 3:5 3:7 2 2 2 "
    "2:u 3:1g 2:6 2 4:2 2:6 4:3 3:5 5:c 6:2 2:6 38:1 3:5 6:a 7:c 2u 5 3:9 2 4:4 7 2 2 2:3 2:a 3:3 6:4 5 2:1l k7:1n "
    "27:l hj:t vh:6c 7:3 4:1 a 3:11 2 6 3:1j 8 h:m a:6 2:6 2:6 2:6 2:6 2:6 2:6 2:6 29 d2:2 q:8 8:4 3:4 5:2d 7:2 2:2h "
    "2:3 6:16 2:2l 4:3 b:v 1d:f x:9 v:7 2:e x:9 14:e 8x:533 1t:h3g 1w:19 3:7g 4:r l:1a h:u 3:27 14:8 3:2u 3:1r 6:1 2 "
    "2:4 p:f 2:2 2:3 2:m e:5 b:1f f:1d t:9 p:5 4 2:1 2:11 b:m q:s 8:1a t:a 7:4 2:o 2:14 o:2 2:7 5:9 7:m 4 4:1d 2 4:1 "
    "3:4 3 2 p:2 3:a 8:2 d:5 3:5 3:5 a:6 2:6 2:16 2:d 7:36 e:9 7:8mb d:m 5:1c 6it:a5 3:2x 13:6 d:4 6 2:9 2:c 2:4 2 "
    "2:1 2:1 2:2z y:a2 j:1r 3:1h 15:b 39:4 2:3q k:9 8:p 7:p c:2g 4:5 3:5 3:5 3:2"
)
_MARKS = (
    "lc:33 7o:6 7c:18 2 2:1 2:1 2 21:a 1d:k h 2u:6 3:5 3:1 2:3 10 v:q 2k:a 1n:8 a p:3 2:8 2:2 2:4 18:2 1p:7 17:n 2:w "
    "1j:2 2:h 2:6 b:1 u:2 1l 2:6 3:1 3:2 a b:1 r 3:2 1l 2:4 5:1 3:2 4 v:1 4 c:2 1l 2:7 2:2 2:2 l:1 n:5 2:2 1l 2:6 3:1 "
    "3:2 8:2 b:1 v 1o:4 4:2 2:3 a 15:4 1k 2:6 2:2 2:3 8:1 c:1 u:2 1l 2:6 2:2 2:3 8:1 c:1 t:3 1k:1 2:6 2:2 2:3 a b:1 "
    "u:2 1z 5:5 2 2:7 j:1 1q 3:6 d:7 2r 3:8 c:5 23:1 s 2 2 5:1 1e:j 2:1 6:a 2:z a 2t:j o:3 5:2 2:2 3:6 4:3 e:b 2 b:3 "
    "jk:2 qb:3 t:2 u:1 v:1 1t:v a 1a:2 2 3a:1 z 3b:b 5:b 64:4 1m:9 2:s 3 1d:u 1e:4 1c:g 13:8 d:2 v:c 1l:d 1d:j 49:2 "
    "2:k 5 7 3:2 5j:1r 2y8:2 3y 2p:v ff:5 2y:1 n9x:3 2:9 x:1 29:1 7l 4 5 o:4 5 2c:1 1f:h r:h e 13:7 q:c 19:3 1c:d 11 "
    "1w:d d 9:1 1a:2 1f 2:2 3:1 6:1 2 16:4 6:1 6l:7 2:1 fn5 le:f"
)
_BEYOND = "\U00010000-\U0001cfff\U0001d400-\U0001d7ff\U0001df00-\U0001eeff\U00020000-\U0003ffff"
_FOLDED_BEYOND = "\U0001d400-\U0001d7ff\U0001e900-\U0001e94a\U0002f800-\U0002fa1d"


def _class(table: str) -> str:
    """The inside of a character class, from a table: ranges by base-36 distance from the last, with their length."""
    steps = [[int(number, 36) for number in entry.split(":")] for entry in table.split()]
    lasts = accumulate(sum(step) for step in steps)
    ranges = ((last - sum(step[1:]), last) for last, step in zip(lasts, steps, strict=True))
    return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in ranges)


LETTERS = _class(_LETTERS) + _BEYOND
"""Letters, and figures other than 0 to 9, of every script."""
WORD = f"0-9{LETTERS}"
MARKS = _class(_MARKS)
"""Accents, vowel signs and points, which belong to the letter before them."""

FOLDABLE = f"0-9{_class(_LETTERS)}{MARKS}{_FOLDED_BEYOND}"
"""What normalising and folding change."""
