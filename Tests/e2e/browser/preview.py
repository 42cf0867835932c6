"""Looks at every console page with made-up values: pictures, accessibility, policy, overflow.

    AMANAH_PREVIEW=FOLDER swift test --filter ConsoleRenderTests
    python Tests/e2e/browser/preview.py FOLDER [PAGE ...]

Serves the folder on a port of the loopback with the console's own security headers, opens each page at 1280 and 390
pixels in light and dark, writes FOLDER/shots/*.png, and fails on any axe violation, on a message of the browser's
console (which is where the content policy complains), and on a page wider than the window.
"""

import http.server
import pathlib
import sys
import threading

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, sync_playwright

RESOURCES = pathlib.Path(__file__).resolve().parents[3] / "Sources/AmanahServer/Resources"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def serve(folder: pathlib.Path) -> http.server.ThreadingHTTPServer:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = pathlib.PurePosixPath(self.path).name
            if name == "htmx.min.js":
                file = RESOURCES / "vendor" / name
            elif self.path.startswith("/assets/"):
                file = RESOURCES / "assets" / name
            else:
                file = folder / name
            if not file.is_file():
                self.send_error(404)
                return
            body = file.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def note(faults: list[str], url: str, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        faults.append(f"{url}: {message.text}")


def main() -> int:
    folder = pathlib.Path(sys.argv[1])
    wanted = set(sys.argv[2:])
    (folder / "shots").mkdir(exist_ok=True)
    server = serve(folder)
    origin = f"http://127.0.0.1:{server.server_address[1]}"
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for width, height in ((1280, 800), (390, 844)):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.on("console", lambda message: note(faults, page.url, message))
            page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
            for file in sorted(folder.glob("*.html")):
                name = file.name.removesuffix(".html")
                if wanted and name.split(".")[0] not in wanted:
                    continue
                if ".en." in name and width == 390:
                    continue
                page.goto(f"{origin}/{file.name}")
                page.screenshot(path=folder / "shots" / f"{name}.{width}.png", full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    faults.append(f"{name} at {width}: {wide} px wide")
                for violation in Axe().run(page, options=WCAG).response["violations"]:
                    nodes = "; ".join(node["html"][:140] for node in violation["nodes"][:3])
                    faults.append(f"{name} at {width}: {violation['id']}: {nodes}")
        browser.close()
    server.shutdown()
    print("\n".join(dict.fromkeys(faults)) or "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
