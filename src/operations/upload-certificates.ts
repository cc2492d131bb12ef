import { refOf } from '../plan/api-object.ts';
import type { JsonObject, KubeObject } from '../plan/json.ts';
import type { Operation, OperationContext, ViaInput } from './operation.ts';
import { hasNoKubeconfig, isAlreadyThere, NotYet, retryApi } from './retry-api.ts';

/**
 * Two Secrets without their data, which comes as `secrets` of the effect so that no plan or journal shows it:
 * `secrets.owner` and `secrets.certificates` are each the JSON text of a Secret's `data` (values in base64).
 */
export interface UploadCertificatesInput extends JsonObject {
  readonly via: ViaInput;
  /** A bootstrap token that only lives so that its end takes the certificates with it. */
  readonly owner: KubeObject;
  /** kubeadm-certs. */
  readonly certificates: KubeObject;
  /** Lifetime of the owner, counted from when it is made and not from when the plan was: a run may be continued later. */
  readonly ttlMs: number;
}

/**
 * Puts the encrypted certificates into the cluster. The owner comes first: its uid is in the owner reference of the
 * second Secret, and when its time is over the token cleaner and the garbage collector delete both.
 */
export const uploadCertificates: Operation<UploadCertificatesInput> = {
  name: 'upload-certificates',
  describe: ({ certificates, ttlMs }) =>
    `upload the encrypted certificates to Secret ${certificates.metadata.namespace}/${certificates.metadata.name} for ${ttlMs / 3_600_000} h`,

  async look(input, context) {
    if (context.secrets['certificates'] === undefined) return { verdict: 'do' };
    try {
      const api = await context.host.kube.connect(input.via);
      const [owner, certificates] = await Promise.all([
        api.get(refOf(input.owner)),
        api.get(refOf(input.certificates)),
      ]);
      if (certificates === undefined) return { verdict: 'create' };
      const same = sameData(dataFrom('certificates', context), certificates['data']) && isOwnedBy(certificates, owner);
      return same ? { verdict: 'keep', reason: 'uploaded before' } : { verdict: 'change' };
    } catch (error) {
      if (hasNoKubeconfig(error)) return { verdict: 'create', reason: error.message };
      return { verdict: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  },

  async act(input, context) {
    const expiration = new Date(context.host.clock.now() + input.ttlMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
    const owner = await put(context, input.via, {
      ...input.owner,
      data: { ...dataFrom('owner', context), expiration: Buffer.from(expiration).toString('base64') },
    });
    await put(context, input.via, {
      ...input.certificates,
      metadata: { ...input.certificates.metadata, ownerReferences: [ownerReference(owner)] },
      data: dataFrom('certificates', context),
    });
  },

  inverse: {
    async undo(input, context) {
      const api = await context.host.kube.connect(input.via);
      await api.delete(refOf(input.certificates));
      await api.delete(refOf(input.owner));
    },
  },
};

function dataFrom(name: string, { secrets }: OperationContext): { readonly [key: string]: string } {
  const text = secrets[name];
  if (text === undefined) throw new Error(`upload-certificates was called without its secret ${name}`);
  return JSON.parse(text.reveal());
}

/** Makes the object, or writes over the one that is there: only one upload is of use at a time. */
async function put(context: OperationContext, via: ViaInput, object: KubeObject): Promise<KubeObject> {
  return retryApi(`Secret ${object.metadata.name}`, context, async () => {
    const api = await context.host.kube.connect(via);
    const written = await api.create(object).catch((error: unknown) => {
      if (!isAlreadyThere(error)) throw error;
      return api.update(object);
    });
    if (typeof written.metadata['uid'] !== 'string') throw new NotYet(`${object.metadata.name} has no uid`);
    return written;
  });
}

function ownerReference(owner: KubeObject): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    name: owner.metadata.name,
    uid: owner.metadata['uid'],
    controller: true,
    blockOwnerDeletion: true,
  };
}

function isOwnedBy(object: KubeObject, owner: KubeObject | undefined): boolean {
  const references = object.metadata['ownerReferences'] as readonly { readonly uid?: string }[] | undefined;
  const uid = owner?.metadata['uid'];
  return uid !== undefined && (references ?? []).some((reference) => reference.uid === uid);
}

function sameData(wanted: { readonly [key: string]: string }, found: unknown): boolean {
  const there = (found ?? {}) as { readonly [key: string]: string };
  const keys = Object.keys(wanted);
  return keys.length === Object.keys(there).length && keys.every((key) => wanted[key] === there[key]);
}
