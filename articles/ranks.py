"""Who stands above whom in the newsroom, where an act may be undone by equals and above alone."""

from accounts.models import User

RANKS = {"Trưởng ban": 1, "Thư ký tòa soạn": 2, "Phó Tổng biên tập": 3, "Tổng biên tập": 4}


def rank_of(user: User) -> int:
    """The highest rank of the person's groups, 0 for none. Rights of the machine are no rank.
    One query."""
    names = user.groups.filter(name__in=RANKS).values_list("name", flat=True)
    return max((RANKS[name] for name in names), default=0)
