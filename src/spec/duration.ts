/** Nanoseconds of the units that Go's durations know. */
const nanoseconds: { readonly [unit: string]: bigint } = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const part = /^(?<whole>\d*)(?:\.(?<fraction>\d*))?(?<unit>[^\d.]+)/u;
const limit = 1n << 63n;

/**
 * Milliseconds of a Go duration such as `1h30m`, `-1.5s` or `0` (Go's time.ParseDuration).
 * @returns undefined when it is none, or does not fit Go's 64 bits of nanoseconds
 */
export function parseDuration(text: string): number | undefined {
  const negative = text.startsWith('-');
  let rest = text.replace(/^[-+]/, '');
  if (rest === '0') return 0;
  if (rest === '') return undefined;
  let total = 0n;
  while (rest !== '') {
    const match = part.exec(rest);
    const { whole = '', fraction = '', unit = '' } = match?.groups ?? {};
    const size = Object.hasOwn(nanoseconds, unit) ? nanoseconds[unit] : undefined;
    if (match === null || size === undefined || whole + fraction === '') return undefined;
    total += BigInt(whole || '0') * size + (BigInt(fraction || '0') * size) / 10n ** BigInt(fraction.length);
    rest = rest.slice(match[0].length);
  }
  if (total > limit || (total === limit && !negative)) return undefined;
  const milliseconds = Number(total) / 1e6;
  return negative && total !== 0n ? -milliseconds : milliseconds;
}

/** Milliseconds as Go prints a duration: `8760h0m0s`, `4m0s`, `1.5s`, `20ms`, `0s`. */
export function formatDuration(milliseconds: number): string {
  const total = BigInt(Math.round(milliseconds * 1e6));
  if (total === 0n) return '0s';
  const sign = total < 0n ? '-' : '';
  const size = total < 0n ? -total : total;
  if (size < 1_000_000_000n) {
    const unit = size < 1_000n ? 'ns' : size < 1_000_000n ? 'µs' : 'ms';
    return `${sign}${withFraction(size, nanoseconds[unit]!)}${unit}`;
  }
  const hours = size / nanoseconds['h']!;
  const minutes = (size / nanoseconds['m']!) % 60n;
  const seconds = `${withFraction(size % nanoseconds['m']!, nanoseconds['s']!)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0n ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}

function withFraction(value: bigint, unit: bigint): string {
  const digits = String(unit).length - 1;
  const fraction = String(value % unit)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  return fraction === '' || digits === 0 ? String(value / unit) : `${value / unit}.${fraction}`;
}
