// SPDX-License-Identifier: GPL-2.0
// i2c-lab: bus i2c-1 with chips of 256 register bytes each. It carries plain I2C messages (I2C_RDWR), which is what
// .NET's I2cDevice sends, and SMBus on top of them; i2c-stub carries SMBus only.
//
// modprobe i2c-lab chip_addr=0x48,0x76 word_chip=0x48 bus_hz=100000
// /sys/devices/platform/i2c-lab/regs_76   the chip's registers, read and write: the test plays the sensor here
// The word chip speaks as an ADS1115 does: register N is the big-endian word at 2N, does not count up, and register 0, the
// conversion, is the word at 32 + 2 * (the multiplexer's bits of register 1): so each input has its own voltage.
//
// Faults, /sys/devices/platform/i2c-lab/:
//   nak      "76 3": chip 0x76 refuses its next 3 messages (EREMOTEIO)
//   garbage  "76 3": its next 3 reads give random bytes
//   stuck    "1": somebody holds the data line; every transfer times out (ETIMEDOUT). "0": let go
#include <linux/delay.h>
#include <linux/i2c.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#define MAX_CHIPS 8
#define REGISTER_COUNT 256
#define STUCK_MS 50			// a controller's timeout, shortened: the Pi's waits a second

static ushort chip_addr[MAX_CHIPS];
static int chip_count;
module_param_array(chip_addr, ushort, &chip_count, 0444);
MODULE_PARM_DESC(chip_addr, "addresses that answer (0x48)");
static ushort word_chip;
module_param(word_chip, ushort, 0444);
MODULE_PARM_DESC(word_chip, "the one of them with 16-bit registers; 0: none");
static uint bus_hz;
module_param(bus_hz, uint, 0644);
MODULE_PARM_DESC(bus_hz, "clock whose time a transfer takes; 0: none");

struct chip {
	u8 registers[REGISTER_COUNT];
	u8 pointer;			// wraps at 256 by its type
	uint refuse, scramble;		// messages still to be refused, reads still to be scrambled
	struct bin_attribute file;
	char name[12];
};

static struct chip *chips;
static bool is_stuck;
static struct platform_device *device;
static DEFINE_MUTEX(chips_lock);	// the bus, regs_XX and the faults meet here

static struct chip *chip_at(u16 address)
{
	int i;

	for (i = 0; i < chip_count; i++)
		if (chip_addr[i] == address)
			return &chips[i];
	return NULL;
}

static u8 word_byte(struct chip *chip, int i)
{
	u8 at = chip->pointer * 2;

	if (chip->pointer == 0)
		at = 32 + 2 * ((chip->registers[2] >> 4) & 7);
	return chip->registers[(u8)(at + (i & 1))];
}

static int message(struct i2c_msg *m)
{
	struct chip *chip = chip_at(m->addr);
	bool has_words = m->addr == word_chip;
	int i;

	if (!chip)
		return -ENXIO;
	if (chip->refuse) {
		chip->refuse--;
		return -EREMOTEIO;
	}
	if ((m->flags & I2C_M_RD) && chip->scramble) {
		chip->scramble--;
		get_random_bytes(m->buf, m->len);
		return 0;
	}
	for (i = 0; i < m->len; i++) {
		if (m->flags & I2C_M_RD)
			m->buf[i] = has_words ? word_byte(chip, i) : chip->registers[chip->pointer++];
		else if (i == 0)
			chip->pointer = m->buf[0];
		else if (has_words)
			chip->registers[(u8)(chip->pointer * 2 + ((i - 1) & 1))] = m->buf[i];
		else
			chip->registers[chip->pointer++] = m->buf[i];
	}
	return 0;
}

// The wire's time. Not fsleep: it rounds up to ticks, or to twice the time.
static void bus_sleep(u64 us)
{
	if (us < 10)
		udelay(us);
	else
		usleep_range(us, us + 10);
}

static int lab_xfer(struct i2c_adapter *adapter, struct i2c_msg *messages, int count)
{
	uint hz = READ_ONCE(bus_hz);
	u64 bits = 0;
	int i, result = 0;

	if (READ_ONCE(is_stuck)) {
		msleep(STUCK_MS);
		return -ETIMEDOUT;
	}
	mutex_lock(&chips_lock);
	for (i = 0; i < count && !result; i++) {
		result = message(&messages[i]);
		// start, address byte and data bytes, nine clocks each byte
		bits += 1 + 9 * (result ? 1 : messages[i].len + 1);
	}
	mutex_unlock(&chips_lock);
	if (hz)
		bus_sleep(div_u64((bits + 1) * 1000000, hz));
	return result ? result : count;
}

static u32 lab_functionality(struct i2c_adapter *adapter)
{
	return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
}

