/** What stands where a text should stand. */
export type Place = 'missing' | 'directory' | 'unreadable' | 'link to itself' | 'below a file' | 'name too long';

/** An input that must be refused. */
export interface BadInput {
  readonly name: string;
  readonly content: string | Uint8Array | { readonly place: Place };
  /** What the error text must hold, such as `:4:1: clusterName: expected text`: line, column, field, message. */
  readonly tells: readonly string[];
  /** The command that refuses it; `init` passes documents of other commands over. */
  readonly command: 'init' | 'config validate';
}

/** Where the file lies below the root. */
export const file = '/kubeadm.yaml';

/** An input that `init` refuses. */
export function bad(name: string, content: BadInput['content'], ...tells: readonly string[]): BadInput {
  return { name, content, tells, command: 'init' };
}

/** An input that `config validate` refuses. */
export function invalid(name: string, content: string, ...tells: readonly string[]): BadInput {
  return { name, content, tells, command: 'config validate' };
}

/** A document of kubeadm.k8s.io/v1beta4; its own fields begin in line 3. */
export function document(kind: string, fields: string, version = 'v1beta4'): string {
  return `apiVersion: kubeadm.k8s.io/${version}\nkind: ${kind}\n${fields}\n`;
}

/** A ClusterConfiguration; its own fields begin in line 4. */
export function cluster(fields: string): string {
  return document('ClusterConfiguration', `kubernetesVersion: v1.36.3\n${fields}`);
}

/** An InitConfiguration; its own fields begin in line 3. */
export function init(fields: string): string {
  return document('InitConfiguration', fields);
}
