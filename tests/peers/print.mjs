// Prints the four sample documents with one of four others' encoders.
// usage: node print.mjs ENCODER DOCUMENT [SOCKET] > FILE.bin
//   SOCKET    where a printer listens: it gets the bytes, too
//   ENCODER   point-of-sale | receiptline | node-thermal-printer | node-escpos
//   DOCUMENT  receipt | qr | chart | photo
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { PNG } from 'pngjs';

const require = createRequire(import.meta.url);
const samples = new URL('../EdgeIpc.Paper.Tests/Samples/', import.meta.url).pathname;
const json = name => JSON.parse(readFileSync(samples + name));
const columns = 32;

const encoders = {
  'point-of-sale': async document => {
    const { default: Encoder } = await import('@point-of-sale/receipt-printer-encoder');
    const encoder = new Encoder({ language: 'esc-pos', columns, imageMode: 'raster' });
    const aligned = { l: 'left', c: 'center' };
    const line = ({ text, style, align }) => {
      encoder.align(aligned[align]).bold(style !== 'n').size(style === 't' ? 2 : 1, style === 't' ? 2 : 1);
      encoder.line(text);
    };
    encoder.initialize();
    if (document === 'receipt') json('receipt.json').forEach(line);
    if (document === 'qr') {
      const { title, qr, foot } = json('qr.json');
      line({ text: title, style: 't', align: 'c' });
      encoder.qrcode(qr, { model: 2, size: 6, errorlevel: 'm' });
      line({ text: foot, style: 'n', align: 'c' });
    }
    if (document === 'chart' || document === 'photo') {
      const { data, width, height } = PNG.sync.read(readFileSync(`${samples}${document}.png`));
      encoder.image({ data: new Uint8ClampedArray(data), width, height }, width, height, 'threshold', 128);
    }
    return Buffer.from(encoder.newline().cut().encode());
  },

  'receiptline': async document => {
    const receiptline = require('receiptline');
    // A bar and a backslash are receiptline's own signs.
    const plain = text => text.replace(/[\\|{}~_"`^]/g, sign => `\\x${sign.charCodeAt(0).toString(16)}`);
    const line = ({ text, style, align }) => {
      const words = style === 't' ? `^^^"${plain(text)}"` : style === 'b' ? `"${plain(text)}"` : plain(text).replace(/ /g, '\\x20') || ' ';
      return align === 'c' ? words : `|${words}`;
    };
    let markdown;
    if (document === 'receipt') markdown = json('receipt.json').map(line).join('\n');
    else if (document === 'qr') {
      const { title, qr, foot } = json('qr.json');
      markdown = `${line({ text: title, style: 't', align: 'c' })}\n\n{code:${qr};option:qrcode,6,m}\n\n${plain(foot)}`;
    } else markdown = `{image:${readFileSync(`${samples}${document}.png`).toString('base64')}}`;
    return Buffer.from(receiptline.transform(markdown, { cpl: columns, encoding: 'cp437', command: 'escpos', cutting: true, gradient: false }), 'binary');
  },

  'node-thermal-printer': async document => {
    const { ThermalPrinter, PrinterTypes, CharacterSet } = require('node-thermal-printer');
    const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, width: columns, characterSet: CharacterSet.PC437_USA, interface: '/dev/null' });
    const line = ({ text, style, align }) => {
      if (align === 'c') printer.alignCenter(); else printer.alignLeft();
      printer.bold(style !== 'n');
      if (style === 't') printer.setTextQuadArea(); else printer.setTextNormal();
      printer.println(text);
    };
    if (document === 'receipt') json('receipt.json').forEach(line);
    else if (document === 'qr') {
      const { title, qr, foot } = json('qr.json');
      line({ text: title, style: 't', align: 'c' });
      printer.printQR(qr, { cellSize: 6, correction: 'M', model: 2 });
      line({ text: foot, style: 'n', align: 'c' });
    } else await printer.printImageBuffer(readFileSync(`${samples}${document}.png`));
    printer.cut();
    return printer.getBuffer();
  },

  'node-escpos': async document => {
    const { Printer, Image } = require('@node-escpos/core');
    const printer = new Printer({ open: done => done(null), write: (_, done) => done?.(null), close: done => done?.(null) }, { encoding: 'CP437', width: columns });
    const line = ({ text, style, align }) => {
      printer.align(align === 'c' ? 'CT' : 'LT').style(style === 'n' ? 'NORMAL' : 'B').size(style === 't' ? 2 : 1, style === 't' ? 2 : 1).text(text);
    };
    if (document === 'receipt') json('receipt.json').forEach(line);
    else if (document === 'qr') {
      const { title, qr, foot } = json('qr.json');
      line({ text: title, style: 't', align: 'c' });
      printer.qrcode(qr, undefined, 'M', 6);
      line({ text: foot, style: 'n', align: 'c' });
    } else printer.align('LT').raster(await Image.load(`${samples}${document}.png`));
    printer.cut();
    return printer.buffer.flush();
  },
};

const [encoder, document, socket] = process.argv.slice(2);
if (!encoders[encoder] || !['receipt', 'qr', 'chart', 'photo'].includes(document)) {
  console.error(`usage: node print.mjs ${Object.keys(encoders).join('|')} receipt|qr|chart|photo [SOCKET] > FILE.bin`);
  process.exit(64);
}
const bytes = await encoders[encoder](document);
process.stdout.write(bytes);
if (socket) {
  const line = connect(socket);
  // A printer may say XON and XOFF; the socket itself holds back what it has no room for.
  line.resume();
  line.end(bytes);
}
