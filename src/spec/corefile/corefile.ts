/** A Corefile, the configuration of CoreDNS, as far as migrating it looks into it. Words are as the reader found them, without quotes. */
export interface Corefile {
  readonly servers: readonly ServerBlock[];
}

/** A server block: the zones and ports that it answers for, and its plugins in the order in which they are written. */
export interface ServerBlock {
  readonly addresses: readonly string[];
  readonly plugins: readonly PluginLine[];
}

/** A plugin, with what stands between its braces. */
export interface PluginLine {
  readonly name: string;
  readonly args: readonly string[];
  readonly options: readonly OptionLine[];
}

/** One line between the braces of a plugin. */
export interface OptionLine {
  readonly name: string;
  readonly args: readonly string[];
}

/** A Corefile that cannot be read, or cannot be brought to another release of CoreDNS. */
export class CorefileProblem extends Error {
  override readonly name = 'CorefileProblem';
}
