"""A Content-Type of the sender's choice, at every address, from the server's own door on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biendoi.wsgi import kind_of
from tests import wsgi
from tests.factories.articles import make_published

FORM = "application/x-www-form-urlencoded"
CHARSETS = [
    *("base64", "hex", "rot13", "zlib", "unicode_escape", "idna", "punycode", "undefined"),
    *("utf-16", "latin-1", "nonexistent", '"base64"', "", "é", "encodings.aliases"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["charset", "Charset ", "charset*", "x*"])
def test_no_charset_breaks_the_reading_of_an_address(name):
    article = make_published().article_id
    for address, right in (
        ("/?trang=%C3%A9%ff", 405),
        ("/tai-khoan/dang-nhap/?next=%ff", 200),
        (f"/binh-luan/gui/{article}/?x=a", 422),
        ("/binh-luan/du-lieu-cua-toi/?x=a", 422),
        ("/admin/login/?next=/admin/", 200),
        ("/khong/co/?x=a", 404),
    ):
        for charset in CHARSETS:
            value = f"{charset}''x" if name.endswith("*") else charset
            status, _page = wsgi.send(address, b"text=a", f"{FORM}; {name}={value}")
            assert (address, charset, status) == (address, charset, right)


@pytest.mark.django_db
def test_words_and_address_are_read_as_utf8_all_the_same():
    kind = f"{FORM}; charset=latin-1"
    address = "/tai-khoan/dang-nhap/?next=/tai-khoan/đ/"
    body = "login=Đ&password=x".encode()
    status, page = wsgi.send(address.encode().decode("latin-1"), body, kind)
    assert status == 200
    assert 'name="next" value="/tai-khoan/đ/"' in page
    assert 'value="Đ"' in page


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("", "text/plain"),
        ("application/json; charset=utf-8", "application/json"),
        ("Multipart/Form-Data; boundary=b; charset=hex", 'multipart/form-data; boundary="b"'),
        ('multipart/form-data; boundary="a;\\"b"; x=1', 'multipart/form-data; boundary="a;\\"b"'),
        ("multipart/form-data; boundary*=nope''b", 'multipart/form-data; boundary="b"'),
        (";charset=hex", "text/plain"),
    ],
)
def test_of_a_content_type_the_kind_and_the_boundary_are_kept(told, kept):
    assert kind_of(told) == kept


@settings(max_examples=50)
@given(st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=60))
def test_no_content_type_is_too_odd_to_be_read(odd):
    kind = kind_of(f"multipart/form-data; {odd}")
    assert kind_of(kind) == kind
