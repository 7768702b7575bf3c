from tests.search.conftest import nothing_kept

__all__ = ["nothing_kept"]
