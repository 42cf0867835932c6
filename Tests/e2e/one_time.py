"""One-time codes of a second factor (RFC 6238)."""

import base64
import hmac
import re
import struct
import time

SECONDS = 30


def present() -> int:
    """The step that it is now."""
    return int(time.time()) // SECONDS


def wait_for(seconds: float) -> None:
    """Lets the next step begin first where the present one has not so many seconds left."""
    left = SECONDS - time.time() % SECONDS
    if left < seconds:
        time.sleep(left + 0.1)


def code(secret: bytes, step: int) -> str:
    """The six digits of a step."""
    mac = hmac.digest(secret, struct.pack(">Q", step), "sha1")
    offset = mac[19] & 15
    return f"{(struct.unpack('>I', mac[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def secret_of(address: str) -> bytes:
    """The secret in an `otpauth://` address."""
    return base64.b32decode(re.search(r"secret=([A-Z2-7]+)", address).group(1))
