"""Comments that were written elsewhere: files of other systems, and our own export.

A reader (`wxr`, `disqus`, `table`, `lines`) turns a file into Records one by one, `pieces` finds
the piece of each, `taking_over` writes them in batches, `running` goes through the file. A comment
is known by its source for good, so a run that broke is simply run again.
"""
