"""Ed25519, signed notes and Merkle trees by their specifications, sharing no line with the program.

Source: RFC 8032 section 6; RFC 6962 section 2.1; c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature, tlog-witness.
"""

import base64
import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def _recover(y: int, sign: int) -> int:
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P:
        raise ValueError("no point")
    return P - x if x & 1 != sign else x


_Y = 4 * pow(5, P - 2, P) % P
_X = _recover(_Y, 0)
BASE = (_X, _Y, 1, _X * _Y % P)


def _add(a, b):
    u, v = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = v - u, d - c, d + c, v + u
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = _add(result, point)
        point = _add(point, point)
        n >>= 1
    return result


def _pack(point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _unpack(data: bytes):
    number = int.from_bytes(data, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    x = _recover(y, sign)
    return x, y, 1, x * y % P


def _expand(seed: bytes):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
    return scalar, digest[32:]


def public_key(seed: bytes) -> bytes:
    return _pack(_times(_expand(seed)[0], BASE))


def sign(seed: bytes, message: bytes) -> bytes:
    scalar, prefix = _expand(seed)
    public = _pack(_times(scalar, BASE))
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    point = _pack(_times(r, BASE))
    h = int.from_bytes(hashlib.sha512(point + public + message).digest(), "little") % L
    return point + ((r + h * scalar) % L).to_bytes(32, "little")


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    return _pack(_times(s, BASE)) == _pack(_add(_unpack(signature[:32]), _times(h, _unpack(public))))


def key_id(name: str, kind: int, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def verifier_key(name: str, kind: int, public: bytes) -> str:
    return f"{name}+{key_id(name, kind, public).hex()}+{base64.b64encode(bytes([kind]) + public).decode()}"


def parse_verifier_key(text: str):
    name, number, data = text.strip().split("+", 2)
    data = base64.b64decode(data)
    assert key_id(name, data[0], data[1:]).hex() == number, "the key id is not that of the key"
    return name, data[0], data[1:]


class Tree:
    """Leaves with the root of every beginning of them, by RFC 6962's recursion; subtrees are remembered."""

    def __init__(self, entries):
        self.leaves = [hashlib.sha256(b"\0" + entry).digest() for entry in entries]
        self.known = {}

    def root(self, end: int, start: int = 0) -> bytes:
        if end - start == 0:
            return hashlib.sha256(b"").digest()
        if end - start == 1:
            return self.leaves[start]
        if (start, end) not in self.known:
            middle = start + _half(end - start)
            self.known[start, end] = hashlib.sha256(b"\1" + self.root(middle, start) + self.root(end, middle)).digest()
        return self.known[start, end]

    def proof(self, old: int, size: int) -> list:
        return self._proof(old, 0, size, True) if 0 < old < size else []

    def _proof(self, old, start, end, whole):
        if old == end - start:
            return [] if whole else [self.root(end, start)]
        k = _half(end - start)
        if old <= k:
            return self._proof(old, start, start + k, whole) + [self.root(end, start + k)]
        return self._proof(old - k, start + k, end, False) + [self.root(start + k, start)]


def _half(n: int) -> int:
    power = 1
    while power * 2 < n:
        power *= 2
    return power


class Log:
    """A log that signs its checkpoints and asks a witness for its signature."""

    def __init__(self, origin: str, seed: bytes):
        self.origin, self.seed, self.public = origin, seed, public_key(seed)

    @property
    def key(self) -> str:
        return verifier_key(self.origin, 1, self.public)

    def checkpoint(self, tree: Tree, size: int) -> str:
        return f"{self.origin}\n{size}\n{base64.b64encode(tree.root(size)).decode()}\n"

    def request(self, tree: Tree, old: int, size: int) -> bytes:
        text = self.checkpoint(tree, size)
        signature = base64.b64encode(key_id(self.origin, 1, self.public) + sign(self.seed, text.encode())).decode()
        proof = "".join(base64.b64encode(node).decode() + "\n" for node in tree.proof(old, size))
        return f"old {old}\n{proof}\n{text}\n— {self.origin} {signature}\n".encode()


def cosigned(line: str, text: str, key: str) -> int:
    """The time of a witness's signature line over a checkpoint's text; raises unless it holds."""
    name, kind, public = parse_verifier_key(key)
    dash, said, data = line.rstrip("\n").split(" ")
    data = base64.b64decode(data)
    assert dash == "—" and said == name and kind == 4 and data[:4] == key_id(name, 4, public)
    seconds = int.from_bytes(data[4:12], "big")
    assert verify(public, f"cosignature/v1\ntime {seconds}\n{text}".encode(), data[12:]), "the cosignature does not hold"
    return seconds
