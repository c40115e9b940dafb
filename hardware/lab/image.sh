#!/bin/bash
# Root file system + kernel -> image-KEY/{disk.img,initrd.gz,vmlinuz,known_hosts,id_ed25519}. No mount, no loop device. As root.
set -eu -o pipefail
. "$(dirname "$0")/settings.sh"
. "$LAB_SCRIPTS/cache.sh"
[ "$(id -u)" = 0 ] || die "needs root: the files in the image keep their owners"
done=$(image_dir); kernel=$(kernel_dir)
[ ! -d "$done" ] || exit 0
release=$(cat "$kernel/version")
work=$LAB_DIR/part.image; root=$work/root
rm -rf "$work"; mkdir -p "$root"
tar -C "$root" -xpf "$(rootfs_tar)" --exclude='./dev/*'

# The files of a module and of everything it needs, in loading order. A name that is built in gives none.
closure() {
    local name
    for name in "$@"; do
        modprobe -d "$kernel/tree" -S "$release" --show-depends "$name" > "$work/closure" || die "the kernel has no module $name"
        awk '$1 == "insmod" { print $2 }' "$work/closure"
    done | awk '!seen[$0]++'
}
modules="virtio_pci virtio_blk virtio_net virtio_console virtio_rng ext4 configfs autofs4 loop overlay fuse cuse
 gpio-sim-lab i2c-lab spi-lab i2c-dev bmp280-i2c adxl345_i2c rtc-pl031 i6300esb
 iio_dummy industrialio-configfs industrialio-sw-device industrialio-sw-trigger iio-trig-hrtimer kfifo_buf
 dm-mod dm-flakey dm-log-writes"
# shellcheck disable=SC2086
closure $modules > "$work/modules.list"
while read -r file; do
    install -D -m 644 "$file" "$root/${file#"$kernel/tree/"}"
done < "$work/modules.list"
cp "$kernel/tree/lib/modules/$release"/modules.{order,builtin,builtin.modinfo} "$root/lib/modules/$release/"
depmod -b "$root" "$release"

echo edgelab > "$root/etc/hostname"
printf '127.0.0.1 localhost\n10.0.2.15 edgelab\n' > "$root/etc/hosts"
tr -d - < /proc/sys/kernel/random/uuid > "$root/etc/machine-id"
: > "$root/etc/resolv.conf"
printf '/dev/vda / ext4 defaults,noatime 0 1\ntmpfs /tmp tmpfs mode=1777 0 0\n' > "$root/etc/fstab"
printf '[Match]\nName=en* eth*\n[Network]\nDHCP=no\nAddress=10.0.2.15/24\nGateway=10.0.2.2\nLinkLocalAddressing=no\n' \
    > "$root/etc/systemd/network/10-lab.network"

# An ordinary user, as on a Pi, with the groups that Raspberry Pi OS gives to its first one.
for group in gpio i2c spi; do chroot "$root" groupadd --force --system "$group"; done
chroot "$root" useradd --create-home --shell /bin/bash --groups gpio,i2c,spi,dialout pi
chroot "$root" usermod --password '*' pi

# Keys are made here and stay in LAB_DIR. The guest's key is known beforehand, so ssh checks it as usual.
ssh-keygen -q -t ed25519 -N '' -C edgelab -f "$work/id_ed25519"
for home in root home/pi; do
    install -d -m 700 "$root/$home/.ssh"
    install -m 600 "$work/id_ed25519.pub" "$root/$home/.ssh/authorized_keys"
done
chroot "$root" chown -R pi:pi /home/pi/.ssh
rm -f "$root"/etc/ssh/ssh_host_*
ssh-keygen -q -t ed25519 -N '' -C edgelab -f "$root/etc/ssh/ssh_host_ed25519_key"
echo "edgelab $(cut -d' ' -f1,2 "$root/etc/ssh/ssh_host_ed25519_key.pub")" > "$work/known_hosts"
printf 'HostKey /etc/ssh/ssh_host_ed25519_key\nUseDNS no\nPermitRootLogin prohibit-password\nPasswordAuthentication no\nMaxSessions 40\n' \
    > "$root/etc/ssh/sshd_config.d/lab.conf"

