import type { Command } from './command.ts';
import { loadFile } from './load-file.ts';

/** `config validate`: says "ok", or everything that is wrong. Asks neither the network nor the cluster. */
export const validate: Command = async (input) => {
  await loadFile(input, input.invocation.configFile!);
  return { text: 'ok\n', result: { valid: true } };
};
