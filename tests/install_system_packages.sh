#!/bin/sh
# Installs what the tests need beyond Python packages: a browser for the tests of the pages.
set -eu

for browser in chromium chromium-browser google-chrome; do
    if command -v "$browser" >/dev/null 2>&1; then
        exit 0
    fi
done

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium for the tests of the pages."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null
    exit 0
fi

echo "The tests of the pages need the browser Chromium. Install it with:" >&2
if command -v apt-get >/dev/null 2>&1; then
    echo "    sudo apt-get update && sudo apt-get install -y chromium fonts-liberation" >&2
elif command -v dnf >/dev/null 2>&1; then
    echo "    sudo dnf install -y chromium" >&2
elif command -v brew >/dev/null 2>&1; then
    echo "    brew install --cask chromium" >&2
else
    echo "    the package manager of this system (the program 'chromium' must be on the PATH)" >&2
fi
exit 1
