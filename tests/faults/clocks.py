"""FI-8: the server's clock is set, forwards and back, while a timer runs and a session lives."""

import asyncio
import time

from .races import act

MINUTES = 2
STEPS = 300, -300  # seconds, from the true time
HEARD = 6  # seconds until every screen has heard a heartbeat


async def clock(run):
    """A timer is right within a second on every phone, before, during and after; nobody is signed out."""
    served, run.server.application = run.server.application, "tests.faults.stepped:application"
    await run.server.end()
    await run.server.start()
    try:
        await play(run)
    finally:
        (run.server.data / "step").unlink(missing_ok=True)
        run.server.application = served


async def play(run):
    each, people = run.many((1, 4), (4, 60))
    async with run.stage("clock", people=people, each=each, seconds=len(STEPS) * HEARD, others=1) as room:
        console = room.screens[1]
        began = time.monotonic()
        answer = await act(console, "room/timer/start/", minutes=MINUTES)
        run.demand(answer.status == 204, f"the timer was not started: {answer.status}")
        worst = []
        for seconds in STEPS:
            run.fault(f"clock set by {seconds} s")
            await asyncio.to_thread(set_clock, run.server.data, seconds)
            await asyncio.sleep(HEARD)
            run.calm()
            due = 60 * MINUTES - (time.monotonic() - began)
            worst.append(max(abs(left(screen) - due) for screen in room.phones))
            still = await console.fetch("GET", room.page("console"))
            run.demand(still.status == 200, f"the facilitator is answered {still.status}")
    run.found[-1].notes["timer off by s"] = [round(value, 2) for value in worst]
    run.demand(max(worst) <= 1, f"a timer is wrong by {max(worst):.1f} s")


def set_clock(data, seconds):
    """At once: the server never reads half a number."""
    (data / "step.new").write_text(str(seconds))
    (data / "step.new").rename(data / "step")


def left(screen):
    """Seconds that a phone shows: static/js/timer.js."""
    ends = screen.page.find(id="screen").find(attrs={"data-ends": True})
    return (int(ends["data-ends"]) - screen.offset) / 1000 - time.monotonic() if ends else float("inf")
