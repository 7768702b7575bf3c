"""Waiting for what comes of its own: an answer, a request still under way."""

import time
from contextlib import contextmanager

from django.core.signals import request_finished, request_started

TURNS, TURN = 100, 100  # milliseconds each
STILL, LOOK = 3, 0.01  # looks in a row at a server that does nothing, seconds between them
LONGEST = 6000  # looks: a journey on a slow line lets the server sleep for seconds


def until(page, ask, wanted):
    """Asks until the answer is the wanted one; what the page does meanwhile comes in."""
    for _turn in range(TURNS):
        found = ask()
        if found == wanted:
            return
        page.wait_for_timeout(TURN)
    assert found == wanted


@contextmanager
def server_done_afterwards():
    """No request outlives the block: a page that closes still says goodbye, and what answers that
    would find the tables being emptied under it."""
    running = []

    def begins(**_given):
        running.append(1)

    def ends(**_given):
        if running:  # what began before the block may end in it
            running.pop()

    request_started.connect(begins)
    request_finished.connect(ends)
    try:
        yield
        _wait_for_rest(running)
    finally:
        request_started.disconnect(begins)
        request_finished.disconnect(ends)


def _wait_for_rest(running):
    still = 0
    for _look in range(LONGEST):
        still = 0 if running else still + 1
        if still == STILL:
            return
        time.sleep(LOOK)
    raise AssertionError(f"{len(running)} requests do not end")
