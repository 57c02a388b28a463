"""A phone's whole page in a real browser, nothing in its cache: bytes on the wire, and when it may be used.

Usable is the end of DOMContentLoaded: every script of ours is a module, and has run by then.
"""

import shutil
from statistics import median

from playwright.sync_api import sync_playwright

from .servers import CORES, pin

TIMES, SLOWER = 5, 4  # pages opened; how many times slower than this machine the phone's processor is
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]


def measured(server):
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    room = server.stage("rooms", count=1, phones=1)[0]
    pin(0, CORES)  # a browser is more than our clients' one core
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            opened = [one(browser, server, room) for _each in range(TIMES)]
            browser.close()
    finally:
        pin(0, CORES[-1:])
    sizes, usable = zip(*opened, strict=True)
    return {
        "kilobytes": median(sum(each.values()) for each in sizes) / 1000,
        "requests": len(sizes[0]),
        "usable": median(usable),
    }


def one(browser, server, room):
    """({request: bytes received, headers included}, milliseconds until the page is usable)."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr", device_scale_factor=3)
    cookies = (each.split("=", 1) for each in room["phones"][0].split("; "))
    context.add_cookies([{"name": name, "value": value, "url": server.origin} for name, value in cookies])
    page = context.new_page()
    session, came = context.new_cdp_session(page), {}
    session.on("Network.loadingFinished", lambda event: came.update({event["requestId"]: event["encodedDataLength"]}))
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"{server.origin}/w/{room['key']}/", wait_until="networkidle")
    page.wait_for_selector("#composer")
    usable = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    context.close()
    return came, usable
