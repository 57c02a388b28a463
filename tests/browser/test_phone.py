"""A phone as people have them: its clock wrong, its processor slow, its network thin, its screen about to go dark."""

import pytest
from playwright.sync_api import expect

from .conftest import hears
from .test_line import SHUT

HOURS = 3600 * 1000
# A clock that is wrong by `window.skew` ms, and may be set again while the page is open.
CLOCK = """
window.skew = {skew}
const Real = Date
window.Date = class extends Real {{
  constructor(...given) {{ given.length ? super(...given) : super(Real.now() + window.skew) }}
  static now() {{ return Real.now() + window.skew }}
}}
"""
LOCKS = """
window.locks = []
const request = async () => {
  const lock = new EventTarget()
  lock.release = async () => { window.locks.push("released"); lock.dispatchEvent(new Event("release")) }
  window.locks.push("held")
  return window.lock = lock
}
Object.defineProperty(navigator, "wakeLock", { value: { request } })
"""
RUN = """
from workshop import moves
moves.start_timer(workshop, 20, by=None)
print(int(workshop.timer_ends_at.timestamp() * 1000))
"""
# Seconds between what the clock shows and what is left on the server's clock, which is this machine's.
ERROR = """(ends) => {
  const [minutes, seconds] = document.querySelector("#clock [data-ends]").textContent.split(":").map(Number)
  return Math.abs(minutes * 60 + seconds - (ends - (performance.timeOrigin + performance.now())) / 1000)
}"""


@pytest.mark.parametrize("skew", [3 * HOURS, -3 * HOURS])
def test_a_timer_is_right_to_the_second_whatever_the_phones_clock_says(stage, skew):
    room = stage("mission")
    ends = int(room.tell(RUN))
    phone = hears(room.phone(script=CLOCK.format(skew=skew)))
    phone.wait_for_timeout(400)
    assert phone.evaluate(ERROR, ends) <= 1
    phone.evaluate("window.skew = -window.skew")  # set by somebody meanwhile
    phone.wait_for_timeout(400)
    assert phone.evaluate(ERROR, ends) <= 1


def test_a_timer_is_right_without_the_socket_too(stage):
    room = stage("mission")
    ends = int(room.tell(RUN))
    phone = room.phone(script=SHUT + CLOCK.format(skew=3 * HOURS))
    phone.wait_for_selector("#mine")
    phone.wait_for_timeout(400)
    assert phone.evaluate(ERROR, ends) <= 1


def test_a_phone_stays_awake_while_it_is_looked_at(stage):
    phone = hears(stage("mission").phone(script=LOCKS))
    assert phone.evaluate("window.locks") == ["held"]
    phone.evaluate("window.lock.release()")  # as the browser does when the page is hidden
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert phone.evaluate("window.locks") == ["held", "released", "held"]
    phone.evaluate("dispatchEvent(new Event('pagehide'))")
    assert phone.evaluate("window.locks") == ["held", "released", "held", "released"]


def test_a_phone_that_may_not_stay_awake_works_all_the_same(stage):
    refuse = "Object.defineProperty(navigator, 'wakeLock', { value: { request: () => Promise.reject(new Error()) } })"
    phone = hears(stage("mission").phone(script=refuse))
    phone.click("#clear")
    expect(phone.locator("#clear")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("slug", ["gather", "postits", "categories", "promise", "review"])
def test_a_phones_whole_page_weighs_less_than_60_kb(stage, slug):
    room = stage(slug)
    phone = room.sit(room.people("phone"))
    line = phone.context.new_cdp_session(phone)
    line.send("Network.enable")
    weights = []
    line.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    phone.goto(room.address)
    hears(phone).wait_for_load_state("networkidle")
    assert 20_000 < sum(weights) <= 60_000, len(weights)


def test_a_slow_phone_is_usable_within_a_second(stage):
    """Processor time of the page's thread until the composer answers, times four: a machine shared with others says
    little by the wall."""
    room = stage("postits")
    phone = hears(room.phone())  # the assets are in the browser's cache: its network is not what is measured
    line = phone.context.new_cdp_session(phone)
    line.send("Performance.enable", {"timeDomain": "threadTicks"})
    phone.goto(room.address)
    phone.fill("#text", "Vite")
    phone.press("#text", "Enter")
    expect(phone.locator("#mine .postit")).to_have_count(1)
    metrics = {each["name"]: each["value"] for each in line.send("Performance.getMetrics")["metrics"]}
    assert 0 < metrics["TaskDuration"] * 4 <= 1.0, metrics
