"""Requests to the Bot API by aiohttp: several times as fast as the library's own transport, which looks through all its
connections for each request. The library's own one serves where there is a proxy (it knows SOCKS)."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

CONNECT, READ, UPLOAD = 5.0, 10.0, 60.0  # seconds: to connect, without a byte, for a file as a whole
KEPT = 60.0  # seconds that an idle connection stays open
Outcome = Callable[[Exception | None], None]


class AiohttpRequest(BaseRequest):
    """A pool of so many connections."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds without a byte before a request is given up."""
        return READ

    async def initialize(self) -> None:
        """Opens the pool."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEPT)
            self._session = aiohttp.ClientSession(connector=connector, headers={"User-Agent": self.USER_AGENT})

    async def shutdown(self) -> None:
        """Closes the pool."""
        if self._session:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body. Raises TimedOut, NetworkError."""
        if self._session is None:
            raise RuntimeError("the transport is not open")
        read = READ if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        whole = UPLOAD if request_data and request_data.contains_files else None
        timeout = aiohttp.ClientTimeout(total=whole, sock_connect=CONNECT, sock_read=read)
        try:
            async with self._session.request(method, url, data=_body(request_data), timeout=timeout) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.InvalidURL as error:
            raise ValueError("not an address") from error
        except (aiohttp.ClientError, OSError, asyncio.IncompleteReadError) as error:
            raise NetworkError(type(error).__name__) from error  # its own words hold the address, which holds the token


def _body(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    """The fields of a request, files among them."""
    if data is None or not data.contains_files:
        return data.json_parameters if data else None
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media)
    return form


class Watched(BaseRequest):
    """A transport whose requests and their outcomes are told, so that a standstill is seen."""

    def __init__(self, inner: BaseRequest, begun: Callable[[], None], outcome: Outcome) -> None:
        self._inner, self._begun, self._outcome = inner, begun, outcome

    @property
    def read_timeout(self) -> float | None:
        """Seconds without a byte before a request is given up."""
        return self._inner.read_timeout

    async def initialize(self) -> None:
        """Opens the pool."""
        await self._inner.initialize()

    async def shutdown(self) -> None:
        """Closes the pool."""
        await self._inner.shutdown()

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """The status and the body. Raises TimedOut, NetworkError."""
        self._begun()
        try:
            answer = await self._inner.do_request(*args, **options)
        except Exception as error:
            self._outcome(error)
            raise
        self._outcome(None)
        return answer


def transport(connections: int, proxy: str | None) -> BaseRequest:
    """A transport with so many connections. Raises ValueError, RuntimeError, ImportError for a bad proxy."""
    return HTTPXRequest(connections, proxy=proxy, pool_timeout=30) if proxy else AiohttpRequest(connections)
