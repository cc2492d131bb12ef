import { initError, type Rule } from './rule.ts';

/** certificateKey is an AES key of 32 bytes in hexadecimal. Its text is never shown. */
export const certificateKey: Rule = ({ spec }) => {
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
