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

/** One document of a known kind. */
export interface KnownDocument {
  readonly apiVersion: string;
  readonly kind: InitDocumentKind;
  readonly value: JsonObject;
  locate(path: Path): Position;
  readonly repeatedKeys: readonly Issue[];
}

/** What a file was found to hold. */
export interface SortedDocuments {
  readonly documents: ReadonlyMap<InitDocumentKind, KnownDocument>;
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

const componentVersions: { readonly [group: string]: { readonly kind: InitDocumentKind; readonly version: string } } = {
  'kubelet.config.k8s.io': { kind: 'KubeletConfiguration', version: 'v1beta1' },
  'kubeproxy.config.k8s.io': { kind: 'KubeProxyConfiguration', version: 'v1alpha1' },
};

/**
 * Sorts the documents of a file for `init` (kubeadm-cli-config.md, 3.10): each needs apiVersion with group and kind, no
 * kind may come twice, at least one of InitConfiguration and ClusterConfiguration must be there; other kinds and groups
 * are passed over with a warning.
 */
export function sortDocuments(documents: readonly YamlDocument[], file: string, program: string): SortedDocuments {
  const errors: Issue[] = [];
  const warnings: Issue[] = [];
  const found = new Map<InitDocumentKind, KnownDocument>();
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
    const verdict = judge(type, program);
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
  if (errors.length === 0 && !found.has('InitConfiguration') && !found.has('ClusterConfiguration')) {
    errors.push({
      path: '',
      message: 'the file holds neither an InitConfiguration nor a ClusterConfiguration',
      file,
      hint: `see "${program} config print init-defaults"`,
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

type Words = Pick<Issue, 'message' | 'hint'>;

type Judgement =
  | { readonly kind: 'read'; readonly as: InitDocumentKind; readonly warning?: Words }
  | { readonly kind: 'ignore' }
  | { readonly kind: 'refuse'; readonly error: Words };

function judge(type: TypeMeta, program: string): Judgement {
  const component = componentVersions[type.group];
  if (component !== undefined) {
    if (type.kind === component.kind && type.version === component.version) return { kind: 'read', as: component.kind };
    const wanted = `${type.group}/${component.version} ${component.kind}`;
    return {
      kind: 'refuse',
      error: { message: `of this group only ${wanted} can be read`, hint: 'convert it by hand' },
    };
  }
  if (type.group !== group) return { kind: 'ignore' };
  const reader = lastReader[type.version];
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
  if (type.kind !== 'InitConfiguration' && type.kind !== 'ClusterConfiguration') return { kind: 'ignore' };
  if (type.version === 'v1beta4') return { kind: 'read', as: type.kind };
  if (type.version === 'v1beta3') {
    const hint = `"${program} config migrate" writes it as ${group}/v1beta4`;
    return { kind: 'read', as: type.kind, warning: { message: `${type.apiVersion} is deprecated`, hint } };
  }
  return {
    kind: 'refuse',
    error: { message: `there is no such version of ${type.kind}`, hint: `use ${group}/v1beta4` },
  };
}
