"""What goes with a removed piece: the photos, films and papers that readers see nowhere else."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import Article, FileUse, PhotoUse, PublishedVersion, Removal
from multimedia import withholding as files_kept
from photos import withholding as photos_kept

Ids = dict[str, set[int]]
"""{"photo": …, "recording": …, "document": …}"""
_KINDS = ("photo", "recording", "document")


def put_away(removal: Removal) -> None:
    """Within the transaction of the removal, which notes what went: see Removal.photos, files."""
    alone = _alone_in(removal.article)
    removal.photos = photos_kept.withhold(alone.pop("photo"))
    removal.files = files_kept.withhold(alone)


def bring_back(removal: Removal) -> None:
    """Within the transaction of the undoing, but for what another standing removal holds too."""
    back = _noted(removal.photos, removal.files)
    others = Removal.objects.standing().exclude(pk=removal.pk)
    for held in others.values_list("photos", "files"):
        for kind, numbers in _noted(*held).items():
            back[kind] -= numbers
    photos_kept.give_back(back.pop("photo"))
    files_kept.give_back(back)


def lost_with(article: Article) -> list[PublishedVersion]:
    """Scheduled versions of other pieces whose pictures or files would go with this one."""
    now, alone = timezone.now(), _alone_in(article)
    photos = PhotoUse.objects.filter(photo__in=alone["photo"]).values("version")
    recordings, documents = (Q(**{f"{kind}__in": alone[kind]}) for kind in _KINDS[1:])
    posters = Q(recording__poster__in=alone["photo"])
    files = FileUse.objects.filter(recordings | documents | posters).values("version")
    others = PublishedVersion.objects.exclude(article=article)
    showing = others.filter(Q(pk__in=photos) | Q(pk__in=files), valid_from__gt=now)
    return [row for row in showing.order_by("valid_from", "pk") if not row.cancelled]


def _alone_in(article: Article) -> Ids:
    """What readers saw in this piece, posters of its films included, and see nowhere else."""
    mine = _shown(PublishedVersion.objects.filter(article=article))
    elsewhere = _shown(PublishedVersion.objects.exclude(article=article).live(), among=mine)
    return {kind: mine[kind] - elsewhere[kind] for kind in _KINDS}


def _shown(versions: QuerySet[PublishedVersion], *, among: Ids | None = None) -> Ids:
    photos = PhotoUse.objects.filter(version__in=versions)
    files = FileUse.objects.filter(version__in=versions)
    if among is not None:
        photos = photos.filter(photo__in=among["photo"])
        wanted = Q(recording__in=among["recording"]) | Q(document__in=among["document"])
        files = files.filter(wanted | Q(recording__poster__in=among["photo"]))
    found: Ids = {kind: set() for kind in _KINDS}
    found["photo"] |= set(photos.values_list("photo", flat=True))
    for row in files.values_list("recording__poster", "recording", "document"):
        for kind, number in zip(_KINDS, row, strict=True):
            found[kind] |= {number} - {None}
    return found


def _noted(photos: list[int], files: dict[str, list[int]]) -> Ids:
    return {"photo": set(photos), **{kind: set(files.get(kind, ())) for kind in _KINDS[1:]}}
