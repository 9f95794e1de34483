"""The desk: what a ticket export says about the work and about the knowledge base.

The way of an export: :mod:`rows` and :mod:`reading` (cells to tickets, without who worked on them), :mod:`insights`
(figures, what stands out), then texts, tables and drafts. Nothing is computed by person, no figure is given over fewer
than :data:`sopkb_desk.count.FEWEST` tickets, and the clock is an argument.
"""
