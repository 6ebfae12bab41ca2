# shellcheck shell=bash
# Messages to the user.

say() { printf '[%3ds] %s\n' "$SECONDS" "$*"; }
warn() { printf 'damso: %s\n' "$*" >&2; }
die() { warn "$*"; exit 1; }
