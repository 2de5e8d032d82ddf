"""Site builders call enricher from here: MkDocs, Sphinx and Pelican, each in a file of its own.

A build reads the cache or a pack; it asks servers only where a site's author says so, once, before
the first page. Templates for these three are in ``jinja``, those for Jekyll and Hugo, which run no
Python, in folders that are laid out as their sites are.
"""
