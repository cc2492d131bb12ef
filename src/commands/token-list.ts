import { EffectError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { ApiError } from '../host/kube-api.ts';
import { findKubeconfig } from '../observe/find-kubeconfig.ts';
import type { JsonObject, KubeObject } from '../plan/json.ts';
import { type StoredToken, storedToken } from '../spec/stored-token.ts';
import { toYamlStream } from '../spec/yaml-write.ts';
import type { Command } from './command.ts';

/** `token list`: a table, nothing for none; or kubeadm's objects, one document a token. */
export const tokenList: Command = async ({ invocation, host, warn }) => {
  const kubeconfig = await findKubeconfig(invocation.flags['kubeconfig'] as string | undefined, host);
  const tokens = (await secrets(kubeconfig, host)).flatMap((secret): StoredToken[] => {
    const token = storedToken(secret);
    if (!('problem' in token)) return [token];
    warn({ message: `the Secret ${secret.metadata.name} is passed over: ${token.problem}` });
    return [];
  });
  const objects = tokens.map(tokenObject);
  const result = { tokens: objects };
  switch (invocation.output) {
    case 'json':
      return { text: objects.map((object) => `${JSON.stringify(object, null, 4)}\n`).join(''), result };
    case 'yaml':
      return { text: objects.length === 0 ? '' : toYamlStream(objects), result };
    case 'text':
      return { text: table(tokens.map((one) => row(one, host))), result };
  }
};

async function secrets(kubeconfig: string, host: Host): Promise<readonly KubeObject[]> {
  try {
    const api = await host.kube.connect({ kubeconfig });
    return await api.list(
      { apiVersion: 'v1', kind: 'Secret', namespace: 'kube-system' },
      { fields: 'type=bootstrap.kubernetes.io/token' },
    );
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new EffectError(
      `the bootstrap tokens cannot be listed: ${error.message}`,
      {},
      {
        hint: `is ${kubeconfig} the kubeconfig of an administrator of this cluster? --kubeconfig names another`,
        cause: error,
      },
    );
  }
}

/** kubeadm's object; members in kubeadm's order, which programs may see in JSON. */
function tokenObject({ token, description, expires, usages, groups }: StoredToken): JsonObject {
  return {
    kind: 'BootstrapToken',
    apiVersion: 'output.kubeadm.k8s.io/v1alpha3',
    token,
    ...(description === '' ? {} : { description }),
    ...(expires === undefined ? {} : { expires: `${new Date(expires).toISOString().slice(0, 19)}Z` }),
    ...(usages.length === 0 ? {} : { usages }),
    ...(groups.length === 0 ? {} : { groups }),
  };
}

const heads = ['TOKEN', 'TTL', 'EXPIRES', 'USAGES', 'DESCRIPTION', 'EXTRA GROUPS'];

/** Columns are at least this wide, whatever is in them (kubeadm 1.35.4 to 1.37.0). */
const leastWidths = [23, 9, 7, 22, 56, 0];

/** kubeadm lines the head up with the first row only; every further row stands for itself. */
function table([first, ...rest]: readonly (readonly string[])[]): string {
  if (first === undefined) return '';
  return lines([heads, first]) + rest.map((each) => lines([each])).join('');
}

function lines(rows: readonly (readonly string[])[]): string {
  const widths = leastWidths.map((least, index) => Math.max(least, ...rows.map((cells) => cells[index]!.length)));
  const cell = (text: string, index: number): string =>
    index === leastWidths.length - 1 ? text : text.padEnd(widths[index]!);
  return rows.map((cells) => `${cells.map(cell).join('   ')}\n`).join('');
}

function row({ token, description, expires, usages, groups }: StoredToken, { clock }: Host): readonly string[] {
  const or = (text: string): string => (text === '' ? '<none>' : text);
  return [
    token,
    expires === undefined ? '<forever>' : shortTime(Date.parse(expires) - clock.now()),
    expires ?? '<never>',
    or(usages.join(',')),
    or(description),
    or(groups.join(',')),
  ];
}

const units = [
  { name: 's', seconds: 1, below: 60 },
  { name: 'm', seconds: 60, below: 60 * 60 },
  { name: 'h', seconds: 60 * 60, below: 24 * 60 * 60 },
  { name: 'd', seconds: 24 * 60 * 60, below: 365 * 24 * 60 * 60 },
  { name: 'y', seconds: 365 * 24 * 60 * 60, below: Number.POSITIVE_INFINITY },
] as const;

/** One unit, rounded down; what was over a second ago is invalid (kubeadm 1.36.3). */
function shortTime(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  if (seconds < -1) return '<invalid>';
  const { name, seconds: size } = units.find(({ below }) => seconds < below)!;
  return `${Math.floor(Math.max(0, seconds) / size)}${name}`;
}
