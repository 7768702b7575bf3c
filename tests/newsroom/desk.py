"""What a person at the desk sends: the change form as a browser would send it back."""

from html.parser import HTMLParser

from django.urls import reverse

from articles.models import Article

LIST = reverse("admin:articles_article_changelist")
ADD = reverse("admin:articles_article_add")


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def page_of(article: Article, name: str) -> str:
    """name: preview, preview-page, publish or withdraw."""
    return reverse(f"admin:article-{name}", args=[article.pk])


class _Fields(HTMLParser):
    """name → value of every control of a form, as it would be sent untouched."""

    def __init__(self):
        super().__init__()
        self.values, self._select, self._textarea = {}, None, None

    def handle_starttag(self, tag, pairs):
        attrs = dict(pairs)
        name, kind = attrs.get("name"), attrs.get("type", "text")
        if tag == "input" and name and kind not in {"submit", "file", "button", "search"}:
            if kind not in {"checkbox", "radio"} or "checked" in attrs:
                self.values[name] = attrs.get("value") or "on" * (kind == "checkbox")
        elif tag == "textarea":
            self._textarea, self.values[name] = name, ""
        elif tag == "select":
            self._select, many = name, "multiple" in attrs
            self.values[name] = [] if many else ""
        elif tag == "option" and self._select and "selected" in attrs:
            chosen = self.values[self._select]
            value = attrs.get("value", "")
            self.values[self._select] = [*chosen, value] if isinstance(chosen, list) else value

    def handle_endtag(self, tag):
        if tag == "textarea":
            # HTML drops the newline that follows the tag.
            self.values[self._textarea] = self.values[self._textarea].removeprefix("\n")
            self._textarea = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._textarea:
            self.values[self._textarea] += data.replace("\r\n", "\n")


def fields(response) -> dict:
    """The fields of the page's form with what stands in them."""
    parser = _Fields()
    parser.feed(response.content.decode())
    return parser.values


def send(client, address: str, **changes):
    """Opens the form at the address, changes these fields, and sends it."""
    sent = fields(client.get(address))
    return client.post(address, {"_continue": "Lưu", **sent, **changes})


def errors(response) -> dict[str, list[str]]:
    """Field → sentences, as they stand beside their fields."""
    form = response.context["adminform"].form
    return {name: list(sentences) for name, sentences in form.errors.items()}
