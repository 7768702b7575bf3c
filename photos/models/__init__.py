from photos.models.library import (
    Collection,
    CollectionItem,
    FormerOriginal,
    PhotoAct,
    RetiredFile,
)
from photos.models.photo import Consent, Copy, Licence, Photo, new_key, private_storage

__all__ = [
    "Collection",
    "CollectionItem",
    "Consent",
    "Copy",
    "FormerOriginal",
    "Licence",
    "Photo",
    "PhotoAct",
    "RetiredFile",
    "new_key",
    "private_storage",
]
