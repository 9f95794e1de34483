"""What a page weighs: white space that nobody sees is left out, and what a reader sees stays."""

from __future__ import annotations

import pytest

from sopkb.site.squeeze import squeeze, squeeze_styles


@pytest.mark.parametrize(
    ("html", "squeezed"),
    [
        ("<div>\n\n   <p>a\n  b</p>\n</div>", "<div><p>a\nb</p></div>"),
        ("<a>a</a>\n<a>b</a>\n<nav>\n<svg/>\n</nav>", "<a>a</a>\n<a>b</a><nav>\n<svg/></nav>"),
        ("<p>a  b</p>", "<p>a  b</p>"),
        ("<b>a</b>\n  <i>b</i>", "<b>a</b>\n<i>b</i>"),
        ("\n\n<pre>\n  a\n\n  b</pre>\n\n", "\n<pre>\n  a\n\n  b</pre>\n"),
        ("<textarea>\n\n x</textarea>\n\n<PRE>\n\n</PRE>", "<textarea>\n\n x</textarea>\n<PRE>\n\n</PRE>"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0"><g/></svg>', '<svg viewBox="0"><g/></svg>'),
        ('<code>&lt;svg xmlns="http://www.w3.org/2000/svg"&gt;</code>',) * 2,
        ("<script>let a\n\n  = 1</script>", "<script>let a\n\n  = 1</script>"),
    ],
)
def test_only_white_space_that_no_browser_shows_goes(html: str, squeezed: str) -> None:
    assert squeeze(html) == squeezed


@pytest.mark.parametrize(
    ("css", "squeezed"),
    [
        ("/* why */\na,\nb > c { color: red; margin: 0 1px; }\n", "a,b > c{color:red;margin:0 1px}"),
        (".a :is(b, c):hover { left: calc(1px + 2px); }", ".a :is(b,c):hover{left:calc(1px + 2px)}"),
        ('a::after { content: " · "; }\nb { content: "{ ; }" }', 'a::after{content:" · "}b{content:"{ ; }"}'),
        ("@media screen and (max-width: 44em) {\n  a { b: c; }\n}", "@media screen and (max-width:44em){a{b:c}}"),
    ],
)
def test_styles_without_comments_and_needless_white_space_say_the_same(css: str, squeezed: str) -> None:
    assert squeeze_styles(css) == f"{squeezed}\n"