static const struct i2c_algorithm lab_algorithm = { .master_xfer = lab_xfer, .functionality = lab_functionality };
static struct i2c_adapter adapter = {
	.owner = THIS_MODULE, .algo = &lab_algorithm, .name = "EdgeIpc lab i2c",
	.nr = 1,			// the Pi's header bus
};

// sysfs keeps offset and count inside the file's 256 bytes.
static ssize_t registers_read(struct file *f, struct kobject *k, struct bin_attribute *file, char *to, loff_t at, size_t count)
{
	struct chip *chip = file->private;

	mutex_lock(&chips_lock);
	memcpy(to, chip->registers + at, count);
	mutex_unlock(&chips_lock);
	return count;
}

static ssize_t registers_write(struct file *f, struct kobject *k, struct bin_attribute *file, char *from, loff_t at, size_t count)
{
	struct chip *chip = file->private;

	mutex_lock(&chips_lock);
	memcpy(chip->registers + at, from, count);
	mutex_unlock(&chips_lock);
	return count;
}

/* Writes "ADDRESS TIMES" into one of a chip's counters of faults to come. */
static ssize_t set_fault(const char *text, size_t length, size_t counter)
{
	struct chip *chip;
	uint address, times;

	if (sscanf(text, "%x %u", &address, &times) != 2)
		return -EINVAL;
	chip = chip_at(address);
	if (!chip)
		return -ENODEV;
	mutex_lock(&chips_lock);
	*(uint *)((char *)chip + counter) = times;
	mutex_unlock(&chips_lock);
	return length;
}

static ssize_t nak_store(struct device *dev, struct device_attribute *attribute, const char *text, size_t length)
{
	return set_fault(text, length, offsetof(struct chip, refuse));
}
static DEVICE_ATTR_WO(nak);

static ssize_t garbage_store(struct device *dev, struct device_attribute *attribute, const char *text, size_t length)
{
	return set_fault(text, length, offsetof(struct chip, scramble));
}
static DEVICE_ATTR_WO(garbage);

static ssize_t stuck_store(struct device *dev, struct device_attribute *attribute, const char *text, size_t length)
{
	bool stuck;
	int result = kstrtobool(text, &stuck);

	if (result)
		return result;
	WRITE_ONCE(is_stuck, stuck);
	return length;
}
static DEVICE_ATTR_WO(stuck);

static struct attribute *lab_attributes[] = { &dev_attr_nak.attr, &dev_attr_garbage.attr, &dev_attr_stuck.attr, NULL };
static const struct attribute_group lab_group = { .attrs = lab_attributes };

static int check_addresses(void)
{
	int i, j;

	for (i = 0; i < chip_count; i++) {
		if (chip_addr[i] > 0x7f) {
			pr_err("i2c-lab: chip_addr 0x%x is above 0x7f\n", chip_addr[i]);
			return -EINVAL;
		}
		for (j = 0; j < i; j++) {
			if (chip_addr[i] == chip_addr[j]) {
				pr_err("i2c-lab: chip_addr 0x%x is given twice\n", chip_addr[i]);
				return -EINVAL;	// EEXIST would be read as "loaded already"
			}
		}
	}
	return 0;
}

static int add_register_file(int i)
{
	struct bin_attribute *file = &chips[i].file;

	snprintf(chips[i].name, sizeof(chips[i].name), "regs_%02x", chip_addr[i]);
	sysfs_bin_attr_init(file);
	file->attr.name = chips[i].name;
	file->attr.mode = 0644;
	file->size = REGISTER_COUNT;
	file->read = registers_read;
	file->write = registers_write;
	file->private = &chips[i];
	return device_create_bin_file(&device->dev, file);
}

static int __init lab_init(void)
{
	int i, result;

	if (!chip_count) {
		chip_addr[0] = 0x48;
		chip_count = 1;
	}
	result = check_addresses();
	if (result)
		return result;
	chips = kcalloc(chip_count, sizeof(*chips), GFP_KERNEL);
	if (!chips)
		return -ENOMEM;
	device = platform_device_register_simple("i2c-lab", PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(device)) {
		result = PTR_ERR(device);
		goto free_chips;
	}
	for (i = 0; i < chip_count && !result; i++)
		result = add_register_file(i);
	if (!result)
		result = device_add_group(&device->dev, &lab_group);
	if (result)
		goto remove_device;
	adapter.dev.parent = &device->dev;
	result = i2c_add_numbered_adapter(&adapter);
	if (!result)
		return 0;
remove_device:
	platform_device_unregister(device);	// takes its files with it
free_chips:
	kfree(chips);
	return result;
}

static void __exit lab_exit(void)
{
	i2c_del_adapter(&adapter);
	platform_device_unregister(device);
	kfree(chips);
}

module_init(lab_init);
module_exit(lab_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("I2C bus with register chips, for the lab");
