from outbox.queue import effect, enqueue
from search import indexing, reindexing


@effect(indexing.INDEX, name="Đưa bài vào chỉ mục tìm kiếm")
def index(key: str) -> None:
    indexing.index_block(int(key))


@effect(reindexing.REINDEX, name="Dựng lại chỉ mục tìm kiếm")
def reindex(_key: str) -> None:
    """One slice; the next is asked for at its end, so other effects come between."""
    if reindexing.go_on():
        enqueue(reindexing.REINDEX, "")
