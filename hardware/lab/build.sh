#!/bin/bash
# From nothing to an image: packages, kernel and root file system (side by side), image. What is built already is kept;
# the network is asked only when a part is missing or the package lists are older than LAB_LISTS_DAYS.
set -eu
. "$(dirname "$0")/settings.sh"
. "$LAB_SCRIPTS/cache.sh"
exec 9> "$LAB_DIR/build.lock"; flock 9
begin=$SECONDS
"$LAB_SCRIPTS/packages.sh"
"$LAB_SCRIPTS/sources.sh"
# A mirror has the newest packages only: what is to be built is looked up anew.
[ -d "$(kernel_dir)" ] && [ -f "$(rootfs_tar)" ] || "$LAB_SCRIPTS/sources.sh" 0
echo "packages after $((SECONDS - begin)) s"
"$LAB_SCRIPTS/rootfs.sh" > "$LAB_DIR/rootfs.log" 2>&1 & rootfs=$!
"$LAB_SCRIPTS/kernel.sh" > "$LAB_DIR/kernel.log" 2>&1 & kernel=$!
failed=
wait $kernel || failed="$failed kernel.sh (see $LAB_DIR/kernel.log)"
echo "kernel after $((SECONDS - begin)) s"
wait $rootfs || failed="$failed rootfs.sh (see $LAB_DIR/rootfs.log)"
echo "root file system after $((SECONDS - begin)) s"
[ -z "$failed" ] || die "failed:$failed"
"$LAB_SCRIPTS/image.sh"
basename "$(image_dir)" > "$LAB_DIR/image"
echo "image after $((SECONDS - begin)) s"
