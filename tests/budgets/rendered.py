"""Makes all copies of some photos of the newspaper: python -m tests.budgets.rendered KEY …"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biendoi.settings")

import django

django.setup()

from photos.models import Photo
from photos.rendering import bring_up_to_date


def main():
    for photo in Photo.objects.filter(key__in=sys.argv[1:]):
        bring_up_to_date(photo)


if __name__ == "__main__":
    main()
