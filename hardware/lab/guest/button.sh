#!/bin/sh
# button.sh LINE [MS [bounce [COUNT]]]: press for MS (100) and release, COUNT times. Pressed is the opposite of the line's
# present pull, so it fits a button to ground (the program asked for a pull-up) and one to 3.3 V alike. With bounce the
# contact opens and closes a few times within some ms at both ends, as contacts do.
set -eu
pull=/run/edgeipc-lab/header/sim_gpio$1/pull
[ -w "$pull" ] || { echo "button.sh: no GPIO line $1, 0 to 27 are there" >&2; exit 1; }
idle=$(cat "$pull")
case $idle in pull-up) pressed="pull-down" ;; *) pressed="pull-up" ;; esac
held=$(awk -v ms="${2:-100}" 'BEGIN { print ms / 1000 }')

contact() { # FROM TO
    if [ "${bounce:-}" = bounce ]; then for level in $2 $1 $2 $1 $2 $1; do echo "$level" > "$pull"; done; fi
    echo "$2" > "$pull"
}
bounce=${3:-} presses=${4:-1}
while [ "$presses" -gt 0 ]; do
    contact "$idle" "$pressed"
    sleep "$held"
    contact "$pressed" "$idle"
    presses=$((presses - 1))
    [ "$presses" -eq 0 ] || sleep "$held"
done
