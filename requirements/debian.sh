#!/bin/sh
# Install the packages of debian.txt that are missing, where root can; else say which, and go on.
# The file named as the argument is touched when none is missing.
set -eu
folder=$(dirname "$0")
stamp=$1

missing=
while read -r package; do
  case $package in "#"* | "") continue ;; esac
  dpkg-query --show --showformat='${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' ||
    missing="$missing $package"
done <"$folder/debian.txt"

# shellcheck disable=SC2086  # a list of package names
install_missing() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "Installing$missing."
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq &&
    apt-get install -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 $missing >/dev/null
}

if [ -z "$missing" ] || install_missing; then
  touch "$stamp"
else
  echo "Not installed:$missing. Tests that need them are skipped."
fi
