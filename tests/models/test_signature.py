"""Signatures of bundles: whoever has the public key can check who made a model."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tenor.errors import BundleError, InputError, OutputError
from tenor.models import load_bundle
from tenor.models.signature import check_signature, make_keys, sign


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    private = tmp_path_factory.mktemp("keys") / "release.key"
    return private, make_keys(private)


@pytest.fixture
def signed(themes_bundle: Path, keys: tuple[Path, Path], tmp_path: Path) -> Path:
    bundle = shutil.copytree(themes_bundle, tmp_path / "signed")
    (bundle / "manifest.sig").write_bytes(sign((bundle / "manifest.json").read_bytes(), keys[0]))
    return bundle


def test_a_signed_bundle_loads_and_its_signature_is_of_its_fingerprint(
    signed: Path, keys: tuple[Path, Path], themes_bundle: Path
) -> None:
    assert check_signature(signed, keys[1]) == load_bundle(signed).fingerprint
    assert load_bundle(signed).fingerprint == load_bundle(themes_bundle).fingerprint


def test_only_the_owner_can_read_a_private_key(keys: tuple[Path, Path]) -> None:
    private, public = keys
    assert public.name == "release.key.pub"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert private.read_text().startswith("-----BEGIN PRIVATE KEY-----\n")
    assert public.read_text().startswith("-----BEGIN PUBLIC KEY-----\n")


@pytest.mark.parametrize("existing", ["a.key", "a.key.pub"])
def test_a_key_is_never_replaced(tmp_path: Path, existing: str) -> None:
    (tmp_path / existing).write_text("precious")
    with pytest.raises(OutputError, match=f"{existing}' exists already, and a key is not replaced"):
        make_keys(tmp_path / "a.key")
    assert [path.name for path in tmp_path.iterdir()] == [existing]


def test_openssl_checks_the_signature_too(signed: Path, keys: tuple[Path, Path]) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", keys[1], "-rawin", "-in"]
    command += [signed / "manifest.json", "-sigfile", signed / "manifest.sig"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def _change_manifest(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    (bundle / "manifest.json").write_text(json.dumps(manifest))


def _sign_by_another(bundle: Path) -> None:
    make_keys(bundle.parent / "other.key")
    manifest = (bundle / "manifest.json").read_bytes()
    (bundle / "manifest.sig").write_bytes(sign(manifest, bundle.parent / "other.key"))


def _link_signature(bundle: Path) -> None:
    (bundle / "manifest.sig").rename(bundle.parent / "elsewhere.sig")
    (bundle / "manifest.sig").symlink_to(bundle.parent / "elsewhere.sig")


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (_change_manifest, "another key signed it, or it was changed after it was signed"),
        (_sign_by_another, "another key signed it, or it was changed after it was signed"),
        (lambda b: (b / "manifest.sig").unlink(), "is not signed, and --require-signature"),
        (lambda b: (b / "manifest.sig").write_bytes(b""), "another key signed it, or"),
        (lambda b: (b / "manifest.sig").write_bytes(b"x" * 10**6), "has more than 64 bytes"),
        (_link_signature, "'manifest.sig' is not a regular file"),
        (lambda b: (b / "manifest.json").unlink(), "has no readable manifest"),
    ],
)
def test_any_other_manifest_or_signature_is_refused_in_one_sentence(
    signed: Path, keys: tuple[Path, Path], damage: Callable[[Path], object], fault: str
) -> None:
    damage(signed)
    with pytest.raises(BundleError, match=fault) as raised:
        check_signature(signed, keys[1])
    assert len(raised.value.faults) == 1


def test_a_changed_file_of_a_signed_bundle_is_refused_by_the_manifest(
    signed: Path, keys: tuple[Path, Path]
) -> None:
    (signed / "model_card.md").write_text("# Best model ever\n")
    check_signature(signed, keys[1])
    with pytest.raises(BundleError, match=r"'model_card\.md' .* was changed after it was written"):
        load_bundle(signed)


def test_a_file_that_is_no_key_is_refused(
    signed: Path, keys: tuple[Path, Path], tmp_path: Path
) -> None:
    private, public = keys
    with pytest.raises(InputError, match=r"release\.key' is no public key"):
        check_signature(signed, private)
    with pytest.raises(InputError, match=r"release\.key\.pub' is no private key"):
        sign(b"", public)
    with pytest.raises(InputError, match=r"absent' is no private key .*No such file"):
        sign(b"", tmp_path / "absent")
    (tmp_path / "large").write_bytes(b"x" * 20_000)
    with pytest.raises(InputError, match="has more than 10000 bytes"):
        sign(b"", tmp_path / "large")


def test_keys_of_another_kind_and_encrypted_keys_are_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    other = ec.generate_private_key(ec.SECP256R1())
    locked = ed25519.Ed25519PrivateKey.generate()
    pem, pkcs8 = form.Encoding.PEM, form.PrivateFormat.PKCS8
    (tmp_path / "ec").write_bytes(other.private_bytes(pem, pkcs8, form.NoEncryption()))
    (tmp_path / "locked").write_bytes(
        locked.private_bytes(pem, pkcs8, form.BestAvailableEncryption(b"secret"))
    )
    with pytest.raises(InputError, match="ec' is no Ed25519 key"):
        sign(b"", tmp_path / "ec")
    with pytest.raises(InputError, match="locked' is no private key without a passphrase"):
        sign(b"", tmp_path / "locked")


def test_without_the_library_one_sentence_tells_how_to_install_it(tmp_path: Path) -> None:
    code = "import sys; sys.modules['cryptography'] = None\n"
    code += "from pathlib import Path\nfrom tenor.models.signature import make_keys\n"
    code += f"make_keys(Path({str(tmp_path / 'a.key')!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == (
        "tenor.errors.InputError: signatures need cryptography; install it with: "
        "pip install 'tenor[sign]'"
    )
