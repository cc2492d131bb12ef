import type { Issue } from '../errors.ts';
import type { Json, JsonObject } from '../plan/json.ts';
import type { Path } from './field-path.ts';
import type { Position, YamlDocument } from './yaml-read.ts';

/** The documents that `init` reads. */
export type InitDocumentKind =
  | 'InitConfiguration'
  | 'ClusterConfiguration'
  | 'KubeletConfiguration'
  | 'KubeProxyConfiguration';

/** Every kind of document that kubeadm's files may hold. */
export type DocumentKind = InitDocumentKind | 'JoinConfiguration' | 'ResetConfiguration' | 'UpgradeConfiguration';

/** What a command makes of the documents of a file (kubeadm-cli-config.md, 3.10). */
export interface Purpose {
  readonly reads: readonly DocumentKind[];
  /** Kinds of which at least one must be there; none for commands that take any file. */
  readonly needs: readonly DocumentKind[];
  /** What becomes of documents that nobody knows: `config validate` and `config migrate` refuse them. */
  readonly unknown: 'ignore' | 'refuse';
  /** Older versions are taken without a warning. */
  readonly allowDeprecated?: boolean;
  /** kubeadm.k8s.io/v1 is taken, which kubeadm 1.37 knows as an experiment and reads as it reads v1beta4. */
  readonly allowExperimental?: boolean;
}

/** `init` takes a file with either of its two documents. */
export const forInit: Purpose = {
  reads: ['InitConfiguration', 'ClusterConfiguration', 'KubeletConfiguration', 'KubeProxyConfiguration'],
  needs: ['InitConfiguration', 'ClusterConfiguration'],
  unknown: 'ignore',
};

/** `config validate` and `config migrate` take any file. */
export const forAny: Purpose = {
  reads: [...forInit.reads, 'JoinConfiguration', 'ResetConfiguration', 'UpgradeConfiguration'],
  needs: [],
  unknown: 'refuse',
};

/** `join`, `reset` and `upgrade` want their own document and ignore all others. */
export function forKind(kind: DocumentKind): Purpose {
  return { reads: [kind], needs: [kind], unknown: 'ignore' };
}

/** One document of a known kind. */
export interface KnownDocument {
  readonly apiVersion: string;
  readonly kind: DocumentKind;
  readonly value: JsonObject;
  locate(path: Path): Position;
  readonly repeatedKeys: readonly Issue[];
}

/** What a file was found to hold. */
export interface SortedDocuments {
  readonly documents: ReadonlyMap<DocumentKind, KnownDocument>;
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
}

const group = 'kubeadm.k8s.io';

/** Kubeadm minor that still reads (and migrates) an API version that we do not. */
const lastReader: { readonly [version: string]: string } = {
  v1alpha1: '1.11',
  v1alpha2: '1.12',
  v1alpha3: '1.14',
  v1beta1: '1.15',
  v1beta2: '1.22',
};

const componentVersions: { readonly [group: string]: { readonly kind: DocumentKind; readonly version: string } } = {
  'kubelet.config.k8s.io': { kind: 'KubeletConfiguration', version: 'v1beta1' },
  'kubeproxy.config.k8s.io': { kind: 'KubeProxyConfiguration', version: 'v1alpha1' },
};

/** Which versions of kubeadm.k8s.io have a kind, besides v1beta4. */
const olderVersions: { readonly [kind: string]: readonly string[] } = {
  InitConfiguration: ['v1beta3'],
  ClusterConfiguration: ['v1beta3'],
  JoinConfiguration: ['v1beta3'],
  ResetConfiguration: [],
  UpgradeConfiguration: [],
};

/** `config print` has a sub-command for each of these. */
const printable: { readonly [kind: string]: string } = {
  InitConfiguration: 'init-defaults',
  JoinConfiguration: 'join-defaults',
  ResetConfiguration: 'reset-defaults',
  UpgradeConfiguration: 'upgrade-defaults',
};

/**
 * Sorts the documents of a file for a command (kubeadm-cli-config.md, 3.10): each needs apiVersion with group and kind,
 * no kind may come twice, what the command needs must be there; kinds that it has no use for are passed over with a
 * warning.
 */
