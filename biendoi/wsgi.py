"""What gunicorn and runserver call: Django, and what must be seen to before it reads a request."""

import os
from collections.abc import Callable, Iterable
from email.message import Message
from email.utils import quote
from typing import Any

from django.core.wsgi import get_wsgi_application

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def read_as_utf8(application: Application) -> Application:
    """Every page of ours is UTF-8, so what is sent from one is. Another charset, of the sender's
    choice, may be none of text at all, or spell what no page can be written in; Django would read
    the address itself by it, before any middleware or page of an error is there."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if ";" in (told := environ.get("CONTENT_TYPE", "")):
            environ["CONTENT_TYPE"] = kind_of(told)
        return application(environ, start_response)

    return answer


def kind_of(told: str) -> str:
    """Of a Content-Type the kind and what parts the pieces of a form: "multipart/form-data;
    boundary=…". Whatever else it says is dropped."""
    message = Message()
    message["Content-Type"] = told
    boundary = message.get_boundary()
    kind = message.get_content_type()
    return kind if boundary is None else f'{kind}; boundary="{quote(boundary)}"'


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings")
application = read_as_utf8(get_wsgi_application())
