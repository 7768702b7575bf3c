"""Requests to what gunicorn calls: past the test client, which has its own way to build them."""

from io import BytesIO
from wsgiref.util import setup_testing_defaults

from django.core.signals import request_started
from django.db import close_old_connections

from biendoi.wsgi import application

TOKEN = "a" * 32


def send(address, body, kind, client=None):
    """(status, text) of a form posted with this Content-Type, by the client's session."""
    path, _mark, query = address.partition("?")
    cookies = {name: morsel.value for name, morsel in client.cookies.items()} if client else {}
    cookies["csrftoken"] = TOKEN
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "HTTP_X_CSRFTOKEN": TOKEN,
    }
    setup_testing_defaults(environ)
    told = []
    request_started.disconnect(close_old_connections)  # the test's own transaction is on it
    try:
        content = b"".join(application(environ, lambda status, headers: told.append(status)))
    finally:
        request_started.connect(close_old_connections)
    return int(told[0][:3]), content.decode()
