#!/bin/bash
# start.sh [--fresh] [--cuttable] [--snapshot NAME] [-- QEMU OPTIONS]: start the lab and wait until ssh answers.
#   --fresh          a new disk from the image; without it the guest finds its disk as it left it
#   --cuttable       the disk is served by a program with a volatile cache, so that powercut.sh is a real power cut
#   --snapshot NAME  goes on where snapshot.sh froze it (not with --cuttable)
# In $LAB_RUN: ssh.config, qmp.sock controls QEMU. The guest's /dev/ttyS0 comes to whoever listens on uart.sock.
set -eu
. "$(dirname "$0")/settings.sh"
. "$LAB_SCRIPTS/process.sh"
fresh=; cuttable=; snapshot=
while [ $# -gt 0 ]; do
    case $1 in
        --fresh) fresh=yes ;;
        --cuttable) cuttable=yes ;;
        --snapshot) snapshot=$2; shift ;;
        --) shift; break ;;
        *) die "unknown option $1: --fresh, --cuttable, --snapshot NAME and -- are allowed" ;;
    esac
    shift
done
run=$LAB_RUN
[ -f "$LAB_DIR/image" ] || die "no image yet: lab build"
exec 9> "$run/lock"; flock -n 9 || die "another start is at work in $run"
! alive "$run/qemu.pid" || die "the lab is running already: lab stop"
! alive "$run/nbdkit.pid" || { signal "$run/nbdkit.pid" TERM; await_end "$run/nbdkit.pid" 10; }
rm -f "$run"/{qmp,disk}.sock "$run"/ssh.sock.* "$run"/{qemu,nbdkit,nbdkit.raw}.pid

# A disk remembers which image it grew from: an overlay on another image would be garbage.
disk=$run/disk.${cuttable:+raw}; [ -n "$cuttable" ] || disk=$run/disk.qcow2
newest=$(cat "$LAB_DIR/image")
if [ -n "$fresh" ] || [ ! -f "$disk" ] || [ "$(cat "$disk.image" 2> /dev/null)" != "$newest" ]; then
    [ -z "$snapshot" ] || die "the disk that was frozen has gone: another image was built since"
    rm -f "$disk" "$disk.image"
    if [ -n "$cuttable" ]; then cp --sparse=always "$LAB_DIR/$newest/disk.img" "$disk"
    else qemu-img create -q -f qcow2 -b "$LAB_DIR/$newest/disk.img" -F raw "$disk"; fi
    echo "$newest" > "$disk.image"
fi
image=$LAB_DIR/$newest

port=$LAB_SSH_PORT
if [ -z "$port" ]; then
    port=2222
    while (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do port=$((port + 1)); done
fi
printf '%s\n' "Host lab" "HostName 127.0.0.1" "Port $port" "HostKeyAlias edgelab" "IdentityFile $image/id_ed25519" \
    "IdentitiesOnly yes" "BatchMode yes" "LogLevel ERROR" "UserKnownHostsFile $image/known_hosts" \
    "GlobalKnownHostsFile /dev/null" "StrictHostKeyChecking yes" "ServerAliveInterval 10" "ServerAliveCountMax 6" > "$run/ssh.config"

begin=$(date +%s%N)
if [ -n "$cuttable" ]; then
    # As a daemon it writes its pid when it listens, which may be after the command returned.
    # With -f, in the background of a script, it ended without a word.
    nbdkit -P "$run/nbdkit.raw.pid" -U "$run/disk.sock" --filter=cache file "$disk" cache=writeback 9>&-
    for _ in $(seq 100); do [ -s "$run/nbdkit.raw.pid" ] && break; sleep 0.05; done
    [ -s "$run/nbdkit.raw.pid" ] || die "nbdkit wrote no pid within 5 s"
    remember "$run/nbdkit.pid" "$(cat "$run/nbdkit.raw.pid")"
    [ -S "$run/disk.sock" ] && alive "$run/nbdkit.pid" || die "nbdkit does not serve $disk"
    drive=file=nbd:unix:$run/disk.sock,format=raw
else
    drive=file=$disk,format=qcow2
fi
setsid qemu-system-aarch64 -M virt,gic-version=3 -cpu cortex-a57 -accel tcg,thread=multi,tb-size=512 \
    -smp "$LAB_CPUS" -m "$LAB_MEMORY_MB" -kernel "$image/vmlinuz" -initrd "$image/initrd.gz" \
    -append "console=ttyAMA0 root=/dev/vda quiet loglevel=3 mitigations=off nokaslr" \
    -drive "if=none,id=disk,$drive,cache=writeback,discard=unmap" -device virtio-blk-pci,drive=disk \
    -netdev "user,id=net,hostfwd=tcp:127.0.0.1:$port-:22,restrict=on" -device virtio-net-pci,netdev=net,romfile= \
    -device virtio-rng-pci \
    -chardev "socket,id=uart,path=$run/uart.sock,reconnect=1" -device pci-serial,chardev=uart \
    -qmp "unix:$run/qmp.sock,server=on,wait=off" -serial "file:$run/console.log" \
    -display none -monitor none ${snapshot:+-loadvm "$snapshot"} "$@" < /dev/null > "$run/qemu.log" 2>&1 9>&- &
remember "$run/qemu.pid" $!

limit=$((SECONDS + LAB_BOOT_LIMIT_S))
answers() { LAB_SSH_DIRECT=1 "$LAB_SCRIPTS/ssh.sh" -o ConnectTimeout=2 "$@"; }
# A frozen clock goes on from where it stood: the first answer sets it.
first() { if [ -n "$snapshot" ]; then answers "date -s @$(date +%s.%N)"; else answers true; fi; }
until first > /dev/null 2> "$run/ssh.log"; do
    alive "$run/qemu.pid" || die "QEMU ended: $(tail -n 3 "$run/qemu.log")"
    [ $SECONDS -lt $limit ] || die "no ssh after $LAB_BOOT_LIMIT_S s: see $run/console.log and $run/ssh.log; lab stop ends it"
    sleep 0.3
done
echo "ssh answers after $((($(date +%s%N) - begin) / 1000000)) ms, on port $port of 127.0.0.1"
