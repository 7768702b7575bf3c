"""What the newsroom finds: working copies, photos, authors, units, each within a person's rights.

The same lexemes and the same understanding as readers' search. Rows change here, so the database
itself notes which did (noting.py), and they are written anew before anybody looks (keeping.py).
"""
