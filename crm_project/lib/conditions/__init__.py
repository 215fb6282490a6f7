"""Conditions on a list, joined by and / or: declared per app, built by a form, kept in the address, answered by one plain WHERE.

`declaration` says what a list may be narrowed by, `kinds` makes the usual fields, `address` reads and writes a tree of
conditions, `chosen` checks it and turns it into a Q and into words, `builder` is the form. Nothing here knows an app.
"""
