#!/bin/bash
# A minimal arm64 Debian as a tar. Runs arm64 programs through qemu-user, so it takes minutes. As root.
set -eu
. "$(dirname "$0")/settings.sh"
. "$LAB_SCRIPTS/cache.sh"
[ "$(id -u)" = 0 ] || die "needs root: it makes a root file system with its owners and modes"
tar=$(rootfs_tar)
[ ! -f "$tar" ] || exit 0

mmdebstrap --architectures=arm64 --variant=minbase --mode=root --include="$(guest_packages | tr ' ' ,)" \
    --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    "$LAB_SUITE" "$LAB_DIR/part.rootfs.tar" "$LAB_DIR/apt/sources.list"
mv "$LAB_DIR/part.rootfs.tar" "$tar"
keep_two rootfs
