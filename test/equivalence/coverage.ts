import { readYaml } from '../../src/spec/yaml-read.ts';
import { RELEASES } from '../lab/versions.ts';
import { apiFields, fieldsSet } from './api-fields.ts';
import { cases } from './cases.ts';
import { configurationText } from './configuration-text.ts';

/** What has to be compared beside the fields of the API. Every word that a case `covers` is one of these. */
export const options: readonly string[] = [
  'proxies from the environment',
  'CA folders of other distributions',
  'files that are there already',
  'every gate of the minor',
  'control plane without root',
  'systemd-resolved',
  'CRI socket found',
  'patches: strategic, every target',
  'patches: merge, every target',
  'patches: JSON, every target',
  'patches: order, sub-folders and names',
  'PKI of the user: whole',
  'PKI of the user: in part',
  'PKI of the user: authorities',
  'PKI of the user: service account key',
  'external CA',
  'external front-proxy CA',
  'external etcd CA',
  'expired files',
  'mismatched files',
  'foreign files',
  'flags without a file',
  'flags beside a file',
  'version label without a network',
  'init in one go',
  'dry run',
  'documents in any order',
  'JSON',
  'YAML 1.1',
  'v1beta3',
];

/** Fields that no configuration can have that both programs take, and why. */
export const neverTaken: { readonly [field: string]: string } = {
  'InitConfiguration.bootstrapTokens[].expires': 'kubeadm sets `ttl` first and then refuses both',
};

const referencesToObjects = /\.valueFrom\.(?:configMapKeyRef|secretKeyRef)(?:\.|$)/;

export interface Row {
  readonly subject: string;
  /** Cases that both programs take. */
  readonly taken: readonly string[];
  /** Cases that one of them refuses. */
  readonly refused: readonly string[];
}

interface Known {
  readonly name: string;
  readonly refused: boolean;
  readonly subjects: ReadonlySet<string>;
}

const known: readonly Known[] = Object.entries(cases).map(([name, caseOf]) => {
  const versions = RELEASES.map((release) => ({ release, one: caseOf(release) }));
  const fields = versions.flatMap(({ one, release }) => fieldsOfText(configurationText(one, release) ?? ''));
  const words = versions.flatMap(({ one }) => [
    ...(one.covers ?? []),
    ...(one.kubelet ? ['KubeletConfiguration'] : []),
    ...(one.kubeProxy ? ['KubeProxyConfiguration'] : []),
  ]);
  return { name, refused: versions.every(({ one }) => one.refuses), subjects: new Set([...fields, ...words]) };
});

/** How many configurations both programs take. */
export const accepted = known.filter(({ refused }) => !refused).length;

function fieldsOfText(text: string): readonly string[] {
  try {
    return readYaml(text, 'case').documents.flatMap(({ value }) => {
      const { apiVersion, kind, ...rest } = (value ?? {}) as { readonly [field: string]: unknown };
      return apiVersion === 'kubeadm.k8s.io/v1beta4' ? fieldsSet(rest, String(kind)) : [];
    });
  } catch {
    // Some cases are about texts that cannot be read.
    return [];
  }
}

function row(subject: string): Row {
  const about = known.filter(({ subjects }) => subjects.has(subject));
  return {
    subject,
    taken: about.filter(({ refused }) => !refused).map(({ name }) => name),
    refused: about.filter(({ refused }) => refused).map(({ name }) => name),
  };
}

/** Which case covers which field and which option. */
export const coverage: { readonly fields: readonly Row[]; readonly options: readonly Row[] } = {
  fields: apiFields().map(row),
  options: [...options, 'KubeletConfiguration', 'KubeProxyConfiguration'].map(row),
};

/** Words that a case uses and nobody knows. */
export const unknownOptions: readonly string[] = Object.values(cases)
  .flatMap((caseOf) => RELEASES.flatMap((release) => caseOf(release).covers ?? []))
  .filter((word) => !options.includes(word));

/** Whether a row needs no case that both take. */
export function isNeverTaken(subject: string): boolean {
  return subject in neverTaken || referencesToObjects.test(subject);
}

/** COVERAGE.md, whole. */
export function coverageText(): string {
  return `${[
    '# What offline equivalence covers',
    '',
    `Made by \`npx tsx test/equivalence/write-coverage.ts\`. ${known.length} configurations on each of ${RELEASES.map(({ kubernetes }) => kubernetes).join(', ')}:`,
    `${accepted} that both programs take, ${known.length - accepted} that one or both refuse. "Without" counts those taken that leave the field out.`,
    '',
    '## Fields of the configuration API (v1beta4)',
    '',
    ...table(coverage.fields),
    '',
    '## Other options',
    '',
    ...table(coverage.options),
  ].join('\n')}\n`;
}

function table(rows: readonly Row[]): readonly string[] {
  return [
    '| subject | taken in | without | refused in |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ subject, taken, refused }) =>
        `| \`${subject}\` | ${some(taken)} | ${accepted - taken.length} | ${some(refused)} |`,
    ),
  ];
}

/** A few names and how many more there are. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join('; ');
  return names.length > 3 ? `${shown}; and ${names.length - 3} more` : shown || '–';
}
