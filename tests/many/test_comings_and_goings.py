"""Processes are killed, replaced and added while a room writes: no phone loses anything or is told anything wrong."""

import asyncio
import signal
from contextlib import asynccontextmanager

from workshop.leaving import AWAY

from .phone import Phone

POSTITS = "SELECT text, count(*) FROM interfaces_postit WHERE workshop_id = %s GROUP BY text"
LEAST = 11  # post-its of each phone
LISTENERS = "FROM pg_stat_activity WHERE application_name = 'promesse, listening'"
CUT, COUNT = f"SELECT pg_terminate_backend(pid) {LISTENERS}", f"SELECT count(*) {LISTENERS}"


@asynccontextmanager
async def listening(phones):
    """Every phone's socket open, for a while."""
    tasks = [asyncio.create_task(phone.listen()) for phone in phones]
    await until(lambda: all(phone.shown is not None for phone in phones))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def until(said, seconds=10):
    async with asyncio.timeout(seconds):
        while not said():  # noqa: ASYNC110 -- what is waited for is elsewhere
            await asyncio.sleep(0.02)


async def keep_writing(phone, number, going_on):
    """One post-it after the other, as fast as a phone may, until nothing goes on any more; LEAST at least."""
    written = 0
    while going_on() or written < LEAST:
        await phone.send(f"Idée {number}.{written}")
        written += 1
        await asyncio.sleep(1.1)


async def test_what_one_process_saves_the_sockets_of_the_other_show(home, room_of):
    room = room_of(2)
    here, there = (Phone(home.origin, room, n, process.port) for n, process in enumerate(home.processes))
    async with listening([here, there]):
        await here.send("Vu d’à côté")
        await until(lambda: there.shown == 1, seconds=1)


async def test_a_listener_that_is_cut_costs_a_second_at_most(home, room_of):
    room = room_of(2)
    here, there = (Phone(home.origin, room, n, process.port) for n, process in enumerate(home.processes))
    async with listening([here, there]):
        for number in range(3):
            await until(lambda: home.database.ask(COUNT) == [(2,)])
            home.database.ask(CUT)
            await here.send(f"Pendant la coupure {number}")
            await until(lambda number=number: there.shown == number + 1, seconds=2.5)


async def test_no_phone_notices_who_comes_and_goes(home, room_of):
    room = room_of(20)
    phones = [Phone(home.origin, room, number) for number in range(20)]
    async with listening(phones):
        events = asyncio.create_task(asyncio.to_thread(come_and_go, home))
        writing = [keep_writing(phone, n, lambda: not events.done()) for n, phone in enumerate(phones)]
        await asyncio.gather(*writing)
        exits = await events
        acked = [text for phone in phones for text in phone.acked]
        await until(lambda: all(phone.shown == len(acked) for phone in phones))
    assert len(acked) > 200
    assert dict(home.database.ask(POSTITS, room["pk"])) == dict.fromkeys(acked, 1)
    assert {answer for phone in phones for answer in phone.answers} == {200}
    assert len(exits) == 6
    assert max(exits) <= 3, exits
    assert {code for phone in phones for code in phone.closed} <= {AWAY, None}  # told to come back, or cut


def come_and_go(home):
    """Killed, replaced and added, in turn; returns the seconds that each SIGTERM took."""
    first, second, spare = *home.processes, *home.spare
    exits = []
    first.stop(signal.SIGKILL)
    first.start()
    spare.start()
    for leaving in (first, second, spare, first, second):
        exits.append(leaving.stop())
        home.database.ask(CUT)
        leaving.start()
    second.stop(signal.SIGKILL)
    second.start()
    exits.append(spare.stop())
    return exits
