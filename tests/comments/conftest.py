"""Files of other systems brought in by the command."""

import io

import pytest
from django.core.management import call_command

from tests.comments.factories import moderator
from tests.factories.articles import make_published


@pytest.fixture
def version():
    return make_published(title="Nghĩa tình vùng biên")


@pytest.fixture
def bring(tmp_path, version):
    """Runs the command on a file with these bytes; what it says."""

    def bring(content, form, *options):
        file = tmp_path / "tep"
        file.write_bytes(content)
        listed = tmp_path / "bai.csv"
        old = ("https://cu.example/2019/bai-cu/", "tin-77", "77")
        rows = [f"{fact},{version.article_id}" for fact in old]
        listed.write_text("\n".join(["cũ,số bài", *rows]), encoding="utf-8-sig")
        out = io.StringIO()
        arguments = [f"--format={form}", f"--by={moderator().username}", f"--pieces={listed}"]
        call_command("import_comments", str(file), *arguments, *options, stdout=out)
        return out.getvalue().rpartition("\r")[2]

    return bring
