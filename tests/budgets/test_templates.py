"""Every template on phone, tablet and desk, in light and dark: looked at, and kept as a picture."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from tests.budgets.screens import SCHEMES, WIDTHS, look

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("paper")]


def test_every_template_has_been_met(survey):
    assert survey["unseen"] == []


def test_every_template_fits_every_screen(browser, paper, samples):
    folder = os.environ.get("SCREENS") or settings.BASE_DIR / "var" / "screens"
    looks = look(browser, paper, samples, Path(folder))
    assert len(looks) == len(samples) * len(WIDTHS) * len(SCHEMES)
    assert [each for each in looks if each.too_wide or each.complaints or each.foreign] == []


def test_every_page_has_its_own_letters(readings):
    own = {"Source Serif 4", "Be Vietnam Pro"}  # the others are stand-ins a device has or has not
    failed = {each.name: own & set(each.fonts_failed) for each in readings}
    assert {name: fonts for name, fonts in failed.items() if fonts} == {}
    dressed = [each for each in readings if not each.page["address"].startswith("/lite")]
    assert [each.name for each in dressed if not own <= set(each.fonts)] == []
