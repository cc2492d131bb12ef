import { expect, test } from 'vitest';
import { decodeText } from '../../src/spec/decode-text.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

test('UTF-8, with and without a mark', () => {
  expect(decodeText(utf8('é😀'), 'f')).toEqual({ text: 'é😀' });
  expect(decodeText(utf8('\ufeffa'), 'f')).toEqual({ text: 'a' });
  expect(decodeText(utf8('\ufffd'), 'f')).toEqual({ text: '\ufffd' });
});

test.each([[[0xff, 0xfe, 0x61, 0x00]], [[0xfe, 0xff, 0x00, 0x61]]])('UTF-16 %j', (bytes) => {
  expect(decodeText(Uint8Array.from(bytes), 'f')).toMatchObject({
    issue: { file: 'f', message: 'the file is UTF-16' },
  });
});

test.each([
  [[0x61, 0x0a, 0x62, 0xff], 2, 2],
  [[0xc3], 1, 1],
  [[0x61, 0xed, 0xa0, 0x80], 1, 2],
])('other bytes %j', (bytes, line, column) => {
  expect(decodeText(Uint8Array.from(bytes), 'f')).toMatchObject({ issue: { file: 'f', line, column } });
});
