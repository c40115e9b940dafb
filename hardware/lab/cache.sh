# shellcheck shell=bash
# Sourced: what each part of the lab is made of, as a key. A part is built once for its key: the scripts that make it, and
# the versions that the package lists name.

guest_packages() {
    local gpio=libgpiod3; [ "$LAB_SUITE" != bookworm ] || gpio=libgpiod2
    # What a self-contained .NET program and the tests need; libpam-systemd makes an ssh login a session of logind.
    # No initramfs-tools: emulated, it runs for over 20 minutes.
    echo systemd-sysv udev dbus libpam-systemd openssh-server kmod iproute2 gpiod "$gpio" i2c-tools \
        libgcc-s1 libstdc++6 zlib1g libssl3 ca-certificates procps
}

# key_of KIND FILE...: KIND is how the lines of the versions begin that matter.
key_of() {
    local kind=$1; shift
    { cat "$@"; grep "^$kind" "$LAB_DIR/apt/versions"; echo "$LAB_SUITE"; } | sha256sum | cut -c 1-12
}
kernel_key() { key_of kernel "$LAB_SCRIPTS"/{kernel.sh,modules/*}; }
rootfs_key() { key_of guest "$LAB_SCRIPTS/rootfs.sh"; }
image_key() {
    { kernel_key; rootfs_key; echo "$LAB_DISK_MB $LAB_I2C_CHIPS $LAB_I2C_WORD_CHIP $LAB_BUS_HZ"; cat "$LAB_SCRIPTS"/{image.sh,guest/*}; } |
        sha256sum | cut -c 1-12
}

kernel_dir() { echo "$LAB_DIR/kernel-$(kernel_key)"; }
rootfs_tar() { echo "$LAB_DIR/rootfs-$(rootfs_key).tar"; }
image_dir() { echo "$LAB_DIR/image-$(image_key)"; }

# Removes all but the two newest of a part.
keep_two() { ls -dt "$LAB_DIR/$1"-* 2> /dev/null | tail -n +3 | while read -r old; do rm -rf "$old"; done; }
