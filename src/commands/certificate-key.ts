import { mint } from '../engine/minted.ts';
import type { Command } from './command.ts';

const name = 'certificate key';

/** `certs certificate-key`: 32 random bytes in hexadecimal, an AES-256 key. */
export const certificateKey: Command = async ({ host }) => {
  const { texts } = await mint([{ kind: 'bytes', name, length: 32 }], host.random);
  const key = texts.get(name)!.reveal();
  return { text: `${key}\n`, result: { certificateKey: key } };
};