export function sortDocuments(
  documents: readonly YamlDocument[],
  file: string,
  program: string,
  purpose: Purpose = forInit,
): SortedDocuments {
  const errors: Issue[] = [];
  const warnings: Issue[] = [];
  const found = new Map<DocumentKind, KnownDocument>();
  const seen = new Set<string>();
  for (const document of documents) {
    const at = { file, ...document.locate([]) };
    const type = typeMeta(document.value);
    if (type === undefined) {
      errors.push({
        path: '',
        message: 'the document does not say what it is: apiVersion with a group and kind are needed',
        ...at,
        hint:
          document.value === null
            ? 'take the empty document (and its ---) away'
            : `begin it with apiVersion: ${group}/v1beta4 and a kind`,
      });
      continue;
    }
    const kindAt = { path: 'kind', file, ...document.locate(['kind']), found: type.kind };
    if (seen.has(type.kind)) {
      errors.push({
        ...kindAt,
        message: `a ${type.kind} stands in the file twice`,
        hint: 'put both into one document',
      });
      continue;
    }
    seen.add(type.kind);
    const verdict = judge(type, program, purpose);
    const versionAt = { path: 'apiVersion', file, ...document.locate(['apiVersion']), found: type.apiVersion };
    if (verdict.kind === 'read') {
      const { locate, repeatedKeys } = document;
      const value = document.value as JsonObject;
      found.set(verdict.as, { apiVersion: type.apiVersion, kind: verdict.as, value, locate, repeatedKeys });
      if (verdict.warning) warnings.push({ ...versionAt, ...verdict.warning });
    } else if (verdict.kind === 'ignore') {
      warnings.push({
        ...kindAt,
        message: `this command has no use for ${type.apiVersion} ${type.kind}; the document is ignored`,
      });
    } else {
      errors.push({ ...versionAt, ...verdict.error });
    }
  }
  const { needs } = purpose;
  if (errors.length === 0 && needs.length > 0 && !needs.some((kind) => found.has(kind))) {
    const holds = needs.length > 1 ? `neither an ${needs.join(' nor a ')}` : `no ${needs[0]}`;
    errors.push({
      path: '',
      message: `the file holds ${holds}`,
      file,
      hint: `see "${program} config print ${printable[needs[0]!]}"`,
    });
  }
  return { documents: found, errors, warnings };
}

interface TypeMeta {
  readonly apiVersion: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function typeMeta(value: Json): TypeMeta | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { apiVersion, kind } = value as JsonObject;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || kind === '') return undefined;
  const [name, version, ...more] = apiVersion.split('/');
  if (!name || !version || more.length > 0) return undefined;
  return { apiVersion, group: name, version, kind };
}

/** Groups, versions and kinds are whatever a file says, `constructor` too. */
function own<T>(table: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

type Words = Pick<Issue, 'message' | 'hint'>;

type Judgement =
  | { readonly kind: 'read'; readonly as: DocumentKind; readonly warning?: Words }
  | { readonly kind: 'ignore' }
  | { readonly kind: 'refuse'; readonly error: Words };

function judge(type: TypeMeta, program: string, purpose: Purpose): Judgement {
  const unknown: Judgement =
    purpose.unknown === 'ignore'
      ? { kind: 'ignore' }
      : {
          kind: 'refuse',
          error: {
            message: `${type.apiVersion} ${type.kind} is not known`,
            hint: `kinds of ${group}/v1beta4: ${Object.keys(olderVersions).join(', ')}`,
          },
        };
  const component = own(componentVersions, type.group);
  if (component !== undefined) return judgeComponent(type, component, purpose);
  if (type.group !== group) return unknown;
  const reader = own(lastReader, type.version);
  if (reader !== undefined) {
    const migrate = 'kubeadm config migrate --old-config FILE --new-config FILE';
    return {
      kind: 'refuse',
      error: {
        message: `${type.apiVersion} is too old to be read`,
        hint: `convert the file with kubeadm v${reader}: ${migrate}`,
      },
    };
  }
  const kind = purpose.reads.find((each) => each === type.kind);
  const older = own(olderVersions, type.kind);
  if (kind === undefined || older === undefined) return unknown;
  if (type.version === 'v1beta4') return { kind: 'read', as: kind };
  if (older.includes(type.version)) {
    const hint = `"${program} config migrate" writes it as ${group}/v1beta4`;
    return {
      kind: 'read',
      as: kind,
      ...(purpose.allowDeprecated !== true && { warning: { message: `${type.apiVersion} is deprecated`, hint } }),
    };
  }
  if (type.version === 'v1' && purpose.allowExperimental === true) return { kind: 'read', as: kind };
  const experiment =
    type.version === 'v1' && purpose.allowExperimental === false ? '; --allow-experimental-api reads it as it is' : '';
  return {
    kind: 'refuse',
    error: { message: `there is no such version of ${type.kind}`, hint: `use ${group}/v1beta4${experiment}` },
  };
}

function judgeComponent(
  type: TypeMeta,
  component: { readonly kind: DocumentKind; readonly version: string },
  purpose: Purpose,
): Judgement {
  if (!purpose.reads.includes(component.kind)) return { kind: 'ignore' };
  if (type.kind === component.kind && type.version === component.version) return { kind: 'read', as: component.kind };
  const wanted = `${type.group}/${component.version} ${component.kind}`;
  return {
    kind: 'refuse',
    error: { message: `of this group only ${wanted} can be read`, hint: 'convert it by hand' },
  };
}
