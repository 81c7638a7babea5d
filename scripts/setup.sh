#!/usr/bin/env bash
# Makes .venv hold exactly what the hashed requirements say; does nothing when it already does.
#   scripts/setup.sh          what Foyer needs to run
#   scripts/setup.sh dev      that, and what its checks and tests need
# PYTHON=/path/to/python3.12 chooses the interpreter. Needs Python 3.11 or newer and nothing else: no git, no compiler.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kind=${1:-runtime}
lock=requirements.lock
[ "$kind" = dev ] && lock=requirements-dev.lock
python=.venv/bin/python

say() { printf '%s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" || die "PYTHON=$PYTHON is not a Python 3.11 or newer."
        command -v "$PYTHON"
        return
    fi
    local name
    for name in python3 python3.13 python3.12 python3.11 python; do
        if command -v "$name" >/dev/null && new_enough "$name"; then command -v "$name"; return; fi
    done
    die "Foyer needs Python 3.11 or newer and found none. Install one, or name it: make run PYTHON=/path/to/python3.12"
}

# Debian and Ubuntu keep the venv module's other half (ensurepip) in a package of its own.
install_debian_venv() {
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
    say "Installing the Debian package python$1-venv, which this Python lacks ..."
    apt-get update -qq >&2 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "python$1-venv" >&2 ||
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >&2
}

# Leaves .venv with a way to install the build requirements, named by the array `pip`.
make_venv() {
    local base=$1 version
    version=$(version_of "$base")
    pip=("$python" -m pip)
    "$base" -c 'import ensurepip, venv' 2>/dev/null || install_debian_venv "$version" || true
    rm -rf .venv
    if "$base" -c 'import ensurepip, venv' 2>/dev/null; then
        "$base" -m venv .venv
    elif "$base" -m pip --version >/dev/null 2>&1 && "$base" -m venv --without-pip .venv; then
        pip=("$base" -m pip --python "$python")
    else
        rm -rf .venv
        die "This Python cannot make a virtual environment. Run one of these, then try again:" \
            $'\n'"    sudo apt-get install python$version-venv" $'\n'"    sudo apt-get install python3-venv"
    fi
}

fits() {
    [ -x "$python" ] && new_enough "$python" || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$python")" = "$(version_of "$PYTHON")" ]
}

# digest LOCK: changes when anything does that an installation depends on.
digest() {
    cat scripts/setup.sh pyproject.toml requirements-build.lock "$1" |
        if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d' ' -f1
}

install() {
    local base started=$SECONDS
    if ! fits || ! "$python" -m pip --version >/dev/null 2>&1; then
        base=$(find_python)
        say "Making .venv with Python $(version_of "$base") ..."
        make_venv "$base"
    else
        pip=("$python" -m pip)
    fi
    say "Installing the $kind requirements; the first time takes about a minute ..."
    "${pip[@]}" install --quiet --disable-pip-version-check --require-hashes -r requirements-build.lock
    # No build isolation: the few source-only packages are built with the hashed backends that are already there.
    # Compiled now, so that no start pays for it: where bytecode can't be written, each would take seconds longer.
    .venv/bin/uv pip install --quiet --python "$python" --require-hashes --no-build-isolation --compile-bytecode -r "$lock"
    .venv/bin/uv pip install --quiet --python "$python" --no-deps --no-build-isolation --editable .
    say "Ready after $((SECONDS - started)) s."
}

wanted=$(digest "$lock")
stamp=.venv/.installed-$kind
up_to_date() { [ -x "$python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && fits; }

up_to_date && exit 0
if command -v flock >/dev/null; then # two `make` at once: the second waits and finds the work done
    exec 9>.venv.lock
    flock 9
    up_to_date && exit 0
fi
install
echo "$wanted" >"$stamp"
if [ "$kind" = dev ]; then digest requirements.lock >.venv/.installed-runtime; fi # it holds the same versions and more
