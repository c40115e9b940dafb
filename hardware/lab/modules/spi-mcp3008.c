// SPDX-License-Identifier: GPL-2.0
// The converter of spi-lab, by the MCP3008 data sheet (Microchip DS21295, section 5): bit by bit, after a start bit come
// single/differential and three bits of input; a clock to sample, a null bit, ten bits of result, highest first. A
// differential input is the first of its pair less the other, 0 at least.
#include <linux/minmax.h>
#include "spi-chips.h"

#define ADDRESS_BITS 4
#define FIRST_RESULT_BIT 6		// after the address, a clock to sample and the null bit
#define RESULT_BITS 10

u8 mcp3008_inputs[MCP3008_INPUT_BYTES];
static int bits_since_start = -1;	// -1: no start bit yet
static u8 address;

void mcp3008_select(void)
{
	bits_since_start = -1;
	address = 0;
}

static int input(int n)
{
	return (mcp3008_inputs[2 * n] << 8 | mcp3008_inputs[2 * n + 1]) & 0x3ff;
}

static int result(void)
{
	int n = address & 7;

	return address & 8 ? input(n) : max(0, input(n) - input(n ^ 1));
}

static int exchange_bit(int out)
{
	int bit = 0;

	if (bits_since_start < 0) {
		bits_since_start = out ? 0 : -1;
		return 0;
	}
	if (bits_since_start < ADDRESS_BITS)
		address = address << 1 | out;
	else if (bits_since_start >= FIRST_RESULT_BIT && bits_since_start < FIRST_RESULT_BIT + RESULT_BITS)
		bit = result() >> (FIRST_RESULT_BIT + RESULT_BITS - 1 - bits_since_start) & 1;
	bits_since_start++;
	return bit;
}

u8 mcp3008_exchange(u8 out)
{
	u8 in = 0;
	int i;

	for (i = 7; i >= 0; i--)
		in = in << 1 | exchange_bit(out >> i & 1);
	return in;
}
