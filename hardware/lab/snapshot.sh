#!/bin/bash
# snapshot.sh [NAME]             freezes the running machine: memory, devices and disk, in its disk file
# snapshot.sh --restore [NAME]   goes on from there, whatever happened since; the lab may run or not
set -eu
. "$(dirname "$0")/settings.sh"
. "$LAB_SCRIPTS/process.sh"
run=$LAB_RUN
if [ "${1:-}" != --restore ]; then
    alive "$run/qemu.pid" || die "the lab is not running"
    ! alive "$run/nbdkit.pid" || die "a cuttable disk holds no snapshot: lab stop, then lab start"
    # What the guest's sshd holds open would be garbage after a restore.
    "$LAB_SCRIPTS/ssh.sh" --forget
    answer=$("$LAB_SCRIPTS/host/qmp.py" "$run/qmp.sock" "savevm ${1:-ready}")
    [ -z "${answer//[[:space:]]/}" ] || die "$answer"
    exit 0
fi
if alive "$run/qemu.pid"; then
    ! alive "$run/nbdkit.pid" || die "this lab runs with a cuttable disk, which holds no snapshot"
    "$LAB_SCRIPTS/ssh.sh" --forget
    signal "$run/qemu.pid" TERM
    await_end "$run/qemu.pid" 10 || die "QEMU does not end"
fi
exec "$LAB_SCRIPTS/start.sh" --snapshot "${2:-ready}"
