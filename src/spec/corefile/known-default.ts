import type { Corefile, OptionLine, PluginLine, ServerBlock } from './corefile.ts';
import { readCorefile } from './read-corefile.ts';
import { defaultCorefiles } from './release-changes.ts';

/**
 * Whether a Corefile counts as one that nobody has changed: it has the blocks, plugins and options of an older default, in
 * whatever order, or nothing at all. Zones of `kubernetes` and where `forward` leads to may differ (kubeadm 1.37.0).
 */
export function isKnownDefault(corefile: Corefile): boolean {
  return defaultOf(corefile) !== undefined;
}

/** Lines of a Corefile that count as default but differ from every default in words that the defaults leave open: `forward . 10.0.0.2`. */
export function ownWords(corefile: Corefile, usual: Corefile): readonly string[] {
  const plugins = usual.servers.flatMap((server) => server.plugins);
  return corefile.servers
    .flatMap((server) => server.plugins)
    .filter(({ name, args }) =>
      plugins.some((plugin) => plugin.name === name && plugin.args.join(' ') !== args.join(' ')),
    )
    .map(({ name, args }) => [name, ...args].join(' '));
}

function defaultOf(corefile: Corefile): Corefile | undefined {
  return ['', ...defaultCorefiles]
    .map(readCorefile)
    .find((known) => sameParts(corefile.servers, known.servers, sameServer));
}

function sameParts<T>(
  parts: readonly T[],
  known: readonly T[],
  same: (part: T, known: readonly T[]) => boolean,
): boolean {
  return parts.length === known.length && parts.every((part) => same(part, known));
}

function sameServer({ addresses, plugins }: ServerBlock, known: readonly ServerBlock[]): boolean {
  const match = known.find((server) => fits(addresses, server.addresses));
  return match !== undefined && sameParts(plugins, match.plugins, samePlugin);
}

/** Only the first that fits by name and words is compared, as kubeadm does. */
function samePlugin({ name, args, options }: PluginLine, known: readonly PluginLine[]): boolean {
  const match = known.find((plugin) => plugin.name === name && fits(args, plugin.args));
  return match !== undefined && sameParts(options, match.options, sameOption);
}

function sameOption({ name, args }: OptionLine, known: readonly OptionLine[]): boolean {
  return known.some((option) => option.name === name && fits(args, option.args));
}

/** `*` fits one word, `***` all the rest. */
function fits(words: readonly string[], pattern: readonly string[]): boolean {
  const open = pattern.indexOf('***');
  const fixed = open < 0 ? pattern : pattern.slice(0, open);
  const isLong = open < 0 ? words.length === pattern.length : true;
  return isLong && fixed.every((word, index) => word === '*' || word === words[index]);
}
