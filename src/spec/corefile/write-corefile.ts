import type { Corefile, OptionLine, PluginLine, ServerBlock } from './corefile.ts';

const space = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

/** The text of a Corefile, in the bytes in which kubeadm writes a migrated one: without comments and empty lines of the old text. */
export function writeCorefile({ servers }: Corefile): string {
  return servers.map(serverText).join('\n');
}

function serverText({ addresses, plugins }: ServerBlock): string {
  const head = addresses.map(wordText).join(' ');
  return plugins.length === 0 ? head : `${head} {\n${plugins.map(pluginText).join('\n')}\n}\n`;
}

function pluginText({ name, args, options }: PluginLine): string {
  const line = `    ${lineText({ name, args })}`;
  if (options.length === 0) return line;
  return `${line} {\n${options.map((option) => `        ${lineText(option)}`).join('\n')}\n    }`;
}

function lineText({ name, args }: OptionLine): string {
  return [name, ...args.map(wordText)].join(' ');
}

/** Only words with space between other letters get quotation marks. */
function wordText(word: string): string {
  const parts = word.split(space).filter((part) => part !== '');
  return parts.length > 1 ? `"${word.replaceAll('"', '\\"')}"` : word;
}
