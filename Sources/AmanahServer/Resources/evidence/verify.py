#!/usr/bin/env python3
"""Checks this evidence bundle and prints what it says. Needs Python 3.8 or later and nothing else; reads only this folder.

usage: python3 verify.py [KEY ...]     a KEY is a verifier key of the log that you have by another way than this bundle

Any key that the log had will do, the oldest as well as the newest: links/ tie each to the next. Without a KEY the keys in the bundle are used: then all hangs together, but whose log it is stays unchecked. Whoever does not
trust this copy of the script takes one from elsewhere; it is the same for every bundle.

What is checked, for each entry: that the entry's hash leads by its proof to the root of the signed checkpoint (RFC 6962,
c2sp.org/tlog-proof); that the opened values are those that the entry committed to (HMAC-SHA256 under a salt of its own); and
that the checkpoint is signed (c2sp.org/signed-note, Ed25519 as in RFC 8032, section 6). For each change of the log's key: that
the entry which announces it stands in a checkpoint that both keys signed, and that this one and the bundle's grow out of each
other (RFC 9162, section 2.1.4.2). Exit status 1 where something does not hold.
"""

import base64
import hashlib
import hmac
import pathlib
import struct
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
DOMAINS = {1: "person", 2: "customer", 3: "fields", 4: "values", 5: "details", 6: "control"}
KINDS = {1: "look", 2: "reveal", 3: "verify", 150: "look-withheld", 151: "answer-withheld"}
CLOSED = {"erased": "(the customer was erased: nobody can read it any more)",
          "dropped": "(dropped when its time was over)", "keyed": "(a digest that only the gateway can make)"}


class Broken(Exception):
    """Something in the bundle does not hold."""


def bytes_of(text):
    """Base64 in its one spelling."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise Broken("base64 in another spelling than the usual")
    return data


def read(path):
    """As it stands: no newline is turned into another."""
    return path.read_bytes().decode()


def lines_of(text):
    """Lines that end with a newline, and with nothing else that Python takes for one."""
    if not text.endswith("\n"):
        raise Broken("a text without its last newline")
    return text[:-1].split("\n")


# Ed25519, verifying only: RFC 8032, section 6.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(factor, point):
    out = (0, 1, 1, 0)
    while factor > 0:
        if factor & 1:
            out = add(out, point)
        point, factor = add(point, point), factor >> 1
    return out


def recover(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def point(data):
    number = int.from_bytes(data, "little")
    y = number & (1 << 255) - 1
    x = recover(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover(BASE_Y, 0), BASE_Y, 1, recover(BASE_Y, 0) * BASE_Y % P)


def signed(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = times(s, BASE), add(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def verifier(text):
    name, key_id, data = text.strip().split("+", 2)
    data = bytes_of(data)
    right = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if len(data) != 33 or data[0] not in (1, 4) or right.hex() != key_id:
        raise Broken(f"`{text.strip()[:60]}` is no verifier key")
    return name, right, data[0], data[1:]


def check_note(text, keys, what="the checkpoint"):
    """Who of these signed: name and key. A known key with a bad signature condemns the note; unknown ones are skipped."""
    body, _, lines = text.rpartition("\n\n")
    message, found = (body + "\n").encode(), []
    for line in lines_of(lines):
        _, name, data = line.split(" ")
        data = bytes_of(data)
        for full in keys:
            known, key_id, kind, key = full
            if (known, key_id) != (name, data[:4]):
                continue
            said, signature, at = message, data[4:], ""
            if kind == 4:  # c2sp.org/tlog-cosignature: eight bytes of time before the signature
                seconds = int.from_bytes(signature[:8], "big")
                said, signature = b"cosignature/v1\ntime %d\n" % seconds + message, signature[8:]
                at = time.strftime(", %Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
            if not signed(key, said, signature):
                raise Broken(f"the signature of `{name}` on {what} is forged")
            found.append((name + at, full))
    return found


def join(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(entry, index, size, path):
    """RFC 9162, section 2.1.3.2."""
    if index >= size:
        raise Broken("the entry is not in the tree")
    node, place, last = hashlib.sha256(b"\0" + entry).digest(), index, size - 1
    for sibling in path:
        if last == 0:
            raise Broken("the proof is too long")
        if place & 1 or place == last:
            node = join(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = join(node, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise Broken("the proof is too short")
    return node


def grows(old_size, old_root, size, root, path):
    """Whether the smaller tree is the beginning of the larger one: RFC 9162, section 2.1.4.2. Sizes from 1."""
    if old_size == size:
        return not path and old_root == root
    rest = list(path) if old_size & (old_size - 1) else [old_root, *path]
    if not 0 < old_size < size or not rest:
        return False
    place, last = old_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = rest[0]
    for sibling in rest[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = join(sibling, old), join(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = join(new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old == old_root and new == root


def decode(entry):
    """Kind, index, minute, purpose, charter, commitments and announcement of an entry's bytes."""
    version, kind, flags, index, minute, length = struct.unpack_from(">BBBQQH", entry)
    at = 21
    purpose, at = entry[at:at + length].decode(), at + length
    charter, at = entry[at + 1:at + 1 + entry[at]], at + 1 + entry[at]
    count, at = entry[at], at + 1
    sealed = [(entry[at + 33 * n], entry[at + 33 * n + 1:at + 33 * (n + 1)]) for n in range(count)]
    at += 33 * count
    said = b""
    if version == 2:
        said = entry[at + 2:at + 2 + int.from_bytes(entry[at:at + 2], "big")]
        at += 2 + len(said)
    if version not in (1, 2) or flags > 1 or at != len(entry):
        raise Broken("an entry does not read")
    return kind, index, minute, purpose, charter, sealed, said


