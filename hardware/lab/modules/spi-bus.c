// SPDX-License-Identifier: GPL-2.0
// spi-lab: an SPI controller with two chips. Each is in a file of its own; this one is the bus.
//
// /dev/spidev0.0  speaks as an ADXL345 (spi-adxl345.c);  /sys/devices/platform/spi-lab/regs: its 256 registers
// /dev/spidev0.1  speaks as an MCP3008 (spi-mcp3008.c);  /sys/devices/platform/spi-lab/inputs: 8 big-endian words, 0..1023
//
// modprobe spi-lab bus_time=1             a transfer takes the time that its clock asks for
// Faults, /sys/devices/platform/spi-lab/:
//   garbage  "3": the next 3 transfers give random bytes
//   stuck    "0" or "1": the data line from the chips stays low or high (no chip answers); "no": let go
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/random.h>
#include <linux/spi/spi.h>
#include "spi-chips.h"

static bool bus_time;
module_param(bus_time, bool, 0644);
MODULE_PARM_DESC(bus_time, "a transfer takes as long as its bits at its clock");

static uint scramble;			// transfers still to be scrambled
static int stuck_at = -1;		// the level that the data line is held at, or -1
static DEFINE_MUTEX(chips_lock);	// the bus and the files meet here
static struct platform_device *device;
static struct spi_controller *controller;

static void lab_set_cs(struct spi_device *spi, bool level)
{
	adxl345_select();
	mcp3008_select();
}

// The wire's time. Not fsleep: it rounds up to ticks, or to twice the time.
static void bus_sleep(u64 us)
{
	if (us < 10)
		udelay(us);
	else
		usleep_range(us, us + 10);
}

static int lab_transfer_one(struct spi_controller *c, struct spi_device *spi, struct spi_transfer *t)
{
	const u8 *tx = t->tx_buf;
	u8 *rx = t->rx_buf;
	uint i;

	mutex_lock(&chips_lock);
	for (i = 0; i < t->len; i++) {
		u8 out = tx ? tx[i] : 0;
		u8 in = spi->chip_select == 0 ? adxl345_exchange(out) : mcp3008_exchange(out);

		if (scramble)
			in = get_random_u32();
		if (stuck_at >= 0)
			in = stuck_at ? 0xff : 0;
		if (rx)
			rx[i] = in;
	}
	if (scramble)
		scramble--;
	mutex_unlock(&chips_lock);
	if (READ_ONCE(bus_time) && t->speed_hz)
		bus_sleep(div_u64((u64)t->len * 8 * 1000000, t->speed_hz));
	return 0;
}

// sysfs keeps offset and count inside the file's size.
static ssize_t file_read(struct file *f, struct kobject *k, struct bin_attribute *file, char *to, loff_t at, size_t count)
{
	mutex_lock(&chips_lock);
	memcpy(to, (u8 *)file->private + at, count);
	mutex_unlock(&chips_lock);
	return count;
}

static ssize_t file_write(struct file *f, struct kobject *k, struct bin_attribute *file, char *from, loff_t at, size_t count)
{
	mutex_lock(&chips_lock);
	memcpy((u8 *)file->private + at, from, count);
	mutex_unlock(&chips_lock);
	return count;
}

static struct bin_attribute bin_attr_regs = {
	.attr = { .name = "regs", .mode = 0644 }, .size = ADXL345_REGISTERS, .private = adxl345_registers,
	.read = file_read, .write = file_write,
};
static struct bin_attribute bin_attr_inputs = {
	.attr = { .name = "inputs", .mode = 0644 }, .size = MCP3008_INPUT_BYTES, .private = mcp3008_inputs,
	.read = file_read, .write = file_write,
};
static struct bin_attribute *lab_files[] = { &bin_attr_regs, &bin_attr_inputs, NULL };

static ssize_t garbage_store(struct device *dev, struct device_attribute *attribute, const char *text, size_t length)
{
	uint times;
	int result = kstrtouint(text, 0, &times);

	if (result)
		return result;
	mutex_lock(&chips_lock);
	scramble = times;
	mutex_unlock(&chips_lock);
	return length;
}
static DEVICE_ATTR_WO(garbage);

static ssize_t stuck_store(struct device *dev, struct device_attribute *attribute, const char *text, size_t length)
{
	int level = text[0] == '0' ? 0 : text[0] == '1' ? 1 : -1;

	mutex_lock(&chips_lock);
	stuck_at = level;
	mutex_unlock(&chips_lock);
	return length;
}
static DEVICE_ATTR_WO(stuck);

static struct attribute *lab_attributes[] = { &dev_attr_garbage.attr, &dev_attr_stuck.attr, NULL };
static const struct attribute_group lab_group = { .attrs = lab_attributes, .bin_attrs = lab_files };

static int __init lab_init(void)
{
	struct spi_board_info chip = {
		.modalias = "bh2228fv",	// one of the names that the spidev driver accepts
		.max_speed_hz = 10000000, .mode = SPI_MODE_0,
	};
	int result;

	device = platform_device_register_simple("spi-lab", PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(device))
		return PTR_ERR(device);
	result = device_add_group(&device->dev, &lab_group);
	if (result)
		goto remove_device;
	result = -ENOMEM;
	controller = spi_alloc_master(&device->dev, 0);
	if (!controller)
		goto remove_device;
	controller->bus_num = 0;
	controller->num_chipselect = 2;
	controller->mode_bits = SPI_CPOL | SPI_CPHA | SPI_CS_HIGH;
	controller->transfer_one = lab_transfer_one;
	controller->set_cs = lab_set_cs;
	result = spi_register_controller(controller);
	if (result) {
		spi_controller_put(controller);
		goto remove_device;
	}
	for (chip.chip_select = 0; chip.chip_select < controller->num_chipselect; chip.chip_select++) {
		if (!spi_new_device(controller, &chip)) {
			spi_unregister_controller(controller);
			result = -ENODEV;
			goto remove_device;
		}
	}
	return 0;
remove_device:
	platform_device_unregister(device);	// takes its files with it
	return result;
}

static void __exit lab_exit(void)
{
	spi_unregister_controller(controller);
	platform_device_unregister(device);
}

module_init(lab_init);
module_exit(lab_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("SPI bus with an accelerometer and a converter, for the lab");