# The simulated hardware is there before ssh answers.
install -d "$root/usr/local/lib/edgeipc-lab"
install -m 755 "$LAB_SCRIPTS"/guest/*.sh "$root/usr/local/lib/edgeipc-lab/"
aarch64-linux-gnu-gcc -O2 -Wall -Wextra -Werror -static -s -o "$root/usr/local/lib/edgeipc-lab/finger" "$LAB_SCRIPTS/guest/finger.c"
install -m 644 "$LAB_SCRIPTS/guest/edgeipc-lab.rules" "$root/etc/udev/rules.d/60-edgeipc-lab.rules"
units=$root/etc/systemd/system
install -m 644 "$LAB_SCRIPTS/guest/lab-hardware.service" "$units/"
printf 'options i2c-lab chip_addr=%s word_chip=%s bus_hz=%s\noptions spi-lab bus_time=%s\n' \
    "$LAB_I2C_CHIPS" "$LAB_I2C_WORD_CHIP" "$LAB_BUS_HZ" "$([ "$LAB_BUS_HZ" = 0 ] && echo 0 || echo 1)" > "$root/etc/modprobe.d/edgeipc-lab.conf"
ln -sf /lib/systemd/system/multi-user.target "$units/default.target"
mkdir -p "$units/multi-user.target.wants"
ln -sf /lib/systemd/system/systemd-networkd.service ../lab-hardware.service "$units/multi-user.target.wants/"
# What makes an emulated start slow, or needs a network or a clock server that the lab does not have.
for unit in systemd-networkd-wait-online.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer \
    e2scrub_all.timer e2scrub_reap.service fstrim.timer systemd-timesyncd.service getty@tty1.service serial-getty@ttyS0.service serial-getty@ttyAMA0.service \
    modprobe@drm.service modprobe@fuse.service modprobe@loop.service modprobe@dm_mod.service sys-fs-fuse-connections.mount sys-kernel-debug.mount sys-kernel-tracing.mount dev-hugepages.mount user@0.service \
    systemd-pstore.service systemd-update-utmp.service; do
    ln -sf /dev/null "$units/$unit"
done

# Of the machine's devices only these have rules that matter here; to go through all of them takes an emulated machine 5 s.
install -d "$units/systemd-udev-trigger.service.d"
printf '[Service]\nExecStart=\nExecStart=-udevadm trigger --type=devices --action=add%s\n' \
    "$(printf ' --subsystem-match=%s' block net tty rtc misc hwrng gpio i2c-dev spidev iio watchdog)" > "$units/systemd-udev-trigger.service.d/lab.conf"
# A user's session ends with the last logout, not ten seconds later.
install -d "$root/etc/systemd/logind.conf.d"
printf '[Login]\nUserStopDelaySec=0\n' > "$root/etc/systemd/logind.conf.d/lab.conf"

truncate -s "${LAB_DISK_MB}M" "$work/disk.img"
mke2fs -q -t ext4 -L edgelab -E lazy_itable_init=1,lazy_journal_init=1 -d "$root" "$work/disk.img"

# The initrd only loads what the root disk needs, and mounts it.
ird=$work/initrd; mkdir -p "$ird"/{bin,m,proc,sys,dev,new}
install -m 755 "$kernel/busybox" "$ird/bin/busybox"; ln -s busybox "$ird/bin/sh"
install -m 755 "$LAB_SCRIPTS/guest/init" "$ird/init"
closure virtio_pci virtio_blk virtio_net ext4 | while read -r file; do
    cp "$file" "$ird/m/"; basename "$file" >> "$ird/m/order"
done
(cd "$ird" && find . | cpio -o -H newc --quiet | gzip -1) > "$work/initrd.gz"
cp "$kernel/vmlinuz" "$work/vmlinuz"
rm -rf "$root" "$ird" "$work/closure"
mv "$work" "$done"
keep_two image
