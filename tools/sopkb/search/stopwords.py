"""Words that carry no information in a question. They stay in the index, and count for next to nothing in a query."""

from __future__ import annotations

STOP_WORDS = frozenset(
    # What holds a sentence together.
    "a about after again all also am an and any are as at be because been before being but by can cant cannot could did"
    " do does doing dont for from get gets getting got had has have having he her here him his how i if im in into is"
    " isnt it its ive just let me my myself of off on once one only or our out over own she should so some such than"
    " that thats the their them then there these they this those through to too under until up us use using very via was"
    " wasnt we were what when where which while who whom whose why will with would you your yours"
    # What holds a chat together.
    " anyone anybody guys hello help hey hi know me need now ok okay please pls plz sb someone something still thank"
    " thanks thx u ur want wants"
    # The same in languages that agents are asked in.
    " como de del el en es la las lo los mi no para por que se su un una y com da do e em meu minha na nao os um uma"
    " 的 了 我 吗 呢".split()
)
