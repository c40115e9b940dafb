// Looks for a picture on the paper that a printer drew, dot for dot.
// usage: node check.mjs PAPER.png SOURCE.png
//        node check.mjs --join PAPER.png WHOLE.png [SCALE]   puts together what the cutter parted
// Exit code 0: every dot of the source is there at its place and nothing else beside it; 1: not so.
import { readFileSync, writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';

const marginDots = 40;

const rows = path => {
  const { data, width, height } = PNG.sync.read(readFileSync(path));
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => (data[(y * width + x) * 4] < 128 ? 1 : 0)));
};

// Between two receipts of a roll stand 24 rows with a dashed line in their middle: a picture that was cut goes on behind them.
const withoutCuts = paper => {
  const kept = [];
  for (let y = 0; y < paper.length; y++) {
    const isDashed = paper[y + 12]?.slice(0, 16).join('') === '1111111100000000';
    if (isDashed) y += 23;
    else kept.push(paper[y].slice(marginDots, -marginDots).join(''));
  }
  return kept;
};

// The paper as it would be in one piece, larger for readers of characters.
const join = (paperPath, joinedPath, scale) => {
  const paper = withoutCuts(rows(paperPath));
  const width = paper[0].length + 2 * marginDots;
  const png = new PNG({ width: width * scale, height: paper.length * scale });
  png.data.fill(255);
  for (let y = 0; y < png.height; y++) {
    for (let x = 0; x < png.width; x++) {
      const isInk = paper[Math.floor(y / scale)][Math.floor(x / scale) - marginDots] === '1';
      if (isInk) png.data.fill(0, (y * png.width + x) * 4, (y * png.width + x) * 4 + 3);
    }
  }
  writeFileSync(joinedPath, PNG.sync.write(png));
};

const find = (paperPath, sourcePath) => {
  const paper = withoutCuts(rows(paperPath));
  const source = rows(sourcePath).map(row => row.join('').padEnd(paper[0].length, '0'));
  let best = 0;
  for (let top = 0; top + source.length <= paper.length; top++) {
    const same = source.filter((row, y) => row === paper[top + y]).length;
    best = Math.max(best, same);
    if (same === source.length) return `${source.length} rows, every dot the same`;
  }
  console.log(`not found: at best ${best} of ${source.length} rows are the same`);
  process.exit(1);
};

const [first, second, third, scale] = process.argv.slice(2);
if (first === '--join') join(second, third, Number(scale ?? 1));
else console.log(find(first, second));
