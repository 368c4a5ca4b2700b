"""Signatures of bundles: Ed25519, of the manifest, which holds the SHA-256 of every other file.

The signature is the 64 bytes of RFC 8032 in a file of its own, and keys are PEM files, so that
other programs can check it, such as ``openssl pkeyutl -verify -rawin``.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from tenor.errors import BundleError, InputError, OutputError, reason_of
from tenor.models.manifest import MANIFEST, MAX_JSON_BYTES, SIGNATURE
from tenor.output import write_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

PUBLIC_SUFFIX = ".pub"
"""The end of the name of a public key, after the name of its private key."""

MAX_KEY_BYTES = 10_000
"""The most bytes of the file of a key."""

_SIGNATURE_BYTES = 64


def make_keys(path: Path) -> Path:
    """Write a new private key that only its owner can read, and return the path of its public key.

    Parameters
    ----------
    path
        The file of the private key. That of the public key has the suffix ``.pub`` after it.

    Raises
    ------
    InputError
        If the library of signatures is not installed.
    OutputError
        If one of the files exists already or cannot be written.
    """
    _check_library()
    public_path = path.with_name(path.name + PUBLIC_SUFFIX)
    for file in (path, public_path):
        if file.exists():
            raise OutputError(f"'{file}' exists already, and a key is not replaced; name another")
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(
        form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo
    )
    private = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    # At no moment can another user read it.
    mask = os.umask(0o077)
    try:
        write_file(path, private, replace=False)
    finally:
        os.umask(mask)
    write_file(public_path, public, replace=False)
    return public_path


def sign(manifest: bytes, key: Path) -> bytes:
    """Return the signature of a manifest.

    Parameters
    ----------
    manifest
        The content of the manifest.
    key
        The file of the private key.

    Raises
    ------
    InputError
        If the file holds no such key, or the library of signatures is not installed.
    """
    return _private_key(key).sign(manifest)


def check_signature(folder: Path, public_key: Path) -> str:
    """Check the signature of a bundle's manifest, and return the fingerprint of the bundle.

    The files that the manifest lists are checked by `load_bundle`.

    Parameters
    ----------
    folder
        The folder of the bundle.
    public_key
        The file of the public key.

    Raises
    ------
    BundleError
        If the bundle is not signed, or not with this key, or its manifest was changed.
    InputError
        If the file holds no public key, or the library of signatures is not installed.
    """
    key = _public_key(public_key)
    from cryptography.exceptions import InvalidSignature

    try:
        signature = _read(folder / SIGNATURE, _SIGNATURE_BYTES)
    except FileNotFoundError:
        raise BundleError(
            f"bundle '{folder}' is not signed, and --require-signature '{public_key}' asks for a "
            "signature; ask its sender for a signed one ('tenor models export --sign KEY')"
        ) from None
    except (OSError, ValueError) as exc:
        raise BundleError(
            f"the signature of bundle '{folder}' cannot be read: {reason_of(exc)}"
        ) from exc
    try:
        manifest = _read(folder / MANIFEST, MAX_JSON_BYTES)
        key.verify(signature, manifest)
    except InvalidSignature:
        raise BundleError(
            f"the signature of bundle '{folder}' is not of its manifest by '{public_key}': another "
            "key signed it, or it was changed after it was signed; ask its sender"
        ) from None
    except (OSError, ValueError) as exc:
        raise BundleError(f"bundle '{folder}' has no readable manifest: {reason_of(exc)}") from exc
    return hashlib.sha256(manifest).hexdigest()


def _private_key(path: Path) -> Ed25519PrivateKey:
    _check_library()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(_read(path, MAX_KEY_BYTES), password=None)
    except Exception as exc:  # The library raises errors of many kinds, for encrypted keys too.
        raise InputError(
            f"'{path}' is no private key without a passphrase ({_short(exc)}); make one with "
            "'tenor models keygen KEY'"
        ) from exc
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError(f"'{path}' is no Ed25519 key; make one with 'tenor models keygen KEY'")
    return key


def _public_key(path: Path) -> Ed25519PublicKey:
    _check_library()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(_read(path, MAX_KEY_BYTES))
    except Exception as exc:
        raise InputError(
            f"'{path}' is no public key ({_short(exc)}); name the file that ends in "
            f"{PUBLIC_SUFFIX}, which 'tenor models keygen' wrote"
        ) from exc
    if not isinstance(key, Ed25519PublicKey):
        raise InputError(f"'{path}' is no Ed25519 key; Tenor checks signatures of Ed25519 only")
    return key


def _short(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) else None
    return (reason or reason_of(error)).partition(". ")[0].rstrip(".")


def _read(path: Path, max_bytes: int) -> bytes:
    """Return the content of a regular file of bounded size."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise ValueError(f"'{path.name}' is not a regular file")
    with path.open("rb") as file:
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise ValueError(f"'{path.name}' has more than {max_bytes} bytes")
    return data


def _check_library() -> None:
    try:
        import cryptography  # noqa: F401
    except ImportError:
        raise InputError(
            "signatures need cryptography; install it with: pip install 'tenor[sign]'"
        ) from None
