"""Pictures as cameras, scanners, phones and jokers make them."""

import io
import struct
import zlib

from django.core.files.base import ContentFile
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SECRET = b"Secret Place"


def encoded(image, form="JPEG", **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def plain(mode="RGB", color="teal", size=(640, 400), form="JPEG", **options):
    return encoded(Image.new(mode, size, color), form, **options)


def corners(size=(640, 480)):
    """Red at the top left, blue at the bottom right, white between."""
    image = Image.new("RGB", size, "white")
    width, height = size
    image.paste("red", (0, 0, width // 2, height // 2))
    image.paste("blue", (width // 2, height // 2, width, height))
    return image


def exif(orientation=1):
    """Orientation, serial number and the coordinates of a post."""
    data = Image.Exif()
    data[ExifTags.Base.Orientation] = orientation
    data[ExifTags.Base.ImageDescription] = SECRET.decode()
    data[ExifTags.Base.BodySerialNumber] = "SERIAL-0042"
    data.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (21.0, 32.0, 5.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (107.0, 57.0, 9.0),
        }
    )
    return data


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Label="' + SECRET + b'"/></rdf:RDF></x:xmpmeta>'
)


def talkative(form="JPEG", orientation=1):
    """A picture with everything a camera and an agency write beside it."""
    options = {"exif": exif(orientation), "xmp": XMP}
    options["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if form == "PNG":
        notes = PngInfo()
        notes.add_text("Comment", SECRET.decode())
        notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options = {**options, "pnginfo": notes}
        options.pop("xmp")
    if form == "JPEG":
        options["comment"] = SECRET
    return encoded(corners(), form, **options)


def bomb(side=13_000):
    """A few bytes of PNG that open to `side` squared pixels, one bit each."""

    def chunk(kind, content):
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (side // 8 + 2) * side, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def with_segment(jpeg, marker, content):
    """The JPEG with one more segment right at its beginning."""
    segment = b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content
    return jpeg[:2] + segment + jpeg[2:]


def upload(content, name="anh.jpg"):
    return ContentFile(content, name=name)
