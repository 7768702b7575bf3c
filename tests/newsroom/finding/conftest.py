from tests.articles.conftest import clock
from tests.search.conftest import nothing_kept

__all__ = ["clock", "nothing_kept"]
