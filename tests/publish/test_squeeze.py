"""What a page weighs: white space that nobody sees is left out, and what a reader sees stays."""

from __future__ import annotations

import pytest

from sopkb.publish.squeeze import squeeze


@pytest.mark.parametrize(
    ("html", "squeezed"),
    [
        ("<div>\n\n   <p>a\n  b</p>\n</div>", "<div>\n<p>a\nb</p>\n</div>"),
        ("<p>a  b</p>", "<p>a  b</p>"),
        ("<b>a</b>\n  <i>b</i>", "<b>a</b>\n<i>b</i>"),
        ("\n\n<pre>\n  a\n\n  b</pre>\n\n", "\n<pre>\n  a\n\n  b</pre>\n"),
        ("<textarea>\n\n x</textarea>\n\n<PRE>\n\n</PRE>", "<textarea>\n\n x</textarea>\n<PRE>\n\n</PRE>"),
        ("<script>let a\n\n  = 1</script>", "<script>let a\n\n  = 1</script>"),
    ],
)
def test_only_white_space_that_no_browser_shows_goes(html: str, squeezed: str) -> None:
    assert squeeze(html) == squeezed
