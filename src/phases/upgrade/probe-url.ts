import type { Json } from '../../plan/json.ts';
import { joinHostPort } from '../../spec/addresses.ts';

/**
 * Where a static Pod tells whether it is ready, else whether it lives: the URL of the probe of its first container, as its
 * manifest has it after patches.
 * @returns undefined when no probe asks over HTTP
 */
export function probeUrl(manifest: Json | undefined): string | undefined {
  const container = at(manifest, 'spec', 'containers', 0);
  const probe = ['readinessProbe', 'livenessProbe']
    .map((name) => at(container, name, 'httpGet'))
    .find((found) => found !== undefined && found !== null);
  if (probe === undefined) return undefined;
  const port = at(probe, 'port');
  const ports = at(container, 'ports');
  const named = (Array.isArray(ports) ? ports : []).find((entry: Json) => at(entry, 'name') === port);
  const number = Number(at(named, 'containerPort') ?? port);
  if (!Number.isInteger(number)) return undefined;
  const scheme = String(at(probe, 'scheme') ?? 'HTTP').toLowerCase();
  const host = at(probe, 'host');
  const address = typeof host === 'string' && host !== '' ? host : '127.0.0.1';
  return `${scheme}://${joinHostPort(address, number)}${String(at(probe, 'path') ?? '/')}`;
}

function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (current, key) =>
      current !== null && typeof current === 'object' ? (current as { [key: string]: Json })[key] : undefined,
    value,
  );
}
