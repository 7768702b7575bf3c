from outbox.queue import effect
from photos.models import Photo
from photos.rendering import RENDER, bring_up_to_date


@effect(RENDER, name="Dựng các cỡ ảnh")
def render(key: str) -> None:
    photo = Photo.objects.filter(pk=int(key)).first()
    if photo is not None:
        bring_up_to_date(photo)
