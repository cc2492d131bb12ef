import type { InitSpec } from '../types.ts';
import { type Complaint, initError } from './rule.ts';

/** What of a configuration the key and its hint come from. */
type KeyHolder = Pick<InitSpec, 'certificateKey'> & { readonly options: Pick<InitSpec['options'], 'program'> };

/** certificateKey is an AES key of 32 bytes in hexadecimal. Its text is never shown. */
export const certificateKey = ({ spec }: { readonly spec: KeyHolder }): readonly Complaint[] => {
  const key = spec.certificateKey?.reveal();
  if (key === undefined || /^[\da-fA-F]{64}$/.test(key)) return [];
  const found = /^[\da-fA-F]*$/.test(key) ? `${key.length} digits` : `${key.length} characters, not all hexadecimal`;
  return [
    initError(['certificateKey'], 'the key must be 64 hexadecimal digits', {
      found,
      hint: `make one with "${spec.options.program} certs certificate-key"`,
    }),
  ];
};
