import { type Artifact, type Content, described, secretText, text } from '../plan/artifact.ts';
import { type FileFact, fileFact, type Look } from '../plan/facts.ts';
import type { Mint, Note, PhaseContext } from '../plan/phase.ts';
import { Secret } from '../plan/secret.ts';
import { authority, authorityLooks } from './authority.ts';
import { certificateNamed, certificatePaths, certificates } from './cert-list.ts';
import { externalCertificate, leafIssues } from './external-authority.ts';
import { type FoundCertificate, foundCertificate } from './found-certificate.ts';
import { isoTime } from './iso-time.ts';
import { issueLeaf, validFrom } from './issue.ts';
import { withClientCertificate } from './kubeconfig.ts';
import type { KubeconfigSpec } from './pki-spec.ts';
import type { Certificate } from './read.ts';
import { type Renewable, renewablePath } from './renewables.ts';

type Context = PhaseContext<KubeconfigSpec>;

/** What a renewal amounts to: something to write, reasons against, or only words. */
export interface PlannedRenewal {
  readonly artifact?: Artifact;
  readonly refusals: readonly string[];
  readonly notes: readonly Note[];
}

/** The certificate, its CA, and everything else that the CA signs: an external CA counts only when all of it is there. */
export function renewalLooks(renewable: Renewable, spec: KubeconfigSpec): readonly Look[] {
  const siblings = certificates
    .filter(({ ca }) => ca === renewable.ca)
    .flatMap((record) => Object.values(certificatePaths(record, spec)));
  return [
    ...authorityLooks(renewable.ca, spec),
    ...[...siblings, renewablePath(renewable, spec)].map((path): Look => ({ kind: 'file', path })),
  ];
}

/** A new key, if there is something to renew and a CA that can sign it. */
export function renewalMints(renewable: Renewable, context: Omit<Context, 'secrets'>): readonly Mint[] {
  const { spec, facts } = context;
  if (foundCertificate(renewable, spec, facts)?.value === undefined) return [];
  const ca = authority(renewable.ca, { ...context, secrets: { keys: new Map(), texts: new Map() } });
  if (ca.kind !== 'found' || !ca.signing.can) return [];
  return [{ kind: 'key', name: mintName(renewable), algorithm: spec.cluster.encryptionAlgorithm }];
}

/**
 * Plans the renewal of a certificate as kubeadm does it (1.36.3): subject, names and usages are those of the certificate
 * that is there, whatever the configuration says; key and period are new; it does not matter how long the old one would
 * have lasted. What is missing, or signed by a CA whose key is elsewhere, is passed over with a word.
 */
export function planRenewal(renewable: Renewable, context: Context): PlannedRenewal {
  const { spec, facts } = context;
  const { longName } = renewable;
  const said = (line: string): PlannedRenewal => ({ refusals: [], notes: [{ level: 'info', text: line }] });
  const refused = (...refusals: readonly string[]): PlannedRenewal => ({ refusals, notes: [] });

  const found = foundCertificate(renewable, spec, facts);
  if (found === undefined) return said(`MISSING! ${longName}`);
  if (found.problem !== undefined) return refused(`${renewable.name} cannot be renewed: ${found.problem}`);
  const external = externalCertificate(renewable.ca, spec, facts);
  if (external !== undefined) {
    const issues = leafIssues(renewable.ca, external, spec, facts);
    if (issues.length > 0)
      return refused(...issues.map(({ message }) => `the CA ${renewable.ca} is external, and ${message}`));
    const { baseName } = certificateNamed(renewable.ca);
    return said(`External CA ${baseName}: ${longName} is renewed where the key of that CA is kept, not here`);
  }
  const ca = authority(renewable.ca, context);
  if (ca.kind !== 'found') {
    const reason = ca.kind === 'refused' ? ca.reason : 'its CA is not there';
    return refused(`${renewable.name} cannot be renewed: ${reason}`);
  }
  if (!ca.signing.can) return refused(`${renewable.name} cannot be renewed: ${ca.signing.reason}`);

  const { certificate: old } = found.value;
  const notAfter = facts.startedAt + spec.cluster.certificateValidityPeriod;
  const minted = context.secrets.keys.get(mintName(renewable));
  if (minted === undefined) {
    const words = `${subjectWords(old)}, valid until ${isoTime(notAfter)}`;
    return { artifact: artifact(renewable, context, { described: words }), refusals: [], notes: [] };
  }
  const certificate = issueLeaf(
    {
      subject: old.subject,
      usages: old.usages,
      sans: old.sans,
      notBefore: validFrom(facts.startedAt),
      notAfter,
    },
    minted,
    { certificate: ca.certificate, key: ca.signing.key },
  );
  const key = minted.privateKey;
  const made = { key, certificate, authority: ca.certificate.pem, found: found.value };
  return { artifact: artifact(renewable, context, made), refusals: [], notes: [] };
}

type Made =
  | { readonly described: string }
  | {
      readonly key: Secret;
      readonly certificate: string;
      readonly authority: string;
      readonly found: FoundCertificate;
    };

/** Files keep the modes that they have (kubeadm 1.36.3), and no copy of an old key is left anywhere. */
function artifact(renewable: Renewable, { spec, facts }: Context, made: Made): Artifact {
  const file = (path: string, mode: number, content: Content): Artifact['files'][number] => {
    return { path, mode: modeOf(fileFact(facts, path)) ?? mode, content };
  };
  const { kind, longName, name } = renewable;
  const what = kind === 'kubeconfig' ? longName : `${longName} (${name})`;
  const rest = { what, sameWhen: 'bytes', directoryMode: 0o755 } as const;
  const path = renewablePath(renewable, spec);
  if (renewable.kind === 'certificate') {
    const paths = certificatePaths(renewable.record, spec);
    const isDescribed = 'described' in made;
    const key = isDescribed
      ? described(`new private key, ${spec.cluster.encryptionAlgorithm}`, true)
      : secretText(made.key);
    const certificate = isDescribed ? described(`new certificate ${made.described}`) : text(made.certificate);
    return {
      ...rest,
      backup: 'none',
      files: [file(paths.key, 0o600, key), file(paths.certificate, 0o644, certificate)],
    };
  }
  const content =
    'described' in made
      ? described(`the same kubeconfig with a new client certificate ${made.described}`, true)
      : secretText(
          new Secret(
            withClientCertificate(made.found.kubeconfig!, {
              certificate: made.certificate,
              key: made.key.reveal(),
              authority: made.authority,
            }),
            renewable.name,
          ),
        );
  return { ...rest, backup: 'none', files: [file(path, 0o600, content)] };
}

function modeOf(fact: FileFact): number | undefined {
  return fact.state === 'present' ? fact.mode : undefined;
}

function subjectWords({ subject }: Certificate): string {
  return [...subject.organizations.map((name) => `O=${name}`), `CN=${subject.commonName}`].join(', ');
}

function mintName({ name }: Renewable): string {
  return `renew/${name}`;
}
