import { type Corefile, CorefileProblem, type OptionLine, type PluginLine, type ServerBlock } from './corefile.ts';
import { corefileWords } from './corefile-words.ts';

interface OpenPlugin extends PluginLine {
  readonly options: OptionLine[];
}

interface OpenServer extends ServerBlock {
  readonly plugins: OpenPlugin[];
}

/**
 * Reads a Corefile as kubeadm does when it migrates one (1.35.4 to 1.37.0): line by line, three levels deep. It is more
 * lenient than CoreDNS is; a closing brace in the line of other words counts as one of them.
 * @throws CorefileProblem when a plugin stands outside of every server block, or an option outside of every plugin
 */
export function readCorefile(text: string): Corefile {
  const words = corefileWords(text);
  const servers: OpenServer[] = [];
  let plugin: OpenPlugin | undefined;
  let depth = 0;
  for (let at = 0; at < words.length; at++) {
    const { text: name } = words[at]!;
    if (name === '{') depth++;
    else if (name === '}') depth--;
    else {
      const args: string[] = [];
      while (isArgument(at + 1)) args.push(words[++at]!.text);
      if (depth === 0) servers.push({ addresses: [name, ...args], plugins: [] });
      else if (depth === 1) {
        plugin = { name, args, options: [] };
        need(servers.at(-1), name).plugins.push(plugin);
      } else if (depth === 2) need(plugin, name).options.push({ name, args });
    }
  }
  return { servers };

  function isArgument(next: number): boolean {
    const word = words[next];
    return word !== undefined && word.line === words[next - 1]!.lastLine && word.text !== '{';
  }
}

function need<T>(holder: T | undefined, word: string): T {
  if (holder === undefined) throw new CorefileProblem(`"${word}" stands outside of a block that it could belong to`);
  return holder;
}