def pairs(value):
    texts, at = [], 0
    while at < len(value):
        length = int.from_bytes(value[at:at + 2], "big")
        texts.append(value[at + 2:at + 2 + length].decode())
        at += 2 + length
    return "; ".join(f"{key} = {text}" for key, text in zip(texts[::2], texts[1::2]))


def parse_proof(text, what):
    """Entry, index, path to the root, and the note of a c2sp.org/tlog-proof."""
    lines = lines_of(text)
    if lines[0] != "c2sp.org/tlog-proof@v1" or lines[1][:6] != "extra " or lines[2][:6] != "index ":
        raise Broken(f"{what} does not read")
    path, index = [bytes_of(line) for line in lines[3:lines.index("")]], int(lines[2][6:])
    if lines[2] != f"index {index}":
        raise Broken(f"{what} does not read")
    return bytes_of(lines[1][6:]), index, path, text.partition("\n\n")[2]


def stated_in(note):
    origin, size, root = lines_of(note)[:3]
    return origin, int(size), bytes_of(root)


def check_link(number, old, new, note):
    """What ties two keys to each other, up to the bundle's checkpoint: the size up to which it does; `None` where it is missing."""
    proof, growth = (HERE / "links" / f"{number}.{end}" for end in ("tlog-proof", "consistency"))
    if not proof.exists() and not growth.exists():
        return None
    name = f"links/{number}"
    entry, index, path, own = parse_proof(read(proof), f"{name}.tlog-proof")
    _, stated, *_, said = decode(entry)
    said = said.decode()
    words = said.rpartition("\n\n")[0].split("\n")
    if words[0] != "amanah/key/1" or len(words) != 3 or stated != index:
        raise Broken(f"the entry of {name} announces no key")
    told = [verifier(words[1]), verifier(words[2])]
    if told == [new, old]:
        raise Broken(f"{name} leads from the second key to the first: the keys are in the wrong order")
    if told != [old, new]:
        raise Broken(f"{name} announces other keys than those that it is to tie")
    origin, size, root = stated_in(own)
    if origin != new[0]:
        raise Broken(f"{name} is of another log, `{origin}`")
    for key, age in ((old, "old"), (new, "new")):
        for text, what in ((said, "announcement"), (own, "checkpoint")):
            if not check_note(text, [key], f"the {what} of {name}"):
                raise Broken(f"the {age} key has not signed the {what} of {name}")
    if root_of(entry, index, size, path) != root:
        raise Broken(f"the entry of {name} is not in its checkpoint")
    first, last = (own, note) if size <= stated_in(note)[1] else (note, own)
    head, _, rest = read(growth).partition("\n\n")
    lines = head.split("\n")
    (_, before, before_root), (_, after, after_root) = stated_in(first), stated_in(last)
    if lines[0] != f"old {before}" or rest != last:
        raise Broken(f"{name}.consistency does not lead from one of the two checkpoints to the other")
    if not grows(before, before_root, after, after_root, [bytes_of(line) for line in lines[1:]]):
        raise Broken(f"the checkpoint of {name} and that of the bundle do not grow out of each other")
    return size


