#!/bin/sh
# Make .venv with a Python that is new enough, or say in one sentence what is missing.
set -eu

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

if [ -x .venv/bin/python ] && new_enough .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; then
  exit 0
fi

python=
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
  if new_enough "$candidate"; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "Safe Passage needs Python 3.11 or newer: install it, or name it with 'make PYTHON=/path/to/python'." >&2
  exit 2
fi

if ! can_make_venv "$python"; then
  package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $package, which Debian keeps apart from Python."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package" >/dev/null
  fi
  if ! can_make_venv "$python"; then
    echo "This Python cannot make virtual environments: install $package (as root: apt-get install $package)." >&2
    exit 2
  fi
fi

"$python" -m venv --clear .venv
