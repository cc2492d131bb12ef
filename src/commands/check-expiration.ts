import { type Expiration, type Expirations, observeExpirations } from '../observe/expiration.ts';
import { readDocument } from '../observe/read-document.ts';
import { type FoundConfiguration, storedOrDefaults } from '../observe/stored-or-defaults.ts';
import { residualText } from '../pki/expiry.ts';
import type { JsonObject } from '../plan/json.ts';
import { columns } from '../render/columns.ts';
import { loadInitSpec } from '../spec/load-init.ts';
import { toYaml } from '../spec/yaml-write.ts';
import type { Command, CommandInput } from './command.ts';

/** `certs check-expiration`: a table of the certificates and one of their CAs, or kubeadm's object. */
export const checkExpiration: Command = async (input) => {
  const { spec, lines, warnings } = await configuration(input);
  for (const issue of warnings) input.warn(issue);
  const found = await observeExpirations(spec, input.host);
  const now = input.host.clock.now();
  const object = expirationInfo(found, now);
  switch (input.invocation.output) {
    case 'json':
      return { text: `${JSON.stringify(object, null, 4)}\n`, result: object };
    case 'yaml':
      return { text: toYaml(object), result: object };
    case 'text': {
      const said = lines.map((line) => `[check-expiration] ${line}\n`).join('');
      return { text: `${said}${said === '' ? '' : '\n'}${tables(found, now)}`, result: object };
    }
  }
};

async function configuration({ invocation, host }: CommandInput): Promise<FoundConfiguration> {
  const { configFile, program, overrides, flags } = invocation;
  if (configFile !== undefined) {
    const { spec, warnings } = loadInitSpec({ program, document: await readDocument(configFile, host), overrides });
    return { spec, lines: [], warnings };
  }
  const kubeconfig = (flags['kubeconfig'] ?? '/etc/kubernetes/admin.conf') as string;
  const found = await storedOrDefaults({ program, kubeconfig }, host, new AbortController().signal);
  const certificatesDir = flags['cert-dir'] as string | undefined;
  if (!certificatesDir) return found;
  return { ...found, spec: { ...found.spec, cluster: { ...found.spec.cluster, certificatesDir } } };
}

/** kubeadm's object; members in kubeadm's order, which programs may see in JSON. */
function expirationInfo({ certificates, authorities }: Expirations, now: number): JsonObject {
  const entry = ({ name, notAfter, external, ca }: Expiration): JsonObject => ({
    name,
    expirationDate: notAfter === undefined ? null : `${new Date(notAfter).toISOString().slice(0, 19)}Z`,
    residualTime: notAfter === undefined ? 0 : Math.trunc((notAfter - now) / 1000),
    externallyManaged: notAfter === undefined ? false : external,
    ...(ca !== undefined && notAfter !== undefined && { caName: ca }),
    missing: notAfter === undefined,
  });
  return {
    kind: 'CertificateExpirationInfo',
    apiVersion: 'output.kubeadm.k8s.io/v1alpha3',
    certificates: certificates.map(entry),
    certificateAuthorities: authorities.map(entry),
  };
}

function tables({ certificates, authorities }: Expirations, now: number): string {
  const external = (one: Expiration): string => (one.external ? 'yes' : 'no').padEnd(8);
  const missing = ({ name }: Expiration, cells: number): readonly string[] => [
    `!MISSING! ${name}`,
    ...Array<string>(cells - 1).fill(''),
  ];
  const times = (notAfter: number): readonly string[] => [dateText(notAfter), residualText(notAfter - now)];
  const heads = ['EXPIRES', 'RESIDUAL TIME'];
  return [
    columns([
      ['CERTIFICATE', ...heads, 'CERTIFICATE AUTHORITY', 'EXTERNALLY MANAGED'],
      ...certificates.map((one) =>
        one.notAfter === undefined ? missing(one, 5) : [one.name, ...times(one.notAfter), one.ca ?? '', external(one)],
      ),
    ]),
    columns([
      ['CERTIFICATE AUTHORITY', ...heads, 'EXTERNALLY MANAGED'],
      ...authorities.map((one) =>
        one.notAfter === undefined ? missing(one, 4) : [one.name, ...times(one.notAfter), external(one)],
      ),
    ]),
  ].join('\n');
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Nov 21, 2027 07:42 UTC`. */
function dateText(milliseconds: number): string {
  const date = new Date(milliseconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${months[date.getUTCMonth()]} ${two(date.getUTCDate())}, ${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`;
}
