#!/bin/bash
# stop.sh: shuts the guest down; what does not end by itself is ended, by the pid that start.sh remembered.
set -eu
. "$(dirname "$0")/settings.sh"
. "$LAB_SCRIPTS/process.sh"
run=$LAB_RUN
if alive "$run/qemu.pid"; then
    "$LAB_SCRIPTS/ssh.sh" -o ConnectTimeout=3 systemctl --no-block poweroff 2> /dev/null || true
    await_end "$run/qemu.pid" 40 || { echo "stop.sh: the guest did not shut down, ending QEMU" >&2; signal "$run/qemu.pid" TERM; }
    await_end "$run/qemu.pid" 10 || { signal "$run/qemu.pid" KILL; await_end "$run/qemu.pid" 10 || die "QEMU does not end"; }
fi
for helper in nbdkit printer; do
    signal "$run/$helper.pid" TERM
    await_end "$run/$helper.pid" 20 || die "the $helper does not end"
done
[ ! -f "$run/ssh.config" ] || "$LAB_SCRIPTS/ssh.sh" --forget
rm -f "$run"/{qmp,disk}.sock "$run"/*.pid
