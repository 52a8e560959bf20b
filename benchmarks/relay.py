"""A wire between a client and a server that counts bytes, and may be slow.

``python -m benchmarks.relay OWN_SOCKET SERVER [BYTES_PER_SECOND DELAY]`` listens on a socket of its
own until its standard input ends, and then writes what went over it as JSON. A process of its own,
so that it does not take time from the client.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from contextlib import suppress

_PIECE = 2**16
_UNDER_WAY = 64


class Relay:
    """Carries every connection on to a server.

    Args:
        server: the path of its socket, or ``host:port``.
        rate: bytes a second each way, of all connections together; 0: as fast as it goes.
        delay: seconds that a byte is under way.
    """

    def __init__(self, server: str, rate: float, delay: float) -> None:
        self._server = server
        self._rate = rate
        self._delay = delay
        self._free = {"up": 0.0, "down": 0.0}
        self.carried: Counter[str] = Counter()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection, until either side ends it."""
        if self._server.startswith("/"):
            there, back = await asyncio.open_unix_connection(self._server)
        else:
            host, _, port = self._server.rpartition(":")
            there, back = await asyncio.open_connection(host, int(port))
        await asyncio.gather(self._carry(reader, back, "up"), self._carry(there, writer, "down"))

    async def _carry(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, way: str
    ) -> None:
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_UNDER_WAY)
        clock = asyncio.get_running_loop().time

        async def deliver() -> None:
            while True:
                due, piece = await pieces.get()
                if (early := due - clock()) > 0:
                    await asyncio.sleep(early)
                if not piece:
                    break
                target.write(piece)
                await target.drain()
            target.close()

        delivery = asyncio.create_task(deliver())
        with suppress(ConnectionError):
            while piece := await source.read(_PIECE):
                self.carried[way] += len(piece)
                sent = clock()
                if self._rate:
                    sent = max(sent, self._free[way]) + len(piece) / self._rate
                    self._free[way] = sent
                await pieces.put((sent + self._delay, piece))
        await pieces.put((0, b""))
        with suppress(ConnectionError):
            await delivery


async def serve(own: str, server: str, rate: float, delay: float) -> None:
    """Listen until standard input ends."""
    relay = Relay(server, rate, delay)
    listening = await asyncio.start_unix_server(relay.connected, own)
    print("ready", flush=True)
    async with listening:
        await asyncio.to_thread(sys.stdin.read)
    print(json.dumps({way: relay.carried[way] for way in ("up", "down")}), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])))
