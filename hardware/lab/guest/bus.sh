#!/bin/sh
# bus.sh set CHIP REGISTER BYTE...    the test plays the sensor: CHIP is an I2C address (76), or spi0, or spi1
# bus.sh fault nak|garbage CHIP TIMES, bus.sh fault stuck i2c 1|0, bus.sh fault stuck spi 0|1|no
set -eu
i2c=/sys/devices/platform/i2c-lab spi=/sys/devices/platform/spi-lab
what=$1; shift
case $what in
    set)
        case $1 in spi0) file=$spi/regs ;; spi1) file=$spi/inputs ;; *) file=$i2c/regs_$1 ;; esac
        at=$(($2)); shift 2
        for byte in "$@"; do
            # shellcheck disable=SC2059
            printf "\\$(printf %o "$((byte))")"
        done | dd of="$file" bs=1 seek=$at conv=notrunc status=none ;;
    fault)
        case "$1 $2" in
            "garbage spi") echo "$3" > $spi/garbage ;;
            "stuck spi") echo "$3" > $spi/stuck ;;
            "stuck i2c") echo "$3" > $i2c/stuck ;;
            nak*|garbage*) echo "$2 $3" > "$i2c/$1" ;;
        esac ;;
esac
