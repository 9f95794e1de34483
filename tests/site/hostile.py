"""Text that tries to be more than text: in fields (words) and in bodies (lines)."""

from __future__ import annotations

WORDS = r"""
<script>alert(1)</script>
<img src=x onerror=alert(1)>
</h1></title></script><svg onload=alert(1)>
" onmouseover="alert(1)
' onmouseover='alert(1)
![x](y)
[a](javascript:b)
[[SOP-0001]]
&lt;b&gt;
&#60;b>
\
`
**
__
_a_
|
1.
#
!!! note
???
===
---
```
~~~
a_b
<!--
-->
{: onclick=alert(1) }
{{ config }}
{% include "x" %}
""".strip().split("\n")

_PRINTABLE = r"""
# t
## t <b>
- a
  - b
    - c
1. x
2) y
   more
      deep
    <script>x</script>
```
~~~
``` js onload=1
````
> q
> ```
>> - z
- ```
---
===
| a | b |
|---|---|
<div onclick=x>
</div>
<!--
-->
<script>alert(1)</script>
<img src=x onerror=alert(1)>
<style>
<details open ontoggle=alert(1)><summary>x</summary>
<summary><b>x</b></summary>
`<b>`
``<b>
`a
b` <i>
\`<u>`
[x](javascript:alert(1))
[x](java&#115;cript:alert(1))
[x](data:text/html;base64,PHNjcmlwdD4=)
[x]: javascript:alert(1)
[x]
[x][x]
![i](data:text/html,x)
[y](<javascript:a>)
<javascript:a>
{: onclick=x }
*a*{: .b onclick=x }
# h {: #i onclick=x }
!!! note "<b>"
??? x
&lt;b&gt;
&#60;b>
[TOC]
[[WKA-0002]] <b>
WKA-0002|x
text\
*em **strong* x**
~~s~~
\<b>
![WKA-0002](x.png)
[`<b>`](http://x"onload=y)
http://x.example/<b>
a | b
- | -
<b> | `|`
*[b]: <script>
[^1]: <script>
--8<-- "/etc/passwd"
"""
LINES = [*_PRINTABLE.strip().split("\n"), "", "", "\tcode <b>", "text  ", "\x02klzzwxh:0000\x03", "\ue0000\ue001"]
