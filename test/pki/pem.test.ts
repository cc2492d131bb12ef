import { expect, test } from 'vitest';
import { pemBlocks, toPem } from '../../src/pki/pem.ts';

const der = Buffer.from(Array.from({ length: 100 }, (_, index) => index));

test('a block is written in lines of 64 characters', () => {
  const text = toPem('THING', der);
  expect(text.split('\n').map((line) => line.length)).toEqual([21, 64, 64, 8, 19, 0]);
  expect(pemBlocks(text)).toEqual([{ label: 'THING', der }]);
});

test.each([
  ['several blocks', toPem('A', der) + toPem('B', der), ['A', 'B']],
  ['words around them', `hello\n${toPem('A', der)}\nbye`, ['A']],
  ['Windows line ends', toPem('A', der).replaceAll('\n', '\r\n'), ['A']],
  ['no newline at the end', toPem('A', der).trimEnd(), ['A']],
  ['headers (an encrypted key)', toPem('A', der).replace('\n', '\nProc-Type: 4,ENCRYPTED\n\n'), []],
  ['another label at the end', toPem('A', der).replace('END A', 'END B'), []],
  ['letters that are not base64', '-----BEGIN A-----\n***\n-----END A-----\n', []],
  ['nothing', '', []],
])('reads %s', (_, text, labels) => {
  expect(pemBlocks(text).map(({ label }) => label)).toEqual(labels);
});
