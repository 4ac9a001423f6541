#!/bin/sh
# Chromium (for the tests of the chat in a real browser) and Tesseract (to read scanned pages) are programs, not Python packages.
# As root on Debian or Ubuntu they are installed; elsewhere one line names what is missing. Neither stops the set-up.
set -u

missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 ||
    missing="chromium"
command -v tesseract >/dev/null 2>&1 || missing="${missing:+$missing }tesseract-ocr"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $missing with apt-get ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086  # one word a package
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends $missing; } >/dev/null 2>&1 && exit 0
fi
echo "Optional programs not found: $missing (Debian and Ubuntu: sudo apt-get install $missing; macOS: brew install --cask chromium," \
    "brew install tesseract); the tests and features that want them are skipped." >&2
exit 0
