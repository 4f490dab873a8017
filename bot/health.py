"""Health and metrics over HTTP, on this machine only: GET /health for who restarts, GET /metrics for Prometheus."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, ProcessCollector, make_wsgi_app
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily

from bot import metrics
from data.state import queues
from data.store import Store, StoreProblem

HOST = "127.0.0.1"
SILENT = 180.0  # seconds without a look into the outbox, after which the bot is not alive
UNANSWERED = 120.0  # seconds without an answer of Telegram, after which it is not reached

Family = CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily | InfoMetricFamily
App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def troubles(store: Store, seen: metrics.Counted) -> list[str]:
    """What is off with the running bot, a sentence each."""
    found = []
    if seen.look_age is None or seen.look_age > SILENT:
        found.append("机器人还没有启动完，或已停止处理消息。")
    if seen.poll_age is not None and seen.poll_age > UNANSWERED:
        found.append(f"已有{seen.poll_age:.0f}秒连不上 Telegram。")
    try:
        queues(store)
    except StoreProblem as error:
        found.append(str(error))
    return found


class Collector:
    """What was counted, as Prometheus has it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[Family]:
        """Each metric with its values; those of a database that cannot be read are left out."""
        seen = metrics.counted()
        yield InfoMetricFamily("mubiao", "The program.", {"version": version("mubiao")})
        yield _counter("mubiao_replies", "Messages answered, by the kind of reply.", "kind", seen.replies)
        yield _counter("mubiao_refused", "What was not taken in, by reason.", "reason", seen.refused)
        yield CounterMetricFamily("mubiao_faults", "Messages with which the program went wrong.", seen.faults)
        columns = [(str(bound), count) for bound, count in seen.within] + [("+Inf", sum(seen.replies.values()))]
        yield HistogramMetricFamily("mubiao_reply_seconds", "Time to answer.", columns, seen.seconds)
        for name, age in (("poll", seen.poll_age), ("look", seen.look_age)):
            if age is not None:
                yield GaugeMetricFamily(f"mubiao_last_{name}_age_seconds", f"Since the last {name}.", age)
        yield from self._queues()

    def _queues(self) -> Iterator[Family]:
        try:
            inbox, outbox, failed = queues(self._store)
        except StoreProblem:
            return
        yield GaugeMetricFamily("mubiao_inbox_unfinished", "Updates that are not handled yet.", inbox.waiting)
        yield GaugeMetricFamily("mubiao_outbox_waiting", "Messages to be sent.", outbox.waiting)
        yield GaugeMetricFamily("mubiao_outbox_failed", "Messages given up for good.", failed)


def _counter(name: str, what: str, label: str, counts: dict[str, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, what, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([value], count)
    return family


def application(store: Store) -> App:
    """Answers GET /health and GET /metrics."""
    registry = CollectorRegistry()
    registry.register(Collector(store))
    ProcessCollector(registry=registry)
    shown: App = make_wsgi_app(registry)

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path, asks = environ.get("PATH_INFO"), environ.get("REQUEST_METHOD") == "GET"
        if path == "/metrics" and asks:
            return shown(environ, start)
        if path != "/health" or not asks:
            start("404 Not Found" if asks else "405 Method Not Allowed", [("Content-Type", "text/plain")])
            return [b""]
        off = troubles(store, metrics.counted())
        start("503 Service Unavailable" if off else "200 OK", [("Content-Type", "application/json; charset=utf-8")])
        told = {"status": "off" if off else "ok", "off": off, "version": version("mubiao")}
        return [json.dumps(told, ensure_ascii=False).encode()]

    return answer


class _Quiet(WSGIRequestHandler):
    """Logs nothing, and waits for nobody."""

    timeout = 5

    def log_message(self, *_said: Any) -> None:
        """Nothing."""


@contextmanager
def serving(port: int, store: Store) -> Iterator[int]:
    """Answers on this port (0: any free one), given back, until the block ends. Raises OSError where it is taken."""
    with make_server(HOST, port, application(store), WSGIServer, _Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, name="health", daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
