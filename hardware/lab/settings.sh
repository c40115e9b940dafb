# shellcheck shell=bash
# Sourced by every script: where the lab lives and what it is made of. Each value can be set from outside.
LAB_SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${LAB_DIR:=${XDG_CACHE_HOME:-$HOME/.cache}/edgeipc-lab}"    # what is downloaded and built; the ssh key too
: "${LAB_RUN:=$LAB_DIR/run}"         # one running lab: its disk, sockets and pids. Two labs need two of these
: "${LAB_SUITE:=bookworm}"           # the guest's Debian release; the only one proven
: "${LAB_MIRROR:=}"                  # a Debian mirror's URL; empty: the mirrors that this machine's apt uses
: "${LAB_LISTS_DAYS:=7}"             # how old the package lists may be before newer packages are looked for
: "${LAB_SSH_PORT:=}"                # on 127.0.0.1; empty: the first free one from 2222 on
: "${LAB_CPUS:=2}"
: "${LAB_MEMORY_MB:=1024}"
: "${LAB_DISK_MB:=1500}"             # sparse
: "${LAB_BOOT_LIMIT_S:=600}"         # start gives up after this
: "${LAB_I2C_CHIPS:=0x48,0x76}"      # addresses that answer on i2c-1, at most 8
: "${LAB_I2C_WORD_CHIP:=0x48}"       # the one of them whose registers have 16 bits, as an ADS1115's
: "${LAB_BUS_HZ:=0}"                 # 0: I2C and SPI transfers take no bus time; 100000: I2C as at 100 kHz, SPI as its clock asks

die() { echo "$(basename "$0"): $*" >&2; exit 1; }

mkdir -p "$LAB_DIR" "$LAB_RUN"
LAB_DIR=$(cd "$LAB_DIR" && pwd) LAB_RUN=$(cd "$LAB_RUN" && pwd)
# A unix socket's path holds 107 bytes, and ssh appends 17 of its own to a control path.
[ ${#LAB_RUN} -le 75 ] || die "LAB_RUN is ${#LAB_RUN} bytes long, at most 75 are allowed: $LAB_RUN"
