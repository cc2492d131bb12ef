import { expect, test } from 'vitest';
import { readCorefile } from '../../../src/spec/corefile/read-corefile.ts';
import { writeCorefile } from '../../../src/spec/corefile/write-corefile.ts';

test('in the bytes in which kubeadm 1.37.0 writes it', () => {
  const text =
    '.:53 {\n  errors {\n consolidate 5m ".* i/o \\"timeout\\"$" warning\n}\n\n # not kept\n log\n}\n\n\ncorp {\n}\na {\n b\n}\n';
  expect(writeCorefile(readCorefile(text))).toBe(`.:53 {
    errors {
        consolidate 5m ".* i/o \\"timeout\\"$" warning
    }
    log
}

corp
a {
    b
}
`);
});
