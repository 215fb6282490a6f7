"""A stranger's upload is refused before its body is read; somebody signed in sends what the page takes."""

import io

import pytest
from django.urls import reverse

from crm_project.ops.uploads import LARGEST

pytestmark = pytest.mark.django_db


class Unread(io.RawIOBase):
    """A body that must not be asked for."""

    def read(self, *_size):
        raise AssertionError("the body was read")

    readline = read


def send(client, length, *, body=None):
    return client.generic(
        "POST",
        reverse("account_login"),
        b"",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(length), "wsgi.input": body or Unread()},
    )


@pytest.mark.parametrize("length", [LARGEST + 1, 10**9, "9" * 40, "-1", "x"])
def test_a_strangers_upload_is_refused_unread(client, length):
    answer = send(client, length)
    assert answer.status_code == 413
    assert "sign in" in answer.content.decode()


def test_a_small_form_is_read(client):
    answer = client.post(reverse("account_login"), {"login": "nobody", "password": "x"})
    assert answer.status_code == 200


def test_somebody_signed_in_sends_as_much_as_the_page_takes(cast, client):
    client.force_login(cast.rep)
    long = {"full_name": "Rep", "digest": "daily", "padding": "x" * LARGEST}
    assert client.post(reverse("accounts:profile"), long).status_code == 302
    client.logout()
    assert client.post(reverse("accounts:profile"), long).status_code == 413
