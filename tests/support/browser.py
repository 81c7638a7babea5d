"""Finds a Chromium for the journeys, and gets one where there is none: `python -m tests.support.browser`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",  # root can't have one
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",  # it would look up its maker's hosts at every start
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
"""Arguments with which a browser of the tests talks to nobody but us."""
ADVICE = (
    "No Chromium was found and none could be installed; tests with a browser will be skipped.\n"
    "Install one (Debian, Ubuntu: sudo apt-get install chromium) or name one: CHROMIUM=/path/to/chrome make test"
)


def find() -> Path | None:
    """The browser to use: `CHROMIUM`, the system's, or the one that Playwright downloaded."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named)
    for name in NAMES:
        # Ubuntu's chromium-browser may be a note that says to install a snap: only what answers counts.
        if (path := shutil.which(name)) and answers(path):
            return Path(path)
    return playwrights_own()


def answers(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def install() -> None:
    """Tries Debian's package as root, then Playwright's download; whoever fails says so on the terminal."""
    may_install = os.geteuid() == 0 and shutil.which("apt-get") is not None
    if may_install:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdin=subprocess.DEVNULL, env=environment)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment)
        if find():
            return
    libraries = ["--with-deps"] if may_install else []
    command = [sys.executable, "-m", "playwright", "install", *libraries, "chromium"]
    subprocess.run(command, check=False, stdin=subprocess.DEVNULL)


def main() -> int:
    """0 with a browser; 1 without one where CI must not pass over the journeys."""
    if find():
        return 0
    print("Installing Chromium for the tests with a browser ...", file=sys.stderr)
    install()
    if find():
        return 0
    print(ADVICE, file=sys.stderr)
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
