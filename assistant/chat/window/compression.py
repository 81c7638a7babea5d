"""Large scripts compressed once, instead of for every visitor: the chat's are several megabytes."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock

import brotli
from anyio.to_thread import run_sync
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

FOR_GOOD = "public, max-age=31536000, immutable"
"""For an address that names its content: it never changes."""

ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {
    # 9 of 11: two seconds for the widget instead of twenty, at a tenth more bytes.
    "br": lambda raw: brotli.compress(raw, quality=9),
    "gzip": lambda raw: gzip.compress(raw, 6, mtime=0),
}

OFFER = re.compile(r"\s*(?P<name>[\w*-]+)\s*(?:;\s*q=(?P<weight>[0-9]+(?:\.[0-9]*)?)\s*)?", re.IGNORECASE)
"""One part of an Accept-Encoding header (RFC 9110, section 12.5.3), a name with or without its weight."""


def choose_encoding(accept: str) -> str | None:
    """The best of our encodings that an Accept-Encoding header allows; null where it allows neither.

    A part that can't be read allows nothing: uncompressed text suits every browser.
    """
    offers = [offer for part in accept.split(",") if (offer := OFFER.fullmatch(part))]
    wanted = {offer["name"].lower() for offer in offers if float(offer["weight"] or 1) > 0}
    return next((name for name in ENCODERS if name in wanted), None)


def digest_content(content: bytes) -> str:
    """Sixteen hexadecimal digits that name a content."""
    return sha256(content).hexdigest()[:16]


def respond_with_text(
    text: str, media_type: str, asked: Mapping[str, str], then: BackgroundTask | None = None
) -> Response:
    """A response of a few kilobytes, compressed for this request and asked for anew each time; 304 where the
    visitor has it already. `asked` are the request's headers.
    """
    raw = text.encode()
    encoding = choose_encoding(asked.get("accept-encoding", ""))
    etag = f'"{digest_content(raw)}"'
    headers = {
        "cache-control": "no-cache",
        "etag": etag,
        "vary": "accept-encoding",
        "x-content-type-options": "nosniff",
    }
    if etag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers, background=then)
    if encoding:
        headers["content-encoding"] = encoding
    body = ENCODERS[encoding](raw) if encoding else raw
    return Response(body, headers=headers, media_type=media_type, background=then)


class CompressedFile:
    """A text file served from copies in `folder`, which are made at the first request and outlive the process."""

    def __init__(self, source: Path, folder: Path, media_type: str) -> None:
        self.source = source
        self.folder = folder
        self.media_type = media_type
        self._making = Lock()
        self._digest: str | None = None

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that name the content. Reads the file the first time."""
        if self._digest is None:
            self._digest = digest_content(self.source.read_bytes())
        return self._digest

    def make_copy(self, encoding: str) -> Path:
        """The path of the compressed copy; blocks while it is made."""
        target = self.folder / f"{self.source.stem}.{self.digest}{self.source.suffix}.{encoding}"
        with self._making:
            if not target.exists():
                self._write(target, ENCODERS[encoding](self.source.read_bytes()))
        return target

    def _write(self, target: Path, content: bytes) -> None:
        """Under another name first, so that a second process never serves half a file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(content)
        Path(file.name).replace(target)

    async def respond(self, accept_encoding: str) -> Response:
        encoding = choose_encoding(accept_encoding)
        headers = {"cache-control": FOR_GOOD, "vary": "accept-encoding", "x-content-type-options": "nosniff"}
        if encoding is None:
            return FileResponse(self.source, headers=headers, media_type=self.media_type)
        path = await run_sync(self.make_copy, encoding)
        return FileResponse(path, headers={**headers, "content-encoding": encoding}, media_type=self.media_type)
