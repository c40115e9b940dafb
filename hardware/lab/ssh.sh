#!/bin/bash
# ssh.sh [SSH OPTIONS] [COMMAND]: root in the guest, over one kept connection (0.1 s a call); -l pi for the ordinary user.
#   ssh.sh --forget      drops the kept connection
# $LAB_RUN/ssh.config is all that another program needs: ssh -F $LAB_RUN/ssh.config lab
set -eu
. "$(dirname "$0")/settings.sh"
config=$LAB_RUN/ssh.config
[ -f "$config" ] || die "the lab has not been started"
if [ "${1:-}" = --forget ]; then
    for keep in "$LAB_RUN"/ssh.sock.*; do
        [ ! -S "$keep" ] || ssh -F "$config" -o ControlPath="$keep" -O exit lab 2> /dev/null || true
        rm -f "$keep"
    done
    exit 0
fi
options=() user=root
while [ $# -gt 0 ]; do
    case $1 in
        -l) user=$2; shift 2 ;;
        -o) options+=("$1" "$2"); shift 2 ;;
        -*) options+=("$1"); shift ;;
        *) break ;;
    esac
done
[ -n "${LAB_SSH_DIRECT:-}" ] || options+=(-o ControlMaster=auto -o ControlPath="$LAB_RUN/ssh.sock.$user" -o ControlPersist=600)
exec ssh -F "$config" "${options[@]}" -l "$user" lab "$@"
