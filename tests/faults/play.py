"""Every stage, in the order of a run."""

import asyncio

from . import clocks, network, races, stages, storage, truth
from .home import Home
from .run import Enough, Run
from .server import Server

STAGES = {
    "calm": stages.calm,
    "crash": stages.crash,
    "deploy": stages.deploy,
    "database": storage.database,
    "disk": storage.disk,
    "network": network.network,
    "slow": network.slow,
    "clock": clocks.clock,
    "races": races.races,
    "return": stages.back,
}


IDLE = 40  # seconds, more than keepalive_timeout in deploy/nginx.conf
ELSEWHERE = {"disk", "clock"}  # of the database's machine, or of every process: with one process only


async def play(asked, house, folder, origin):
    """The stages asked for, in order, then what is left behind. Returns the Run."""
    run = Run(origin, asked.seed, asked.short)
    run.until_broken = bool(asked.broken)
    first = None
    await run.start(Home(house, run.chance) if house else Server(folder, origin, application(asked.broken)))
    try:
        for name in asked.stages if not house else [name for name in asked.stages if name not in ELSEWHERE]:
            await STAGES[name](run)
            first = first or (run.server.rss(), run.server.files())
        await asyncio.sleep(1)
        open_files = await settled(run.server, 1.1 * first[1] + 32)
        run.demand(open_files <= 1.1 * first[1] + 32, f"I8 {open_files} open files, first {first[1]}")
        run.demand(run.server.rss() <= 1.1 * first[0] + 20, f"I8 {run.server.rss():.0f} MB, first {first[0]:.0f}")
        run.found[-1].broken += await asyncio.to_thread(truth.left_behind, run.server)
    except Enough:
        pass
    finally:
        await run.stop()
    return run


async def settled(server, most):
    """Open files once they are at most `most`, or after IDLE seconds.

    Threads open their database's files and lines as they first need them; nginx keeps lines for half a minute after
    their last request, 64 for each of its own processes.
    """
    for _second in range(IDLE):
        if server.files() <= most:
            break
        await asyncio.sleep(1)
    return server.files()


def application(broken):
    return f"tests.faults.broken.{broken}:application" if broken else "workshop.asgi:application"
