from outbox.queue import effect
from photos.models import Photo
from photos.rendering import RENDER, bring_up_to_date
from photos.withholding import WITHHOLD, settle_now


@effect(RENDER, name="Dựng các cỡ ảnh")
def render(key: str) -> None:
    photo = Photo.objects.filter(pk=int(key)).first()
    if photo is not None and photo.withheld_at is None:
        bring_up_to_date(photo)


@effect(WITHHOLD, name="Cất hoặc trả tệp ảnh của bài đã gỡ")
def settle_files(key: str) -> None:
    settle_now(int(key))
