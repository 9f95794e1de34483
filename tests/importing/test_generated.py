"""Whatever a team may have written: sound records come of it, and a second import changes nothing."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.importing.conftest import TOMORROW, Workshop, errors_of, faults_of

from sopkb.core.kinds import KINDS
from sopkb_import.code import parsed

PIECES = re.split(
    r"\n%%\n",
    """\
# Title one
%%
## Meaning
%%
## Diagnosis
%%
### Sub *x*
%%
## Odd `thing`
%%
Setext
===
%%
Two
---
%%
#### Deep
%%
## Impact
%%
## Mitigation {#fix}
%%
plain text. More text, e.g. this.
%%
[a](b.md) [c](sub/c.md#meaning) ![i](i.png)
%%
[x](missing.md) [# y](missing.md)
%%
[---](no.md)
%%
[1. foo](no.md)
%%
    indented [a](b.md) code
%%
```sh
# no heading
[a](b.md) SOP-0001 <br> {{< x >}}
```
%%
- item
- [a](b.md)
  - nested SOP-0004
%%
1. one
2. two [[b]] [[nowhere]]
%%
> quote [a](missing.md)
> more
%%
| a | b |
|---|---|
| [a](b.md) | `x\\|y` |
%%
<details>
<summary>Sum</summary>
inner
</details>
%%
<img src="i.png" alt="al">
%%
text <br> more<br>
next <b>x</b>
%%
<!-- comment
# Foo
-->
%%
<!-- open
%%
[ref][r] [r] ![r][p] [s][SOP-0001]
%%
[r]: b.md
[p]: i.png 't'
[SOP-0001]: https://x.example/
%%
{{< ref "b.md" >}} [h]({{< relref "c" >}}) {{% notice %}}hi{{% /notice %}}
%%
{{< highlight go >}}
# code
{{< /highlight >}}
%%
SOP-0123 and WKA-0001
%%
`multi
SOP-0009 line` code
%%
~~~
unclosed
%%
<pre>
open
%%
[js](javascript:alert(1)) [ab](https://e.example/a)
%%
[same](#meaning) [no](#nope) [t](#title-one)
%%
<a name="anch"></a>
## Named
text
%%
[n](#anch)
%%
***
%%
---
%%
\ttab
%%
[![im](i.png)](b.md)
%%
[long
label](missing.md)
%%
[[b|words]] [[b]](b.md) ![[i.png]]
%%
[[ -f x ]]
%%
&#35; &amp; \u202e bidi \u200b
%%
é 漢字漢字漢字。次の文。
%%
<script>
alert(1)
</script>
%%
![](i.png) ![](gone.png) [](b.md) [](gone.md)
%%
[a](<b.md>) [d](../../etc/passwd)
%%
[SOP-0042](missing.md) `SOP-0044` [`SOP-0045`](no.md) ![SOP-0046 x](no.png)
%%
[x [SOP-0047]](https://e.example/SOP-0048)""",
)
FRONT = (
    "",
    "---\ntitle: Foo Bar\nweight: 3\n---\n",
    "---\ntitle: x: [\n---\n",
    "+++\ntitle = 'A: b'\n+++\n",
    "---\ntitle: Ä1\n---\n",
)
NAMES = ("b.md", "sub/c.md", "sub/_index.md", "sub/deep/FooBar", "d.markdown")

paragraphs = st.one_of(st.sampled_from(PIECES), st.text(st.characters(codec="utf-8"), max_size=30))
documents = st.builds(
    lambda front, pieces, gap: (front + gap.join(pieces)).encode(),
    st.sampled_from(FRONT),
    st.lists(paragraphs, max_size=9),
    st.sampled_from(["\n", "\n\n"]),
)
collections = st.dictionaries(st.sampled_from(NAMES), documents, min_size=1)
kinds = st.sampled_from([kind.name for kind in KINDS])


@contextmanager
def workshop_for(files: dict[str, bytes]) -> Iterator[Workshop]:
    """Folders of their own for every example."""
    folder = Path(tempfile.mkdtemp())
    try:
        workshop = Workshop(folder / "runbooks", folder / "kb")
        workshop.source.mkdir()
        workshop.write({**files, "always.md": b"Words.", "i.png": b"\x89PNG"})
        yield workshop
    finally:
        shutil.rmtree(folder)


@settings(deadline=None, max_examples=50)
@given(collections, kinds)
def test_records_are_sound_and_a_second_import_changes_nothing(files: dict[str, bytes], kind: str) -> None:
    with workshop_for(files) as workshop:
        report = workshop.run(kind=kind)
        told = {one.source for one in report.documents} | {one.source for one in report.skipped}
        assert told >= files.keys() - {"sub/deep/FooBar"}  # only a document where it begins like one
        assert report.render()
        before = workshop.files()
        again = workshop.run(kind=kind, today=TOMORROW)
        assert not again.changed
        assert workshop.files() == before
        base = workshop.load()
        assert faults_of(base) == []
        assert errors_of(base) == []


def fences(text: str) -> list[str]:
    return sorted(token.content for token in parsed(text) if token.type == "fence")


codes = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=40)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=8), st.lists(codes, max_size=3))
def test_fenced_code_is_kept_to_the_byte(pieces: list[str], code: list[str]) -> None:
    plain = [piece for piece in pieces if not piece.startswith(("~~~", "<", "{{", "```", "[long", ">", "`multi"))]
    blocks = [f"~~~~~text\n{text}\n~~~~~" for text in code if "~~~~~" not in text]
    text = "\n\n".join(["Words come first.", *blocks, *plain, *blocks])
    with workshop_for({"b.md": text.encode()}) as workshop:
        workshop.run()
        assert fences(workshop.body("SOP-0002") + "\n") == fences(text)


@settings(deadline=None, max_examples=40)
@given(collections, st.data())
def test_ids_stay_whatever_comes_and_goes(files: dict[str, bytes], data: st.DataObject) -> None:
    with workshop_for(files) as workshop:
        first = {one.source: one.record for one in workshop.run().documents}
        for name in data.draw(st.sets(st.sampled_from(sorted(files)), max_size=len(files) - 1)):
            (workshop.source / name).unlink()
        workshop.write(data.draw(collections))
        report = workshop.run()
        later = {one.source: one.record for one in report.documents}
        assert {source: later[source] for source in first if source in later} == {
            source: first[source] for source in first if source in later
        }
        assert len(set(later.values()) | set(first.values())) == len({*later, *first})
        assert {one.source for one in report.removed} <= set(first)
