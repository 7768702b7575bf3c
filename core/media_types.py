"""What a stored file is called on the wire: by its suffix, never by what an uploader said."""

from pathlib import PurePosixPath

# Nothing a browser would run: no HTML, no SVG, no XML.
_TYPES = {
    ".avif": "image/avif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
    ".webp": "image/webp",
}
UNKNOWN = "application/octet-stream"


def media_type(name: str) -> str:
    """The content type for a file name; UNKNOWN, which browsers only download, for other kinds."""
    return _TYPES.get(PurePosixPath(name).suffix.lower(), UNKNOWN)
