"""Two doors, one mask (A8), and refusals that look alike (A5), against a running server of the demonstration company.

usage: doors.py BASE CUSTOMERS_CSV

Opens each of the agent's tickets through the API and through the console, and compares what stands in the fields. Then
refuses looks at customers that are unknown, another unit's, sensitive and ordinary: same status, headers and bytes.
"""
import csv
import html
import http.cookiejar
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

AGENT, PASSWORD = "P0105", "coba-amanah-2026"
GUARDED = ["phone", "nik", "kk", "mother_maiden_name", "spouse_name", "email", "imei"]


class Api:
    def __init__(self, base):
        self.root = f"{base}/api/v1"
        self.token = self("POST", "/sessions", {"person": AGENT, "password": PASSWORD})[1]["token"]

    def __call__(self, method, path, body=None):
        request = urllib.request.Request(self.root + path, method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if hasattr(self, "token"):
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            answer = urllib.request.urlopen(request)
        except urllib.error.HTTPError as error:
            answer = error
        raw = answer.read()
        self.seen = (answer.status, sorted((k, v) for k, v in answer.headers.items() if k != "Date"), raw)
        return answer.status, json.loads(raw)


class Console:
    def __init__(self, base):
        self.base = base
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        page = self.get("/sign-in")
        self.page = self.post("/sign-in", page, person=AGENT, password=PASSWORD)
        assert "/sign-out" in self.page, "the console let nobody in"

    def get(self, path):
        return self.opener.open(self.base + path).read().decode()

    def post(self, path, page, **fields):
        tokens = re.findall(r'<input type="hidden" name="([^"]*token[^"]*|csrf)" value="([^"]*)"', page)
        assert tokens, "a form without its token"
        fields |= {tokens[0][0]: html.unescape(tokens[0][1])}
        request = urllib.request.Request(self.base + path, data=urllib.parse.urlencode(fields).encode())
        try:
            return self.opener.open(request).read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()


def fields(page):
    """Values by field, as the card shows them; of an amount the value itself, which stands beside `Rp 381.000`."""
    shown = {}
    for name, rest in re.findall(r'<div class="field[^"]*" id="f-([a-z0-9_]+)"(.*?)</dd>', page, re.S):
        value = re.search(r'<(?:span|data) class="val"(?: value="([^"]*)")?>(.*?)</(?:span|data)>', rest, re.S)
        shown[name] = html.unescape(value.group(1) or value.group(2)) if value else None
    return shown


def same_mask(api, console, customers):
    tickets = api("GET", "/tickets")[1]["tickets"]
    compared = 0
    for ticket in tickets:
        status, look = api(
            "POST", "/looks", {k: ticket[k] for k in ("customer_id", "purpose", "ticket_id")})
        if status != 201:
            continue
        desk = console.get("/desk")
        key = next(
            html.unescape(value) for value, rest in re.findall(r'name="open" value="([^"]*)"(.*?)</button>', desk, re.S)
            if ticket["ticket_id"] in rest)
        page = console.post("/looks", desk, open=key)
        card = fields(page)
        assert card, f"no card for {ticket['ticket_id']}"
        values = {name: field.get("value") for name, field in look["fields"].items()}
        for name, value in card.items():
            assert value == values[name], f"`{name}` of {ticket['ticket_id']} is not the same through both doors"
        raw = api.seen[2].decode()
        for name in GUARDED:
            truth = customers[ticket["customer_id"]].get(name) or ""
            if look["fields"].get(name, {}).get("form") != "full" and len(truth) >= 6:
                for text in {truth, truth.lstrip("0")}:
                    assert text not in raw and text not in page, f"`{name}` leaks from {ticket['ticket_id']}"
        compared += 1
    assert compared >= 2, "too few tickets to compare"
    print(f"doors: {compared} records show the same through the API and the console (A8)")


def same_refusal(api, customers):
    unit = customers[api("GET", "/tickets")[1]["tickets"][0]["customer_id"]]["unit_id"]
    mine = {ticket["customer_id"] for ticket in api("GET", "/tickets")[1]["tickets"]}
    rows = [row for row in customers.values() if row["customer_id"] not in mine and not row.get("person_id")]
    kinds = {
        "unknown": "C9999999",
        "ordinary": next(r["customer_id"] for r in rows if r["unit_id"] == unit and r["sensitivity"] in ("", "ordinary")),
        "elsewhere": next(r["customer_id"] for r in rows if r["unit_id"] != unit),
        "sensitive": next(r["customer_id"] for r in rows if r["sensitivity"] not in ("", "ordinary")),
    }
    # Status, headers and body to the byte. That the work behind them is the same is counted in SameWorkTests.
    calls = {
        "look": ("/looks", {"purpose": "sim-replacement"}),
        "look with a ticket that is none": ("/looks", {"purpose": "sim-replacement", "ticket_id": "T-0"}),
        "verification": ("/verifications", {"purpose": "sim-replacement", "ticket_id": "T-0",
                                            "field": "mother_maiden_name", "said": "Siti"}),
    }
    for words, (path, body) in calls.items():
        seen = {}
        for kind, customer in kinds.items():
            api("POST", path, {"customer_id": customer} | body)
            seen[kind] = api.seen
        for kind in kinds:
            assert seen[kind][0] == 403 and seen[kind] == seen["unknown"], f"{words}: {kind} is refused otherwise"
    # Beyond the agent's reach (not of his branch, or sensitive), a search finds as little as for a number that is nobody's.
    found = {}
    for kind, customer in kinds.items():
        if kind != "ordinary":
            api("POST", "/searches", {"customer_id": customer})
            found[kind] = api.seen
    for kind in found:
        assert found[kind][0] == 200 and found[kind] == found["unknown"], f"a search tells {kind} apart"
    print(f"doors: {len(kinds)} kinds of customer refused alike by {len(calls)} calls and by search (A5)")


def main(base, path):
    customers = {row["customer_id"]: row for row in csv.DictReader(open(path, encoding="utf-8"))}
    api = Api(base)
    same_refusal(api, customers)
    same_mask(api, Console(base), customers)


if __name__ == "__main__":
    main(*sys.argv[1:])
