const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/**
 * A duration text in the spelling that Go's serialisation gives it (`90s` becomes `1m30s`), so that a document keeps
 * its bytes when another program stores it anew. A text that is no duration comes back as it is.
 */
export function canonicalDuration(text: string): string {
  const nanoseconds = parse(text);
  return nanoseconds === undefined ? text : format(nanoseconds);
}

function parse(text: string): bigint | undefined {
  const whole = /^(?<sign>[-+]?)(?<parts>(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(text);
  if (!whole?.groups) return undefined;
  let sum = 0n;
  for (const [, integer = '', fraction = '', unit] of whole.groups['parts']!.matchAll(
    /(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g,
  )) {
    const size = units[unit!]!;
    sum += BigInt(integer || '0') * size + (BigInt(fraction || '0') * size) / 10n ** BigInt(fraction.length);
  }
  return whole.groups['sign'] === '-' ? -sum : sum;
}

function format(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  if (nanoseconds < 0n) return `-${format(-nanoseconds)}`;
  if (nanoseconds < units['s']!) {
    const unit = nanoseconds < units['us']! ? 'ns' : nanoseconds < units['ms']! ? 'µs' : 'ms';
    return `${decimal(nanoseconds, units[unit]!)}${unit}`;
  }
  const hours = nanoseconds / units['h']!;
  const minutes = (nanoseconds / units['m']!) % 60n;
  const seconds = `${decimal(nanoseconds % units['m']!, units['s']!)}s`;
  if (hours > 0n) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0n ? `${minutes}m${seconds}` : seconds;
}

function decimal(value: bigint, unit: bigint): string {
  const fraction = String(value % unit)
    .padStart(String(unit).length - 1, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(value / unit) : `${value / unit}.${fraction}`;
}
