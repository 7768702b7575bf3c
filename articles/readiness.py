"""What still keeps a working copy from its readers, in sentences for the form's fields."""

from articles.models import Article
from core.html import photo_captions, plain_text
from photos.models import Photo

Refusals = dict[str, list[str]]


def refusals(article: Article) -> Refusals:
    """Field name → sentences; empty when the piece may be published. Three queries."""
    found: Refusals = {}
    if not article.title:
        found["title"] = ["Bài chưa có tít."]
    if not article.sapo:
        found["sapo"] = ["Bài chưa có sapo."]
    if not (plain_text(article.body) or photo_captions(article.body)):
        found["body"] = ["Bài chưa có nội dung."]
    if not (article.source or article.signature or article.bylines.all()):
        found["source"] = ["Bài chưa có người viết: chọn tác giả, hoặc ghi nguồn hay dòng ký tên."]
    found |= _photo_refusals(article)
    return found


def _photo_refusals(article: Article) -> Refusals:
    found: Refusals = {}
    if article.lead_photo and not article.lead_photo.credit:
        found["lead_photo"] = ["Ảnh chính chưa ghi người chụp. Bổ sung trong kho ảnh."]
    numbers = {number for number, _caption in photo_captions(article.body)}
    photos = Photo.objects.in_bulk(numbers)
    missing = sorted(numbers - photos.keys())
    uncredited = sorted(pk for pk, photo in photos.items() if not photo.credit)
    sentences = []
    if missing:
        sentences.append(f"Không còn trong kho: ảnh số {', '.join(map(str, missing))}.")
    if uncredited:
        sentences.append(f"Chưa ghi người chụp: ảnh số {', '.join(map(str, uncredited))}.")
    if sentences:
        found["body"] = sentences
    return found
