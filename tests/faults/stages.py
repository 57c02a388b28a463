"""The server calm, killed, ended, come back to. Each stage opens a room, loads it, harms it, and leaves it right."""

import asyncio
import time

from workshop.steps import gather

from . import truth


async def calm(run):
    """FI-1: nothing is wrong."""
    each, seconds = run.many((3, 6), (12, 40))
    async with run.stage("calm", each=each, seconds=seconds):
        pass
    found = run.found[-1]
    run.demand(
        truth.shares(found.ack, 0.95)[0] <= run.many(2, 0.5), f"ack p95 is {truth.shares(found.ack, 0.95)[0]:.1f} s"
    )
    run.demand(truth.shares(found.board, 0.95)[0] <= 2, "board p95 is over 2 s")
    run.demand(set(found.statuses) <= {"200", "204"}, f"not every answer is good: {found.statuses}")
    run.demand(not found.closes, f"sockets were closed: {found.closes}")


async def crash(run):
    """FI-2: the server is killed in a burst, and started again."""
    times, each, seconds = run.many((2, 4, 8), (10, 15, 65))
    async with run.stage("kill -9", each=each, seconds=seconds):
        for _time in range(times):
            await asyncio.sleep(run.chance.uniform(0.2, 0.8) * seconds / times)
            run.fault("kill -9")
            await run.server.kill()
            ready = await run.server.start()
            run.calm()
            run.demand(ready <= run.many(15, 5), f"ready again after {ready:.1f} s only")


async def deploy(run):
    """FI-3: the server is ended and started again in a burst: within three seconds, without being killed."""
    times, each, seconds = run.many((2, 4, 8), (6, 12, 50))
    async with run.stage("SIGTERM", each=each, seconds=seconds):
        exits = []
        for _time in range(times):
            await asyncio.sleep(run.chance.uniform(0.2, 0.8) * seconds / times)
            run.fault("SIGTERM")
            took, killed = await run.server.end(patience=run.many(6, 10))
            exits.append(round(took, 2))
            await run.server.start()
            run.calm()
            run.demand(took <= run.many(5, 3) and not killed, f"gone after {took:.1f} s{' by force' if killed else ''}")
        run.found[-1].notes["exits"] = exits


async def back(run):
    """FI-3, A17: two hundred phones come back after a restart, each at a moment of its own."""
    people = run.many(60, gather.PEOPLE - 1)
    async with run.stage("restart", people=people, each=2, seconds=run.many(4, 20), beside=False) as room:
        await asyncio.sleep(1)
        run.fault("restart")
        await run.server.kill()
        await run.server.start()
        run.calm()
        ready = run.lifted[-1]
        await asyncio.wait([asyncio.create_task(screen.listening.wait()) for screen in room.screens], timeout=30)
        back = [max(0, (screen.opened or time.monotonic()) - ready) for screen in room.screens]
    p95 = truth.shares(back, 0.95)[0]
    run.found[-1].notes["back p95"] = round(p95, 1)
    run.demand(p95 <= 8, f"p95 of coming back is {p95:.1f} s")
