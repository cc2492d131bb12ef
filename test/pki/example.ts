import { judges } from '../../src/compose/judges.ts';
import { certificates } from '../../src/pki/cert-list.ts';
import { kubeconfigs } from '../../src/pki/kubeconfig-list.ts';
import { certificateLooks, certificateMints, planCertificate } from '../../src/pki/plan-certificate.ts';
import { kubeconfigLooks, kubeconfigMints, planKubeconfig } from '../../src/pki/plan-kubeconfig.ts';
import { planServiceAccount, serviceAccountLooks, serviceAccountMints } from '../../src/pki/plan-service-account.ts';
import type { Planned } from '../../src/pki/planned.ts';
import type { Content } from '../../src/plan/artifact.ts';
import type { Judgement } from '../../src/plan/effect.ts';
import type { Facts, FileFact, Look } from '../../src/plan/facts.ts';
import type { KeyAlgorithm, Mint, MintedKey, PhaseContext, Secrets } from '../../src/plan/phase.ts';
import { Secret } from '../../src/plan/secret.ts';
import { defaultOptions, initSpec } from '../../src/spec/defaults.ts';
import type { WrittenCluster, WrittenInit } from '../../src/spec/schema/v1beta4.ts';
import type { InitSpec } from '../../src/spec/types.ts';
import { keyPairAt } from '../fakes/fixed-random.ts';

/** 2026-11-21T04:00:00Z: when every example run starts. */
export const startedAt = Date.UTC(2026, 10, 21, 4);
export const hour = 3_600_000;

/** A control plane called node1 at 10.1.2.3, with what a test changes. */
export function exampleSpec(cluster: Partial<WrittenCluster> = {}, init: Partial<WrittenInit> = {}): InitSpec {
  return initSpec(
    {
      nodeRegistration: { name: 'node1' },
      localAPIEndpoint: { advertiseAddress: '10.1.2.3' },
      ...init,
    } as WrittenInit,
    { kubernetesVersion: 'v1.36.3', certificatesDir: '/pki', ...cluster } as WrittenCluster,
    {
      kubelet: { object: {}, userSupplied: false },
      kubeProxy: { object: {}, userSupplied: false },
      options: { ...defaultOptions('tsadm'), kubeconfigDir: '/kc' },
    },
  );
}

/** A file that is there. */
export function present(text: string, mode = 0o600): FileFact {
  return { state: 'present', text: new Secret(text), mode };
}

/** Facts in which every file looked at is absent but those given. */
export function factsOf(looks: readonly Look[], files: ReadonlyMap<string, FileFact> = new Map()): Facts {
  const paths = looks.flatMap((look) => (look.kind === 'file' || look.kind === 'tree' ? [look.path] : []));
  const absent: FileFact = { state: 'absent' };
  return {
    startedAt,
    node: { hostName: 'node1', proxyEnv: [], systemdResolvedActive: false, caDirectories: [] },
    files: new Map([...paths.map((path) => [path, absent] as const), ...files]),
    trees: new Map(),
    objects: new Map(),
  };
}

export const nothingMinted: Secrets = { keys: new Map(), texts: new Map() };

/** A key of the committed set with a serial made from its number. */
export function mintedKey(algorithm: KeyAlgorithm, index: number): MintedKey {
  const { privateKey, publicKey } = keyPairAt(algorithm, index);
  return { algorithm, privateKey: new Secret(privateKey), publicKey, serial: (0x7100 + index).toString(16) };
}

/** The next key for every mint, in order. */
export function mintAll(mints: readonly Mint[], first = 0): Secrets {
  const keys = mints.flatMap((mint, index) =>
    mint.kind === 'key' ? [[mint.name, mintedKey(mint.algorithm, first + index)] as const] : [],
  );
  return { keys: new Map(keys), texts: new Map() };
}

/** Everything the PKI phases look at. */
export function allLooks(spec: InitSpec): readonly Look[] {
  return [
    ...certificates.flatMap((record) => certificateLooks(record, spec)),
    ...serviceAccountLooks(spec),
    ...kubeconfigs.flatMap((record) => kubeconfigLooks(record, spec)),
  ];
}

/** Everything the PKI phases want minted. */
export function allMints(spec: InitSpec, facts: Facts): readonly Mint[] {
  return [
    ...certificates.flatMap((record) => certificateMints(record, { spec, facts })),
    ...serviceAccountMints({ spec, facts }),
    ...kubeconfigs.flatMap((record) => kubeconfigMints(record, { spec, facts })),
  ];
}

type Step = readonly [string, (context: PhaseContext<InitSpec>) => Planned];

const steps: readonly Step[] = [
  ...certificates.map((record): Step => [record.name, (context) => planCertificate(record, context)]),
  ['sa', planServiceAccount],
  ...kubeconfigs.map((record): Step => [record.fileName, (context) => planKubeconfig(record, context)]),
];

/** A whole run of `certs` and `kubeconfig` as the engine previews it. */
export interface Run {
  readonly planned: ReadonlyMap<string, Planned>;
  readonly judgements: ReadonlyMap<string, Judgement>;
  /** What was found and what will have been written. */
  readonly files: ReadonlyMap<string, FileFact>;
  /** Those of plans, then those of judges. */
  readonly refusals: readonly string[];
}

/** Plans and judges every phase in order, each seeing what those before it will have written. */
export function planAll(
  spec: InitSpec,
  found: ReadonlyMap<string, FileFact> = new Map(),
  minted?: Secrets,
  start = startedAt,
): Run {
  const facts = { ...factsOf(allLooks(spec), found), startedAt: start };
  const secrets = minted ?? mintAll(allMints(spec, facts));
  const files = new Map(facts.files);
  const planned = new Map<string, Planned>();
  const judgements = new Map<string, Judgement>();
  for (const [name, plan] of steps) {
    const result = plan({ spec, facts: { ...facts, files }, secrets });
    planned.set(name, result);
    if (result.artifact === undefined) continue;
    const judgement = judges[result.artifact.sameWhen]!(result.artifact, files, start);
    judgements.set(name, judgement);
    if (judgement.verdict !== 'create') continue;
    for (const { path, content } of result.artifact.files) files.set(path, predicted(content));
  }
  const refusals = [
    ...[...planned.values()].flatMap(({ refusal }) => refusal ?? []),
    ...[...judgements.values()].flatMap(({ verdict, reason }) => (verdict === 'refuse' ? [reason ?? ''] : [])),
  ];
  return { planned, judgements, files, refusals };
}

function predicted(content: Content): FileFact {
  if (content.kind === 'described') return { state: 'predicted', as: content.as };
  return { state: 'predicted', as: '', text: content.kind === 'text' ? new Secret(content.text) : content.text };
}

/** The files of a whole run as they lie on disk afterwards. */
export function written(spec: InitSpec): Map<string, FileFact> {
  const { files } = planAll(spec);
  return new Map(
    [...files].flatMap(([path, fact]) =>
      fact.state === 'predicted' && fact.text !== undefined
        ? [[path, { state: 'present', text: fact.text, mode: 0o600 } as FileFact] as const]
        : [],
    ),
  );
}

/** The text of a file among facts. */
export function textOf(files: ReadonlyMap<string, FileFact>, path: string): string {
  const fact = files.get(path);
  if (fact?.state !== 'present' && fact?.state !== 'predicted') throw new Error(`${path} has no text`);
  if (fact.text === undefined) throw new Error(`${path} is only described`);
  return fact.text.reveal();
}
