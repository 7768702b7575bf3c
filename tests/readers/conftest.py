from tests.articles.conftest import clock

__all__ = ["clock"]
