"""A busy day at the demo newspaper, for docs/editors/: python -m tests.handbook.scenes FILE

Every step is taken by the acts that the screens call. Run in the environment of a demo newspaper
(tests.budgets.paper). Writes {name of a scene: number of its piece or row} to FILE, as JSON.
"""

import io
import json
import os
import sys
import tomllib
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings")
import django

django.setup()

import reversion
from django.core.files.base import ContentFile
from django.utils import timezone

from articles import corrections, publishing, removals, workflow
from articles.models import Article, Byline, Ground, Priority, Section
from authors.models import Author
from core.dates import HANOI, day_span
from demo import content
from demo.pictures import draw
from demo.sign_ins import make_people
from newsroom.models import Purpose, ReviewAnswer
from newsroom.notes import sources, writing
from newsroom.review import answering, links
from photos.intake import admit, inspect
from photos.models import Photo

STAGES = ("submitted", "editing", "layout", "awaiting", "approved")
# Live pieces of the demo: one is changed, one corrected, one removed.
_LIVE = ("Tám dân tộc tranh tài", "Đua thuyền đầu xuân", "Đội trưởng bản ghi điểm")


def make() -> dict[str, int]:
    people = make_people()
    path = Path(__file__).with_name("pieces.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["piece"]
    pieces = {row["key"]: write(row, people) for row in rows}
    for row in rows:
        walk(pieces[row["key"]], row.get("stage", "draft"), people)
    work_on_copies(pieces, people)
    speak_of(pieces["dang-sua"], people)
    live = act_on_live(people)
    bring_photos(people["phongvienanh"])
    return {**{key: piece.pk for key, piece in pieces.items()}, **live}


def write(row, people):
    """A working copy as its writer leaves it, with the save that made it."""
    writer = people[row["by"]]
    shown = next(each for each in content.read("photos")["photo"] if each["key"] == row["photo"])
    with reversion.create_revision():
        reversion.set_user(writer)
        article = Article.objects.create(
            section=Section.objects.get(slug=row["section"]),
            genre=row["genre"],
            title=row["title"],
            sapo=row["sapo"],
            body="".join(f"<p>{line}</p>" for line in row["body"]),
            lead_photo=Photo.objects.filter(caption=shown["caption"], alt=shown["alt"]).first(),
            lead_caption=row["caption"],
            created_by=writer,
        )
        article.tags.set(row["tags"])
        Byline.objects.create(article=article, author=Author.objects.get(user=writer), position=1)
    return article


def walk(article, stage, people):
    reached = STAGES.index(stage) + 1 if stage in STAGES else 0
    for to in STAGES[:reached]:
        by = {"submitted": article.created_by, "approved": people["tongbientap"]}
        workflow.move(article, to, by=by.get(to, people["bientap"]))


def edit(article, field, more, *, by):
    """A save of the working copy, as its form makes one."""
    with reversion.create_revision():
        reversion.set_user(by)
        setattr(article, field, getattr(article, field) + more)
        article.save(update_fields=[field, "modified"])
        workflow.edited(article, by=by)


def work_on_copies(pieces, people):
    """One comes back, two have a time, one is edited after its approval, one waits for its hour."""
    editor, secretary, now = people["bientap"], people["thuky"], timezone.now()
    reason = "Bài thiếu ý kiến của nhà trường và số học sinh năm nay. Bổ sung rồi gửi lại."
    workflow.move(pieces["tra-lai"], "draft", by=editor, reason=reason)
    for key, hours, priority in (("dang-sua", 2, Priority.URGENT), ("qua-han", -1, Priority.HIGH)):
        due = now + timedelta(hours=hours)
        workflow.assign(pieces[key], by=secretary, assignee=editor, due=due, priority=priority)
    edit(pieces["mat-duyet"], "sapo", " Mỗi chuyến xe có hai chiến sĩ đi cùng.", by=editor)
    day_left = day_span(now.astimezone(HANOI).date())[1] - now
    hour = now + min(timedelta(hours=2), day_left / 2)
    publishing.publish(pieces["hen-gio"], by=people["tongbientap"], at=hour)


def speak_of(article, people):
    """A note on a passage, a note on a source, and two links to people outside."""
    reporter, editor, now = people["phongvien"], people["bientap"], timezone.now()
    note = "@bientap Con số này đồn vừa báo lại là 42 hộ, anh chị xem giúp trước khi trình."
    writing.write(article, by=reporter, words=note, quote="47 hộ")
    words = "Chủ tịch xã xác nhận qua điện thoại sáng nay, đề nghị chưa nêu tên."
    sources.write(article, by=reporter, words=words, readers=[editor])
    lapses = {"by": editor, "expires": now + timedelta(days=7)}
    links.make(article, recipient="Trường tiểu học Nậm Kha", purpose=Purpose.READING, **lapses)
    link, _token = links.make(
        article, recipient="Đồn Biên phòng Pa Thơm", purpose=Purpose.FACTS, **lapses
    )
    links.opened(link)
    said = "Đến hết tháng 11 là 42 hộ, không phải 47."
    answering.answer(link, kind=ReviewAnswer.Kind.CHANGES, quote="47 hộ", text=said)


def act_on_live(people):
    changed, corrected, removed = (Article.objects.get(title__startswith=each) for each in _LIVE)
    edit(changed, "sapo", " Lịch thi đấu được niêm yết tại sân.", by=people["bientap"])
    wrong, right = "Giải có 12 đội thuyền.", "Giải có 14 đội thuyền."
    corrections.correct(corrected, by=people["thuky"], wrong=wrong, right=right)
    removal = removals.remove(
        removed,
        by=people["thuky"],
        ground=Ground.REQUEST,
        ordered_by="Ông Pờ Hừ Xè",
        reason="Bài nêu tên, tuổi một người trong bản khi người ấy chưa đồng ý.",
    )
    return {"dang-dang": changed.pk, "cai-chinh": corrected.pk, "da-go": removal.pk}


def bring_photos(photographer):
    """Fresh from the card: nobody has read yet what their files say."""
    captions = {"tuan-tra": "Tổ tuần tra nghỉ chân ở mốc giới.", "cho-phien": ""}
    for number, (scene, caption) in enumerate(captions.items(), start=412):
        paper = io.BytesIO()
        draw(scene, number).save(paper, "JPEG", quality=90)
        arrival = inspect(ContentFile(paper.getvalue(), name=f"DSC_0{number}.jpg"))
        photo = Photo(caption=caption, credit="Trần Đức Trường", checked=False)
        admit(photo, arrival, by=photographer)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(make()), encoding="utf-8")
