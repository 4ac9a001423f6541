#!/bin/sh
# Pins every dependency (to run, test, check and measure), for every system, in requirements.lock.
# Versions already pinned there are kept where they still fit; --upgrade takes the newest.
set -eu
cd "$(dirname "$0")/.."

made=$(mktemp)
trap 'rm -f "$made" "$made.lock"' EXIT
cp requirements.lock "$made.lock" 2>/dev/null || true
.venv/bin/python -m uv pip compile pyproject.toml --quiet --all-extras --universal --python-version 3.11 --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links --output-file "$made.lock" "$@"
{
    echo "# Every package that Scrutiny Desk runs and is tested with, on every system. Made by \`make lock\`; \`make setup\` installs it."
    grep -v '^#' "$made.lock"
} >"$made"
cat "$made" >requirements.lock
echo "requirements.lock: $(grep -c '==' requirements.lock) packages pinned"
