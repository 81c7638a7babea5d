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
from starlette.responses import FileResponse, Response

FOR_GOOD = "public, max-age=31536000, immutable"
"""For an address that names its content: it never changes."""

ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {
    # 9 of 11: two seconds for the widget instead of twenty, at a tenth more bytes.
    "br": lambda raw: brotli.compress(raw, quality=9),
    "gzip": lambda raw: gzip.compress(raw, 6, mtime=0),
}


def accepted_encoding(accept: str) -> str | None:
    """The best of our encodings that an Accept-Encoding header allows; null where it allows neither."""
    offered = dict(re.findall(r"([\w*-]+)\s*(?:;\s*q=([\d.]+))?", accept))
    return next((name for name in ENCODERS if name in offered and float(offered[name] or 1) > 0), None)


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
            self._digest = sha256(self.source.read_bytes()).hexdigest()[:16]
        return self._digest

    def copy(self, encoding: str) -> Path:
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

    async def response(self, accept_encoding: str) -> Response:
        encoding = accepted_encoding(accept_encoding)
        headers = {"cache-control": FOR_GOOD, "vary": "accept-encoding", "x-content-type-options": "nosniff"}
        if encoding is None:
            return FileResponse(self.source, headers=headers, media_type=self.media_type)
        path = await run_sync(self.copy, encoding)
        return FileResponse(path, headers={**headers, "content-encoding": encoding}, media_type=self.media_type)
