"""The photo library in the back-office."""

from photos.admin.collections import CollectionAdmin
from photos.admin.library import PhotoAdmin

__all__ = ["CollectionAdmin", "PhotoAdmin"]
