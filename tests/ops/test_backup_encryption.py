"""A backup that only whoever has the key can read."""

import random
from io import BytesIO

import pytest

from crm_project.ops.backups import encryption
from crm_project.ops.backups.refusals import BackupRefused
from crm_project.ops.problems import DAMAGED, KEY_MISSING, KEY_WRONG

pytestmark = pytest.mark.req("Ng4", "Nb2")
KEY = "a long random text that nobody guesses"


def encrypted(tmp_path, content):
    path = tmp_path / "backup.zip.enc"
    with open(path, "wb") as target:
        encryption.encrypt(BytesIO(content), target, KEY)
    return path


def decrypted(path, key=KEY):
    out = BytesIO()
    encryption.decrypt(path, out, key)
    return out.getvalue()


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 5000])
def test_what_goes_in_comes_out(tmp_path, monkeypatch, size):
    monkeypatch.setattr(encryption, "_PIECE", 1000)
    content = random.Random(1).randbytes(size)
    path = encrypted(tmp_path, content)
    assert encryption.is_encrypted(path) and decrypted(path) == content
    assert not content or content[:20] not in path.read_bytes()


def test_without_the_key_or_with_another_one_it_is_said_so(tmp_path):
    path = encrypted(tmp_path, b"all customers")
    for key, code in (("", KEY_MISSING), ("another", KEY_WRONG)):
        with pytest.raises(BackupRefused) as refusal:
            decrypted(path, key)
        assert refusal.value.code == code


def test_of_200_damaged_bytes_each_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(encryption, "_PIECE", 1000)
    path = encrypted(tmp_path, random.Random(2).randbytes(4500))
    whole, draw = path.read_bytes(), random.Random(3)
    for at in draw.sample(range(len(encryption.MAGIC), len(whole)), 200):
        damaged = bytearray(whole)
        damaged[at] ^= draw.randrange(1, 256)
        path.write_bytes(damaged)
        with pytest.raises(BackupRefused) as refusal:
            decrypted(path)
        assert refusal.value.code in (DAMAGED, KEY_WRONG)


def test_pieces_cut_off_swapped_or_doubled_are_found(tmp_path, monkeypatch):
    monkeypatch.setattr(encryption, "_PIECE", 1000)
    path = encrypted(tmp_path, random.Random(4).randbytes(3000))
    whole = path.read_bytes()
    head, piece = len(whole) - 3 * 1016, 1016
    first, second, third = (whole[head + n * piece : head + (n + 1) * piece] for n in range(3))
    for altered in ([first, second], [second, first, third], [first, second, third, third], []):
        path.write_bytes(whole[:head] + b"".join(altered))
        with pytest.raises(BackupRefused):
            decrypted(path)
