#!/bin/sh
# Install the packages of debian.txt that are missing, where root can; else say which, and go on.
set -eu
cd "$(dirname "$0")"

missing=
while read -r package; do
  case $package in "#"* | "") continue ;; esac
  dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done <debian.txt
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "Not installed:$missing. Tests that open a browser are skipped without them."
  exit 0
fi

echo "Installing$missing."
apt-get update -qq
# shellcheck disable=SC2086  # a list of package names
DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 $missing >/dev/null
