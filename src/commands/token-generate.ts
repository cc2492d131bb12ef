import { mint } from '../engine/minted.ts';
import type { Command } from './command.ts';

const name = 'token';

/** `token generate`: a random token that no cluster knows. */
export const tokenGenerate: Command = async ({ host }) => {
  const { texts } = await mint([{ kind: 'token', name }], host.random);
  const token = texts.get(name)!.reveal();
  return { text: `${token}\n`, result: { token } };
};