def check_signed(note, given):
    """Who signed the checkpoint, of the given keys and of those that links tie to them."""
    listed = [verifier(text) for text in lines_of(read(HERE / "keys"))]
    links = [check_link(number + 1, *pair, note) for number, pair in enumerate(zip(listed, listed[1:]))]
    known, size = list(given or listed), stated_in(note)[1]
    for place, link in enumerate(links):
        if link is not None and listed[place] in known:
            known.append(listed[place + 1])
    # A key that was replaced counts only up to where the next took over.
    for place, link in reversed(list(enumerate(links))):
        if link is not None and listed[place + 1] in known and size <= link:
            known.append(listed[place])
    words = [f"links/{place + 1} is missing, which would tie {listed[place][0]}+{listed[place][1].hex()} to "
             f"{listed[place + 1][0]}+{listed[place + 1][1].hex()}: ask for the other key by another way"
             for place, link in enumerate(links) if link is None]
    found = check_note(note, list(dict.fromkeys(known)))
    if not found:
        raise Broken("; ".join(["no key that you gave has signed the checkpoint, nor one that is tied to it", *words]))
    tied = [name for name, key in found if given and key not in given]
    if tied:
        print(f"links/ tie {', '.join(tied)} to the key that you gave")
    for line in words:
        print(line)
    return [name for name, _ in found]


def check_entry(index, size, root, note):
    stem = HERE / "entries" / str(index)
    entry, place, path, own = parse_proof(read(stem.with_name(f"{index}.tlog-proof")), f"the proof of entry {index}")
    if own != note:
        raise Broken(f"the proof of entry {index} leads to another checkpoint")
    if place != index:
        raise Broken(f"the proof of entry {index} does not read")
    if root_of(entry, index, size, path) != root:
        raise Broken(f"entry {index} is not in the tree of the checkpoint")
    kind, stated, minute, purpose, charter, sealed, _ = decode(entry)
    opened = lines_of(read(stem.with_name(f"{index}.opened")))
    if stated != index or opened[:2] != ["amanah/opened/1", f"index {index}"]:
        raise Broken(f"the files of entry {index} are of another entry")
    print(f"entry {index}: {KINDS.get(kind, f'kind {kind}')}{f' L-{index + 1}' if kind == 1 else ''}")
    print(time.strftime("  time      %Y-%m-%dT%H:%MZ", time.gmtime(minute * 60)))
    print(f"  purpose   {purpose}\n  charter   {charter.hex()}")
    if [line.split(" ")[0] for line in opened[2:]] != [DOMAINS.get(domain) for domain, _ in sealed]:
        raise Broken(f"entry {index} has other commitments than its file names")
    for line, (domain, commitment) in zip(opened[2:], sealed):
        name, state, *rest = line.split(" ")
        if state == "closed" and len(rest) == 1:
            print(f"  {name:<9} {CLOSED[rest[0]]}")
            continue
        if state != "open":
            raise Broken(f"`{name}` of entry {index} is neither open nor closed")
        salt, value = (bytes_of(part) for part in rest)
        word = b"amanah/" + name.encode()
        said = bytes([len(word)]) + word + struct.pack(">I", len(value)) + value
        if not hmac.compare_digest(hmac.new(salt, said, hashlib.sha256).digest(), commitment):
            raise Broken(f"`{name}` of entry {index} is not what the entry committed to")
        print(f"  {name:<9} {value.decode() if domain in (1, 2) else pairs(value)}")


def main(given):
    note = read(HERE / "checkpoint")
    names = check_signed(note, [verifier(text) for text in given])
    origin, size, root = stated_in(note)
    found = sorted({int(path.name.split(".")[0]) for path in (HERE / "entries").iterdir()})
    if not found:
        raise Broken("the bundle holds no entries")
    for index in found:
        check_entry(index, size, root, note)
    print(f"{len(found)} entries hold, in the log `{origin}` of {size} entries, signed by {', '.join(names)}")
    if not given:
        print("whose log it is was not checked: run this again with the key that you know")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (Broken, OSError, ValueError, IndexError, KeyError, TypeError, struct.error) as error:
        sys.exit(f"the bundle does not hold: {error}")
