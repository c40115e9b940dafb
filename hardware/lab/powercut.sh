#!/bin/bash
# Cut the power: the disk's volatile cache and the machine are gone at once. Only for a lab started with --cuttable;
# killing QEMU alone is a crash of the guest, and the host keeps everything that the guest ever wrote.
set -eu
. "$(dirname "$0")/settings.sh"
. "$LAB_SCRIPTS/process.sh"
run=$LAB_RUN
alive "$run/qemu.pid" || die "the lab is not running"
alive "$run/nbdkit.pid" || die "this lab has no cuttable disk: lab stop, then lab start --cuttable"
# The disk first: between the two, nothing that the guest does can reach it any more.
signal "$run/nbdkit.pid" KILL
signal "$run/qemu.pid" KILL
await_end "$run/nbdkit.pid" 5 && await_end "$run/qemu.pid" 5 || die "a killed process is still there"
"$LAB_SCRIPTS/ssh.sh" --forget
rm -f "$run"/{qmp,disk}.sock "$run"/{qemu,nbdkit,nbdkit.raw}.pid
