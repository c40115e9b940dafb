#!/bin/bash
# printer.sh start [EMULATOR OPTIONS]|stop|COMMAND...: the emulated printer at the other end of the UART; COMMAND is what
# it takes: paper out, paper in, cover open, cover close, power cut, status.
set -eu
. "$(dirname "$0")/settings.sh"
. "$LAB_SCRIPTS/process.sh"
run=$LAB_RUN
: "${EDGEIPC:=$LAB_SCRIPTS/../../src/EdgeIpc/bin/Debug/net10.0/edgeipc}"    # the program for this machine
[ -x "$EDGEIPC" ] || die "no $EDGEIPC: dotnet build, or set EDGEIPC"
: "${LAB_PRINTER:=lab}"    # the instance that the printer belongs to
case ${1:-} in
    start)
        shift
        ! alive "$run/printer.pid" || die "the printer runs already"
        setsid "$EDGEIPC" printer-emulator --instance "$LAB_PRINTER" --listen "$run/uart.sock" "$@" < /dev/null > "$run/printer.log" 2>&1 &
        remember "$run/printer.pid" $!
        for _ in $(seq 100); do
            [ -S "$run/uart.sock" ] && exit 0
            alive "$run/printer.pid" || break
            sleep 0.1
        done
        die "the printer did not start: $(tail -n 3 "$run/printer.log")" ;;
    stop)
        signal "$run/printer.pid" TERM
        await_end "$run/printer.pid" 20 || die "the printer does not end"
        rm -f "$run/printer.pid" ;;
    "") die "start, stop, or what the printer is to do" ;;
    *) exec "$EDGEIPC" send --instance "$LAB_PRINTER" --to printer-emulator "$@" ;;
esac
