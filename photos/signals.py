from django.dispatch import Signal

uses_asked = Signal()
"""Where do these photos stand? Sent by photos/usage.py with `numbers`, a set of photo
ids, and `by`, who will read the answer, or None.

Apps above that print photos answer with a list of photos.usage.Use, the pieces of all states
included: drafts, scheduled, live, withdrawn. Of what `by` may not open they tell that it is there,
and neither title nor address. A receiver that raises stops the question: a photo
must not look unused because somebody could not answer.
"""
