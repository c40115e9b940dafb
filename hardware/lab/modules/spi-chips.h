/* SPDX-License-Identifier: GPL-2.0 */
// The chips of spi-lab. Each exchanges a byte at a time; select tells it that a transfer begins or ends. The caller locks.
#include <linux/types.h>

#define ADXL345_REGISTERS 256
extern u8 adxl345_registers[ADXL345_REGISTERS];
void adxl345_select(void);
u8 adxl345_exchange(u8 out);

#define MCP3008_INPUT_BYTES 16
extern u8 mcp3008_inputs[MCP3008_INPUT_BYTES];
void mcp3008_select(void);
u8 mcp3008_exchange(u8 out);
