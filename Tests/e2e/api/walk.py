"""Walks the API's main road against a running server and holds each answer to the description.

usage: walk.py BASE SERVICE_TOKEN OUT   (BASE such as http://127.0.0.1:8080; OUT receives the agent's token)

Each call is made through schemathesis, which validates status, headers and body against /api/v1/openapi.json.
"""
import hashlib
import hmac
import json
import struct
import sys
import time
import urllib.request

import schemathesis

PASSWORD = "coba-amanah-2026"
AGENT, LEAD = "P0105", "P0102"
SECRET = b"amanah-demonstration"


def code():
    digest = hmac.new(SECRET, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def main(base, service, out):
    schema = schemathesis.openapi.from_url(f"{base}/api/v1/openapi.json")
    root = f"{base}/api/v1"
    calls = 0

    def call(method, path, body=None, status=None, token=None, path_parameters=None, query=None):
        nonlocal calls
        calls += 1
        arguments = {"path_parameters": path_parameters or {}, "query": query or {}}
        if body is not None:
            arguments |= {"body": body, "media_type": "application/json"}
        case = schema[path][method].Case(**arguments)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = case.call(base_url=root, headers=headers, timeout=120)
        case.validate_response(answer)
        wanted = status if isinstance(status, tuple) else (status,)
        assert answer.status_code in wanted, f"{method} {path}: {answer.status_code}, not {wanted}: {answer.text}"
        return answer.json() if answer.content else None

    def sign_in(person):
        return call("POST", "/sessions", {"person": person, "password": PASSWORD}, 201)["token"]

    assert call("POST", "/sessions", {"person": AGENT, "password": "x" * 12}, 401)["type"] == "wrong-credentials"
    assert call("GET", "/me", status=401)["type"] == "no-session"
    agent = sign_in(AGENT)
    refused = call("GET", "/me", status=403, token=agent)
    assert refused["type"] == "terms-not-accepted"
    call("POST", "/me/terms", {"version": "terms/1999-01.md"}, 409, agent)
    terms = call("GET", "/me/terms", status=200, token=agent)
    assert not terms["accepted"]
    call("POST", "/me/terms", {"version": terms["version"]}, 200, agent)
    me = call("GET", "/me", status=200, token=agent)
    assert me["person"] == AGENT and not me["steps"]

    ticket = next(t for t in call("GET", "/tickets", status=200, token=agent)["tickets"] if t["purpose"] == "sim-replacement")
    aim = {"customer_id": ticket["customer_id"], "purpose": ticket["purpose"], "ticket_id": ticket["ticket_id"]}

    # Without a ticket, and with another customer's: refused, with words for the person.
    bare = call("POST", "/looks", {"customer_id": aim["customer_id"], "purpose": aim["purpose"]}, 403, agent)
    assert bare["type"] == "denied" and bare["reasons"][0]["text"]["id"]
    unknown = call("POST", "/looks", {"customer_id": "C9999999", "purpose": aim["purpose"]}, 403, agent)
    assert unknown == bare, "an unknown customer and one without a ticket must look the same (A5)"
    other = call("POST", "/looks", aim | {"customer_id": "C9999999"}, 403, agent)
    assert other["reasons"][0]["code"] in ("ticket-of-other-customer", "no-such-ticket"), other

    look = call("POST", "/looks", aim, 201, agent)
    forms = {name: field["form"] for name, field in look["fields"].items()}
    assert look["fields"]["name"]["value"] and "full" in forms.values(), forms
    assert all("value" not in field for field in look["fields"].values() if field["form"] in ("hidden", "verify"))
    offered = [name for name, field in look["fields"].items() if field.get("reveal", {}).get("approval") == "none"]
    here = {"id": look["look_id"]}
    for name in offered:
        thin = call("POST", "/looks/{id}/reveals", {"field": name, "reason": "."}, 403, agent, here)
        assert thin["reasons"][0]["code"] == "reason-without-substance", thin
        shown = call(
            "POST", "/looks/{id}/reveals", {"field": name, "reason": f"kartu hilang, cocokkan {name} di meja tiga"}, 201, agent, here)
        assert shown["form"] == "full"
    call("POST", "/looks/{id}/reveals", {"field": "nik", "reason": "kartu hilang di meja tiga"}, (404, 403), agent, {"id": "L-999999999"})
    for name in [name for name, form in forms.items() if form == "verify"][:1]:
        said = call("POST", "/verifications", aim | {"field": name, "said": "Bukan Ini"}, 200, agent)
        assert said["match"] is False

    # What takes an approval: refused with how to ask, asked, decided by the superior and by nobody else, used.
    closed = call("POST", "/looks/{id}/reveals", {"field": "address", "reason": "alamat kirim kartu baru"}, 403, agent, here)
    assert closed["reasons"][0]["code"] == "needs-approval-superior-reveal" and "/requests" in closed["detail"], closed
    wanted = aim | {"fields": ["address"], "reason": "alamat kirim kartu pengganti"}
    call("POST", "/requests", wanted | {"reason": "."}, 403, agent)
    call("POST", "/requests", wanted | {"fields": ["no-such-field"]}, 403, agent)
    asked = call("POST", "/requests", wanted, 201, agent)
    request = {"id": asked["request_id"]}
    assert asked["state"] == "waiting" and asked["waits_for"] == LEAD, asked
    call("POST", "/requests", wanted, 409, agent)
    call("POST", "/requests/{id}/approve", {}, 403, agent, request)
    # Every member is optional, and so is the body.
    assert call("POST", "/requests/{id}/approve", None, 403, agent, request)["type"] == "not-yours"
    lead = call("POST", "/sessions", {"person": LEAD, "password": PASSWORD, "totp": code()}, 201)["token"]
    call("POST", "/me/terms", {"version": terms["version"]}, 200, lead)
    seen = call("GET", "/requests/{id}", status=200, token=lead, path_parameters=request)
    assert seen["context"]["own"]["looks"] >= 1, seen
    assert seen["customer_name"] != look["fields"]["name"]["value"], seen
    waiting = call("GET", "/requests", status=200, token=lead, query={"state": "waiting"})["requests"]
    assert asked["request_id"] in [row["request_id"] for row in waiting]
    call("POST", "/requests/{id}/approve", {"version": 999}, 409, lead, request)
    call("POST", "/requests/{id}/approve", {"looks": 99}, 400, lead, request)
    granted = call("POST", "/requests/{id}/approve", {"looks": 1, "version": seen["version"]}, 200, lead, request)
    assert granted["state"] == "approved" and granted["grant"]["looks_left"] == 1, granted
    call("POST", "/requests/{id}/refuse", {"reason": "sudah terlambat sekarang"}, 409, lead, request)
    shown = call("POST", "/looks/{id}/reveals", {"field": "address", "reason": ""}, 201, agent, here)
    assert shown["form"] == "full"
    call("POST", "/requests/{id}/withdraw", status=409, token=agent, path_parameters=request)
    call("GET", "/approvals/quality", status=200, token=lead)
    call("POST", "/decoy-requests", wanted | {"person": AGENT}, 403, lead)
    opened = call("POST", "/break-glass", {"customer_id": aim["customer_id"], "purpose": aim["purpose"], "reason": "pelanggan jatuh di meja"}, 201, agent)
    assert opened["look"]["ground"] == "break-glass", opened
    glass = {"id": opened["break_glass_id"]}
    call("POST", "/break-glass/{id}/review", {"outcome": "in-order", "words": "saya lihat sendiri"}, 403, agent, glass)
    assert call("GET", "/break-glass", status=200, token=lead)["break_glass"][0]["break_glass_id"] == glass["id"]
    call("POST", "/break-glass/{id}/review", {"outcome": "in-order", "words": "saya lihat sendiri"}, 200, lead, glass)
    quotas = call("GET", "/people/{id}/quotas", status=200, token=lead, path_parameters={"id": AGENT})["quotas"]
    assert any(row["kind"] == "looks_per_day" and row["most"] for row in quotas), quotas
    bound = {"id": AGENT, "kind": "looks_per_day"}
    call("PUT", "/people/{id}/quotas/{kind}", {"limit": 999999, "reason": "minggu ini banyak antrean"}, 400, lead, bound)
    call("PUT", "/people/{id}/quotas/{kind}", {"limit": 80, "reason": "minggu ini banyak antrean"}, 204, lead, bound)
    call("PUT", "/people/{id}/quotas/{kind}", {"limit": 80, "reason": "minggu ini banyak antrean"}, 403, agent, bound)

    found = call("POST", "/searches", {"customer_id": aim["customer_id"]}, 200, agent)["matches"]
    assert [match["customer_id"] for match in found] == [aim["customer_id"]]
    assert call("POST", "/searches", {"nik": "3578014107900034"}, 200, agent) == {"matches": []}
    call("POST", "/searches", {"phone": "0812"}, (200, 400), agent)

    started = call("POST", "/presence", {"phone": "081200000000", "purpose": "billing-complaint"}, 202, agent)
    wrong = call("POST", "/presence/{id}/code", {"code": "000000"}, 403, agent, {"id": started["id"]})
    assert wrong["type"] == "wrong-code" and wrong["tries_left"] >= 0

    mine = call("GET", "/looks", status=200, token=agent, query={"limit": "50"})
    assert look["look_id"] in [row["look_id"] for row in mine["looks"]]
    assert all(row["person"] == AGENT for row in mine["looks"])
    call("GET", "/looks", status=403, token=agent, query={"person": "P0101"})

    row = {
        "customer_id": aim["customer_id"], "purpose": aim["purpose"], "unit_id": me["unit"], "assigned_to": AGENT,
        "opened_at": "2026-11-24T08:00:00+07:00", "closed_at": None, "channel": "walk-in",
    }
    number = {"id": "W-1"}
    call("PUT", "/tickets/{id}", row, 403, agent, number)
    assert call("PUT", "/tickets/{id}", row, 201, service, number)["created"]
    assert not call("PUT", "/tickets/{id}", row, 200, service, number)["created"]
    call("PUT", "/tickets/{id}", row | {"purpose": "no-such-purpose"}, 400, service, number)
    bare = {name: value for name, value in row.items() if name not in ("unit_id", "channel")}
    assert call("PUT", "/tickets/{id}", bare, 201, service, {"id": "W-2"})["created"]
    for name in bare.keys() - {"closed_at"}:
        rest = {other: value for other, value in bare.items() if other != name}
        assert f"`{name}`" in call("PUT", "/tickets/{id}", rest, 400, service, {"id": "W-2"})["detail"], name
    vendor = {"id": "VW-1"}
    call("PUT", "/vendors/{id}", {"name": "PT Jalan"}, 403, agent, vendor)
    assert call("PUT", "/vendors/{id}", {"name": "PT Jalan"}, 201, service, vendor) == {
        "id": "VW-1", "created": True, "held": False, "warnings": []}
    assert not call("PUT", "/vendors/{id}", {"name": "PT Jalan"}, 200, service, vendor)["created"]
    moved = {"name": "Rani", "role": "agent", "unit_id": me["unit"], "supervisor_id": None, "employment": "internal"}
    assert call("PUT", "/people/{id}", moved, 202, service, {"id": AGENT})["held"], "a line waits for two people"
    call("PUT", "/customers/{id}", {"unit_id": "NOWHERE"}, 400, service, {"id": "CW-1"})
    doubtful = call("PUT", "/customers/{id}", {"unit_id": me["unit"], "nik": "1234"}, 201, service, {"id": "CW-1"})
    assert len(doubtful["warnings"]) == 1 and "1234" not in doubtful["warnings"][0]
    call("GET", "/me", status=403, token=service)
    call("POST", "/looks", aim, 403, service)

    short = sign_in(AGENT)
    call("DELETE", "/sessions/current", status=204, token=short)
    call("GET", "/me", status=401, token=short)

    page = urllib.request.urlopen(f"{base}/metrics").read().decode()
    assert 'route="/api/v1/looks",method="POST",status="201"' in page and aim["customer_id"] not in page
    with open(out, "w") as file:
        json.dump({"agent": agent, "spare": sign_in(AGENT)}, file)
    print(f"walk: {calls} calls answered as described")


if __name__ == "__main__":
    main(*sys.argv[1:])
