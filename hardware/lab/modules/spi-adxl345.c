// SPDX-License-Identifier: GPL-2.0
// The accelerometer of spi-lab, by the ADXL345 data sheet (Analog Devices, rev. G): a command byte (bit 7: read; bit 6:
// several registers; bits 0..5: which), then data, until chip select ends.
//
// While it measures with the FIFO in stream mode, samples gather at the rate of BW_RATE, 32 at most. Their axes are what
// the test wrote into registers 0x32..0x37. With count_samples=1 the X axis is the sample's number modulo 4096 instead, as
// many as 16 g have steps: a gap is a loss.
#include <linux/ktime.h>
#include <linux/module.h>
#include "spi-chips.h"

#define COMMAND_READ 0x80
#define COMMAND_REGISTER 0x3f
#define BW_RATE 0x2c
#define POWER_CTL 0x2d
#define POWER_CTL_MEASURE 0x08
#define INT_SOURCE 0x30
#define INT_DATA_READY 0x80
#define INT_WATERMARK 0x02
#define INT_OVERRUN 0x01
#define DATAX0 0x32
#define DATAZ1 0x37
#define FIFO_CTL 0x38
#define FIFO_CTL_MODE 0xc0
#define FIFO_CTL_SAMPLES 0x1f
#define FIFO_STATUS 0x39
#define FIFO_DEPTH 32

static bool count_samples;
module_param(count_samples, bool, 0644);
MODULE_PARM_DESC(count_samples, "the X axis is the sample's number modulo 4096");

u8 adxl345_registers[ADXL345_REGISTERS] = { [0] = 0xe5, [BW_RATE] = 0x0a };
static u8 pointer;
static bool reading, command_next = true, overran;
static u64 begun_ns;			// when it began to measure
static u64 gathered, taken;		// samples since then: come, and read or lost

void adxl345_select(void)
{
	command_next = true;
}

static bool measures(void)
{
	return adxl345_registers[POWER_CTL] & POWER_CTL_MEASURE;
}

static void gather(void)
{
	// 3200 Hz is code 15, each code below it is half of that.
	u64 passed_us = div_u64(ktime_get_ns() - begun_ns, 1000);

	if (!measures())
		return;
	gathered = div_u64(passed_us * 3200, 1000000) >> (15 - (adxl345_registers[BW_RATE] & 15));
	if (!(adxl345_registers[FIFO_CTL] & FIFO_CTL_MODE)) {
		if (gathered > taken)
			taken = gathered - 1;	// without the FIFO only the newest is kept
	} else if (gathered - taken > FIFO_DEPTH) {
		taken = gathered - FIFO_DEPTH;
		overran = true;
	}
}

static u8 read_register(u8 at)
{
	u8 waiting = gathered - taken;

	if (at == FIFO_STATUS)
		return waiting;
	if (at == INT_SOURCE)
		return (waiting ? INT_DATA_READY : 0) | (overran ? INT_OVERRUN : 0) |
			(waiting && waiting >= (adxl345_registers[FIFO_CTL] & FIFO_CTL_SAMPLES) ? INT_WATERMARK : 0);
	if (count_samples && (at == DATAX0 || at == DATAX0 + 1))
		return (taken & 0xfff) >> (at == DATAX0 ? 0 : 8);
	if (at == DATAZ1 && waiting) {
		taken++;
		overran = false;
	}
	return adxl345_registers[at];
}

static void write_register(u8 at, u8 value)
{
	bool began = at == POWER_CTL && (value & POWER_CTL_MEASURE) && !measures();

	adxl345_registers[at] = value;
	if (began || at == BW_RATE || at == FIFO_CTL) {
		begun_ns = ktime_get_ns();
		gathered = taken = 0;
		overran = false;
	}
}

u8 adxl345_exchange(u8 out)
{
	u8 in = 0;

	if (command_next) {
		reading = out & COMMAND_READ;
		pointer = out & COMMAND_REGISTER;
		command_next = false;
		gather();
	} else if (reading) {
		in = read_register(pointer++);
	} else {
		write_register(pointer++, out);
	}
	return in;
}
