"""What an act asks of the database, and how long the database takes for it."""

import statistics
import time

from django.db import connection

RUNS = 7
POSTGRES = connection.vendor == "postgresql"


def asked(act):
    """([(statement, parameters)] that an act sends to the database, what it gave)."""
    sent = []

    def note(execute, sql, parameters, many, context):
        sent.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        given = act()
    return sent, given


def spent(sent):
    """Milliseconds the database takes to plan, to answer and to be read, the middle of several
    runs; what PostgreSQL says itself, without the way there and Python's reading."""
    times = []
    for _run in range(RUNS):
        with connection.cursor() as cursor:
            times.append(sum(_time(cursor, *statement) for statement in sent))
    return statistics.median(times)


def _time(cursor, sql, parameters):
    if POSTGRES:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}", parameters)
        told = [line for (line,) in cursor.fetchall() if " Time: " in line]
        return sum(float(line.split()[-2]) for line in told)
    start = time.perf_counter()
    cursor.execute(sql, parameters)
    cursor.fetchall()
    return 1000 * (time.perf_counter() - start)
