"""Atom feeds of arXiv's query API: cut by expat, their entries read by feedparser.

Both serialisations of the API, that of before 2026 and the present one, differ in prefixes, order
and declarations only, so names are compared by namespace.
"""
