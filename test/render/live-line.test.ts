import { expect, test } from 'vitest';
import { LiveLine } from '../../src/render/live-line.ts';

test.each([
  ['of the terminal', 20, 19],
  ['of 80 where the terminal says 0', 0, 79],
  ['of 80 where it says nothing', undefined, 79],
])('a text is cut to the width %s', (_, columns, width) => {
  let written = '';
  const stream = { isTTY: true, ...(columns !== undefined && { columns }), write: (text: string) => (written += text) };
  new LiveLine(stream, () => 0).paint('x'.repeat(200));
  expect(written).toBe(`\r\u001b[2K${'x'.repeat(width - 1)}…`);
});
