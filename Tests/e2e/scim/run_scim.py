#!/usr/bin/env python3
"""Has the SCIM door judged by scim2-tester, which others wrote, and holds what no SCIM client asks: whom a directory brings in
is a candidate and opens nothing; whom it deactivates stops at his next request; a move of somebody at work waits for two people.
"""
import argparse, json, pathlib, re, shutil, subprocess, sys, tempfile, urllib.error, urllib.request

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

ROOT = pathlib.Path(__file__).resolve().parents[3]
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
STAFF = "urn:amanah:params:scim:schemas:extension:staff:2.0:User"
failures = []


def check(name, holds, detail=""):
    print(("ok    " if holds else "FAILED ") + name + ("" if holds else f": {detail}"))
    if not holds:
        failures.append(name)


def call(base, method, path, token=None, body=None, kind="application/json"):
    request = urllib.request.Request(base + path, method=method, data=None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", kind)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else {}
    except urllib.error.HTTPError as error:
        text = error.read()
        return error.code, json.loads(text) if text else {}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--binary", default="bin/amanah")
    binary = str((ROOT / options.parse_args().binary).resolve())
    work = pathlib.Path(tempfile.mkdtemp(prefix="amanah-scim-"))

    def run(*words, text=None):
        return subprocess.run([binary, *map(str, words)], capture_output=True, text=True, input=text, check=True).stdout

    try:
        run("demo-data", work / "csv", "--customers", "600")
        # Without hours, so that the test holds at night.
        shutil.copytree(ROOT / "charters", work / "charters")
        charter = work / "charters/telco.yaml"
        charter.write_text(re.sub(r"(?m)^hours:.*\n", "", charter.read_text()))
        run("init", work / "data", "--from", work / "csv", "--charter", charter)
        run("password", work / "data", "P0105", "--final", text="sandi yang panjang\n")
        token = run("token", work / "data", "directory").split()[-1]
        server = subprocess.Popen([binary, "serve", str(work / "data"), "--port", "0", "--log-level", "warning"],
                                  stdout=subprocess.PIPE, text=True)
        try:
            base = re.search(r"http://\S+", server.stdout.readline()).group()
            story(base, token, run, work)
            judge(base, token)
        finally:
            server.terminate()
            server.wait(120)
        check("the log holds afterwards", "hold" in run("ledger", "verify", work / "data"))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    sys.exit(1 if failures else 0)


def story(base, token, run, work):
    scim = "application/scim+json"

    def users(method, path="", body=None):
        return call(base, method, "/scim/v2/Users" + path, token, body, scim)

    asked = f"?attributes={STAFF},{ENTERPRISE}"
    status, made = users("POST", asked, body={"userName": "P0900", "displayName": "Calon Direktori", "active": True,
                                       ENTERPRISE: {"department": "B3578A", "manager": {"value": "P0102"}},
                                       STAFF: {"role": "agent"}})
    check("a new user is a candidate and may not work", status == 201 and made[STAFF]["stage"] == "candidate"
          and made[STAFF]["mayWork"] is False, made)
    check("the same userName again is refused", users("POST", body={"userName": "P0900"})[0] == 409)
    run("password", work / "data", "P0900", "--final", text="sandi yang panjang\n")
    _, session = call(base, "POST", "/api/v1/sessions", body={"person": "P0900", "password": "sandi yang panjang"})
    candidate = session["token"]
    terms = call(base, "GET", "/api/v1/me/terms", candidate)[1]
    call(base, "POST", "/api/v1/me/terms", candidate, {"version": terms["version"]})
    status, refused = call(base, "POST", "/api/v1/searches", candidate, {"customer_id": "C0000001"})
    check("the candidate opens nothing", status == 403 and "not-vetted" in str(refused), refused)

    status, moved = users("PATCH", "/P0105" + asked, {"schemas": [], "Operations": [
        {"op": "replace", "path": ENTERPRISE + ":manager", "value": {"value": "P0103"}}]})
    check("a move of somebody at work is held", status == 200 and moved[STAFF]["changeHeld"] is True
          and moved[ENTERPRISE]["manager"]["value"] == "P0102", moved)

    _, session = call(base, "POST", "/api/v1/sessions", body={"person": "P0105", "password": "sandi yang panjang"})
    agent = session["token"]
    call(base, "POST", "/api/v1/me/terms", agent, {"version": terms["version"]})
    ticket = call(base, "GET", "/api/v1/tickets", agent)[1]["tickets"][0]
    look = {key: ticket[key] for key in ("customer_id", "purpose", "ticket_id")}
    check("the agent works", call(base, "POST", "/api/v1/looks", agent, look)[0] == 201)
    users("PATCH", "/P0105", {"schemas": [], "Operations": [{"op": "Replace", "value": {"active": False}}]})
    status, refused = call(base, "POST", "/api/v1/looks", agent, look)
    check("deactivated, he stops at his next request", status == 403 and "suspended" in str(refused), refused)
    users("PATCH", "/P0105", {"schemas": [], "Operations": [{"op": "Replace", "value": {"active": True}}]})
    check("what a directory laid on, it lifts", call(base, "POST", "/api/v1/looks", agent, look)[0] == 201)
    run("person", "suspend", work / "data", "P0105", "--by", "P0102", "--why", "melihat data tanpa tiket")
    status, _ = users("PATCH", "/P0105", {"schemas": [], "Operations": [{"op": "Replace", "value": {"active": True}}]})
    check("what a person laid on, it does not", status == 409)
    check("a filter finds by name", users("GET", "?filter=displayName%20co%20%22direktori%22")[1]["totalResults"] == 1)
    page = users("GET", "?startIndex=2&count=3")[1]
    check("pages", page["itemsPerPage"] == 3 and page["startIndex"] == 2 and len(page["Resources"]) == 3)
    check("deleted is ended", users("DELETE", "/P0900")[0] == 204 and users("GET", "/P0900")[0] == 404)


def judge(base, token):
    client = SyncSCIMClient(Client(base_url=base + "/scim/v2", headers={"Authorization": f"Bearer {token}"}, timeout=120))
    results = check_server(client)
    counts = {}
    for result in results:
        counts[result.status.name] = counts.get(result.status.name, 0) + 1
        if result.status in (Status.ERROR, Status.CRITICAL):
            check(f"scim2-tester {result.title}", False, result.reason)
    print("scim2-tester:", ", ".join(f"{count} {name.lower()}" for name, count in sorted(counts.items())))
    check("scim2-tester has judged", counts.get("SUCCESS", 0) > 30, counts)


if __name__ == "__main__":
    main()
