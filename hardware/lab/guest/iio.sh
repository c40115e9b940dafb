#!/bin/sh
# iio.sh USER: the kernel's dummy IIO device, with a timer as its trigger; USER may set it up and read it.
set -eu
user=$1
iio=/sys/kernel/config/iio
modprobe -a iio_dummy industrialio-configfs iio-trig-hrtimer
[ -d $iio/devices/dummy/lab ] || mkdir $iio/devices/dummy/lab
[ -d $iio/triggers/hrtimer/beat ] || mkdir $iio/triggers/hrtimer/beat
cd /sys/bus/iio/devices
for device in iio:device*; do
    [ "$(cat "$device/name")" = lab ] || continue
    echo beat > "$device/trigger/current_trigger"
    # What a udev rule does on a Pi.
    chown -R "$user" "$device"/buffer/ "$device"/scan_elements/ "$device"/trigger/ "/dev/$device"
done
for trigger in trigger*; do
    [ "$(cat "$trigger/name")" != beat ] || chown "$user" "$trigger/sampling_frequency"
done
