"""What readers get of a recording and a document."""

import re

import pytest
from django.core.files.base import ContentFile
from django.template import Context, Template

from multimedia.models import Recording
from tests.factories.photos import make_photo
from tests.multimedia.factories import make_audio, make_document, make_video

pytestmark = pytest.mark.django_db


def drawn(row, caption=""):
    tag = "document row" if row._meta.model_name == "document" else "recording row caption"
    template = Template("{% load multimedia %}{% " + tag + " %}")
    return template.render(Context({"row": row, "caption": caption})).strip()


def words(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_video_is_a_player_that_loads_nothing_by_itself():
    poster = make_photo(credit="Viết Xuân")
    video = make_video(poster=poster)
    markup = drawn(video)
    start = (
        '<figure class="recording"><video class="recording__player" controls preload="none" '
        f'playsinline poster="{poster.best_url()}" width="640" height="360" '
        'aria-label="Tuần tra đường biên">'
        f'<source src="{video.file.url}" type="video/mp4"></video>'
    )
    assert markup.startswith(start)
    assert words(markup) == "Tổ tuần tra. 0:10 Video: Viết Hà Ảnh đại diện: Viết Xuân"


def test_caption_of_this_use_goes_before_the_shared_one():
    assert words(drawn(make_video(poster=None), "Chú thích <riêng>.")) == (
        "Chú thích &lt;riêng&gt;. 0:10 Video: Viết Hà"
    )


def test_poster_made_by_ai_says_so():
    video = make_video(poster=make_photo(credit="AI <Hà>", made_by_ai=True))
    assert words(drawn(video)) == (
        "Tổ tuần tra. 0:10 Video: Viết Hà "
        "Ảnh đại diện: AI &lt;Hà&gt; Ảnh đại diện do AI tạo hoặc chỉnh sửa"
    )


def test_poster_readers_may_not_see_is_not_credited():
    video = make_video(poster=make_photo(for_online=False, made_by_ai=True))
    assert words(drawn(video)) == "Tổ tuần tra. 0:10 Video: Viết Hà"


def test_captions_come_as_a_track():
    video = make_video(captions=ContentFile(b"WEBVTT\n", "x.html"))
    track = (
        f'<track kind="captions" srclang="vi" label="Phụ đề tiếng Việt" src="{video.captions.url}">'
    )
    assert drawn(video).count(track) == 1
    assert re.fullmatch(rf"phu-de/../{video.key}-\w{{6}}\.vtt", video.captions.name)


def test_sound_is_a_player_without_a_picture():
    audio = make_audio(made_by_ai=True)
    markup = drawn(audio)
    assert markup.startswith(
        '<figure class="recording"><audio class="recording__player" controls preload="none" '
        f'src="{audio.file.url}" aria-label="Chuyện người lính"></audio>'
    )
    assert words(markup) == "Nội dung do AI tạo 0:10 Âm thanh: Viết Hà"


def test_document_shows_its_first_page_and_what_it_is(django_assert_num_queries):
    document = make_document(pages=2)
    with django_assert_num_queries(0):
        markup = drawn(document)
    assert markup.startswith(
        f'<figure class="document"><a class="document__link" href="{document.file.url}" '
        'type="application/pdf"><img class="document__page" '
        f'src="{document.preview_urls()[0]}" alt="" width="800" height="1133"'
    )
    assert re.fullmatch(
        r"Kế hoạch phối hợp PDF, 2 trang, [\d,]+ KB. Nguồn: Bộ Tư lệnh BĐBP", words(markup)
    )


def test_sound_costs_no_query(django_assert_num_queries):
    audio = Recording.objects.get(pk=make_audio().pk)
    with django_assert_num_queries(0):
        drawn(audio)
