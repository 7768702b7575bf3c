from outbox.queue import effect, enqueue, watch
from search import forgetting, indexing, reindexing
from search.desk import keeping
from search.desk.cards import MODELS


@effect(indexing.INDEX, name="Đưa bài vào chỉ mục tìm kiếm")
def index(key: str) -> None:
    indexing.index_block(int(key))


@effect(reindexing.REINDEX, name="Dựng lại chỉ mục tìm kiếm")
def reindex(_key: str) -> None:
    """One slice; the next is asked for at its end, so other effects come between."""
    try:
        with reindexing.alone():
            more = reindexing.go_on()
    except reindexing.Busy:
        return  # who holds the lock goes on to the end, or leaves the rest for the next call
    if more:
        enqueue(reindexing.REINDEX, "")


@effect(reindexing.TIDY, name="Bỏ chỉ mục tìm kiếm cũ")
def tidy(_key: str) -> None:
    reindexing.tidy()


watch(forgetting.FORGET, forgetting.noted)


@effect(forgetting.FORGET, name="Bỏ chữ bạn đọc tìm đã cũ")
def forget_terms(_key: str) -> None:
    """One batch; while more is due, each look at the queue asks for the next."""
    forgetting.forget()


watch(keeping.DESK, keeping.noted)


@effect(keeping.DESK, name="Ghi lại điều tòa soạn vừa sửa để tìm")
def keep_desk(_key: str) -> None:
    while keeping.catch_up(keeping.BATCH):
        pass


@effect(keeping.FILL, name="Dựng chỉ mục tìm của tòa soạn")
def fill_desk(key: str) -> None:
    """One batch after the kind and number that the key names; the next is asked for at its end."""
    kinds = list(MODELS)
    kind, _, last = key.partition(":")
    kind = kind or kinds[0]
    done = keeping.fill_after(kind, int(last or 0))
    if done is not None:
        enqueue(keeping.FILL, f"{kind}:{done}")
    elif (following := kinds.index(kind) + 1) < len(kinds):
        enqueue(keeping.FILL, f"{kinds[following]}:0")
