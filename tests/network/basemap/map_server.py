"""A small server on this machine: a page with MapLibre, a style, and the tiles of a basemap. It serves nothing else."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from pmtiles.reader import MemorySource, Reader

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/maplibre-gl.css"><script src="/maplibre-gl.js"></script>
<style>html, body, #map { margin: 0; height: 100%; }</style></head><body><div id="map"></div><script>
window.problems = [];
const map = new maplibregl.Map({
  container: 'map', style: '/style.json', center: VIEW.center, zoom: VIEW.zoom, attributionControl: {compact: false},
  canvasContextAttributes: {preserveDrawingBuffer: true}, fadeDuration: 0,
});
map.on('error', event => window.problems.push(String(event.error && event.error.message || event.error)));
map.once('idle', () => { window.drawn = true; });
</script></body></html>"""

GZIP = b"\x1f\x8b"


@contextmanager
def serving(
    archive: Path, library: Path, style: Mapping[str, Any], center: tuple[float, float], zoom: float
) -> Iterator[str]:
    """Serve the page, and give its address; `library` is the folder with MapLibre."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    address = f"http://127.0.0.1:{server.server_port}/"
    view = json.dumps({"center": center, "zoom": zoom})
    answers = {
        "/": ("text/html", PAGE.replace("VIEW.", f"({view}).").encode()),
        "/style.json": ("application/json", json.dumps(_served(style, address)).encode()),
        "/maplibre-gl.js": ("text/javascript", (library / "maplibre-gl.js").read_bytes()),
        "/maplibre-gl.css": ("text/css", (library / "maplibre-gl.css").read_bytes()),
    }
    server.RequestHandlerClass = _handler(answers, archive.read_bytes())
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _served(style: Mapping[str, Any], address: str) -> Mapping[str, Any]:
    """Give a style whose tiles and glyphs come from the server."""
    source = {**style["sources"]["basemap"], "tiles": [f"{address}tiles/{{z}}/{{x}}/{{y}}"]}
    source.pop("url", None)
    return {**style, "sources": {"basemap": source}, "glyphs": f"{address}glyphs/{{fontstack}}/{{range}}.pbf"}


def _handler(answers: Mapping[str, tuple[str, bytes]], archive: bytes) -> type[BaseHTTPRequestHandler]:
    reader = Reader(MemorySource(archive))  # type: ignore[no-untyped-call]  # pmtiles has no types here

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path in answers:
                self._answer(200, *answers[self.path])
                return
            if self.path.startswith("/glyphs/"):
                self._answer(200, "application/x-protobuf", b"")
                return
            z, x, y = (int(part) for part in self.path.removeprefix("/tiles/").split("/"))
            tile = reader.get(z, x, y)  # type: ignore[no-untyped-call]  # nor here
            self._answer(200 if tile else 204, "application/x-protobuf", tile or b"")

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if body.startswith(GZIP):
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
