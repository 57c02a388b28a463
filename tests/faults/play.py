"""Every stage, in the order of a run."""

from . import clocks, network, races, stages, storage, truth
from .run import Run

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
    await run.start()
    try:
        for name in asked.stages:
            await STAGES[name](run)
        run.found[-1].broken += truth.left_behind(run.server)
    finally:
        await run.stop()
    return run
