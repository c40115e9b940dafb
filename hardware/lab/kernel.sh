#!/bin/bash
# Debian's arm64 kernel and what it lacks: gpio-sim and IIO parts from Debian's own source package, plus i2c-lab and
# spi-lab from modules/, cross-built against the same version.
# -> kernel-KEY/{vmlinuz,version,busybox,tree/lib/modules/VERSION}
set -eu -o pipefail
. "$(dirname "$0")/settings.sh"
. "$LAB_SCRIPTS/cache.sh"
done=$(kernel_dir)
[ ! -d "$done" ] || exit 0
conf=$LAB_DIR/apt/apt.conf; debs=$LAB_DIR/debs; work=$LAB_DIR/part.kernel
rm -rf "$work"; mkdir -p "$work/oot" "$work/tree/lib/modules" "$debs"
read -r _ release line version < <(grep '^kernel ' "$LAB_DIR/apt/versions")
echo "kernel $release, Debian version $version"

# What the last build fetched serves again when only a module of ours changed.
deb() { echo "$debs/${1}_${version#*:}_"*.deb; }
fetch=
for part in $(awk '$1 == "kernel-part" { print $2 }' "$LAB_DIR/apt/versions"); do
    name=${part%%[:=]*}
    [ -f "$(deb "$name")" ] || fetch="$fetch $part"
done
[ -f "$(echo "$debs"/busybox-static_*.deb)" ] || fetch="$fetch busybox-static:arm64"
if [ -n "$fetch" ]; then
    find "$debs" -name 'linux-*.deb' ! -name "*_${version#*:}_*" -delete
    # shellcheck disable=SC2086
    (cd "$debs" && apt-get -c "$conf" -qq download $fetch)
fi

dpkg-deb --fsys-tarfile "$(deb "linux-image-$release")" | tar -x -C "$work/tree" --wildcards "./lib/modules/*" "./boot/vmlinuz-*"
mv "$work/tree/boot/vmlinuz-$release" "$work/vmlinuz"
dpkg-deb --fsys-tarfile "$debs"/busybox-static_*.deb | tar -xO ./bin/busybox > "$work/busybox"

for package in "linux-headers-$release" "linux-headers-${release%-arm64}-common" "linux-kbuild-$line"; do
    dpkg-deb -x "$(deb "$package")" "$work/headers"
done
src=$work/headers/usr/src
# The packaged Makefile includes the common headers by absolute path, as if they were installed on this machine.
echo "include $src/linux-headers-${release%-arm64}-common/Makefile" > "$src/linux-headers-$release/Makefile"

from_source="drivers/gpio/gpio-sim.c drivers/gpio/gpiolib.h kernel/irq/irq_sim.c
 drivers/iio/industrialio-configfs.c drivers/iio/industrialio-sw-device.c drivers/iio/industrialio-sw-trigger.c
 drivers/iio/trigger/iio-trig-hrtimer.c drivers/iio/dummy/iio_simple_dummy.c drivers/iio/dummy/iio_simple_dummy.h
 drivers/iio/dummy/iio_simple_dummy_buffer.c"
# shellcheck disable=SC2046,SC2086
dpkg-deb --fsys-tarfile "$(deb "linux-source-$line")" | tar -xO "./usr/src/linux-source-$line.tar.xz" |
    tar -xJ -C "$work/oot" --transform 's,.*/,,' $(printf "linux-source-$line/%s " $from_source)
cp "$LAB_SCRIPTS"/modules/* "$work/oot/"
# irq_sim is built into the kernel or absent; linked into a module it must not use irq_to_desc, which is not exported.
sed -i 's/handle_simple_irq(irq_to_desc(irqnum));/generic_handle_irq(irqnum);/' "$work/oot/irq_sim.c"
[ "$(grep -c 'generic_handle_irq(irqnum);' "$work/oot/irq_sim.c")" = 1 ] ||
    die "irq_sim.c of $version no longer has the line to change: look at kernel/irq/irq_sim.c"
make -s -j"$(nproc)" -C "$src/linux-headers-$release" M="$work/oot" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- modules

extra=$work/tree/lib/modules/$release/extra; mkdir -p "$extra"
for module in "$work"/oot/*.ko; do aarch64-linux-gnu-strip --strip-debug -o "$extra/$(basename "$module")" "$module"; done
depmod -b "$work/tree" "$release"
echo "$release" > "$work/version"
rm -rf "$work/headers" "$work/oot"
mv "$work" "$done"
keep_two kernel
