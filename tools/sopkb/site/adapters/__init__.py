"""Generators that give the pages around ours: each in a file of its own, which alone knows it."""
