"""Chips, tags and the other small pieces that lists are full of: plain functions that give safe HTML, so that
a row of a long list costs microseconds. Words come in already translated and formatted; docs/screens.md shows each
piece with the line that makes it.
"""
