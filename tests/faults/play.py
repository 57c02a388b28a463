"""Every stage, in the order of a run."""

import asyncio

from . import clocks, network, races, stages, storage, truth
from .run import Enough, Run

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


async def play(asked, folder, origin):
    """The stages asked for, in order, then what is left behind. Returns the Run."""
    application = f"tests.faults.broken.{asked.broken}:application" if asked.broken else "workshop.asgi:application"
    run = Run(folder, origin, asked.seed, asked.short, application)
    run.until_broken = bool(asked.broken)
    first = None
    await run.start()
    try:
        for name in asked.stages:
            await STAGES[name](run)
            first = first or (run.server.rss(), run.server.files())
        await asyncio.sleep(1)
        run.demand(run.server.files() <= 1.1 * first[1] + 10, f"I8 {run.server.files()} open files, first {first[1]}")
        run.demand(run.server.rss() <= 1.1 * first[0] + 20, f"I8 {run.server.rss():.0f} MB, first {first[0]:.0f}")
        run.found[-1].broken += truth.left_behind(run.server)
    except Enough:
        pass
    finally:
        await run.stop()
    return run
