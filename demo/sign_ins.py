"""Accounts for trying the demo, one for each role, and a reader's. Made by `make demo` alone."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from accounts.models import User
from readers.models import Profile

PASSWORD = "bien-phong-demo"  # noqa: S105 -- printed on purpose

# role, user name, full name, author key of the demo cast or ""
PEOPLE = (
    ("Cộng tác viên", "congtacvien", "Hồ Văn Pả", "van-pa"),
    ("Phóng viên", "phongvien", "Đặng Viết Hà", "viet-ha"),
    ("Phóng viên ảnh", "phongvienanh", "Trần Đức Trường", "duc-truong"),
    ("Biên tập viên", "bientap", "Lê Thị Khánh Vy", ""),
    ("Trưởng ban", "truongban", "Nguyễn Minh Nguyệt", ""),
    ("Thư ký tòa soạn", "thuky", "Phạm Thu Lê", ""),
    ("Phó Tổng biên tập", "photongbientap", "Vũ Đình Toản", ""),
    ("Tổng biên tập", "tongbientap", "Hoàng Sơn Lâm", ""),
    ("Người duyệt bình luận", "duyetbinhluan", "Mai Phương Thảo", ""),
    ("Kế toán", "ketoan", "Bùi Hòa An", ""),
    ("Quản trị hệ thống", "quantri", "Lò Văn Inh", ""),
)
# Signs in at /tai-khoan/ by the address; the others at /admin/ by their name.
READER = "bandoc@bienphong.example"
SIGN_INS = [
    *((role, username, PASSWORD) for role, username, _name, _author in PEOPLE),
    ("Bạn đọc, ở /tai-khoan/", READER, PASSWORD),
]


def make_people() -> dict[str, User]:
    """The accounts by user name; one that exists keeps its password and rights."""
    people = {}
    for role, username, full_name, _author in PEOPLE:
        user, made = User.objects.get_or_create(
            username=username, defaults={"full_name": full_name, "is_staff": True}
        )
        if made:
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
            user.groups.add(Group.objects.get(name=role))
        people[username] = user
    return people


def make_reader() -> None:
    """A reader with an account; one that exists is let be."""
    user, made = User.objects.get_or_create(
        username="doc-gia-mau", defaults={"full_name": "Nông Thị Lan", "email": READER}
    )
    if made:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        EmailAddress.objects.create(user=user, email=READER, verified=True, primary=True)
        Profile.objects.create(user=user, name=user.full_name)
