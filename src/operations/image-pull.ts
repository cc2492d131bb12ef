import type { Cri } from '../host/cri.ts';
import type { JsonObject } from '../plan/json.ts';
import type { Operation, OperationContext } from './operation.ts';
import { PullsUnderWay } from './pulls-under-way.ts';
import { pause, stopIfAsked } from './stopping.ts';

/** Images, and how to pull them (nodeRegistration.imagePullPolicy, imagePullSerial). */
export interface ImagePullInput extends JsonObject {
  readonly criSocket: string;
  readonly images: readonly string[];
  readonly policy: 'Always' | 'IfNotPresent' | 'Never';
  readonly serial: boolean;
  /** Failures are only told: the user has asked to ignore the check ImagePull. */
  readonly tolerate?: boolean;
}

const tries = 5;
/** Registries that are busy answer again soon; those that are not there need no longer pause either. */
const pauseMs = 500;

/** Pulls images through the container runtime. */
export const imagePull: Operation<ImagePullInput> = {
  name: 'image-pull',
  describe: ({ images, policy }) =>
    policy === 'Never' ? 'pull no images (policy Never)' : `pull ${images.length} images: ${images.join(', ')}`,

  async look({ criSocket, images, policy }, { host }) {
    if (policy === 'Never') return { verdict: 'keep', reason: 'the image pull policy is Never' };
    if (policy === 'Always') return { verdict: 'do' };
    const cri = host.cri.connect(criSocket);
    try {
      const present = await Promise.all(images.map((image) => cri.hasImage(image)));
      const missing = images.filter((_, index) => !present[index]);
      return missing.length === 0
        ? { verdict: 'keep', reason: 'all images are there' }
        : { verdict: 'do', reason: `missing: ${missing.join(', ')}` };
    } catch (error) {
      return { verdict: 'unknown', reason: messageOf(error) };
    } finally {
      cri.close();
    }
  },

  async act(input, context) {
    if (input.policy === 'Never') return context.progress('no image is pulled: the image pull policy is Never');
    const cri = context.host.cri.connect(input.criSocket);
    const pulls = new PullsUnderWay(input.images, context);
    try {
      const silent = await silence(cri);
      if (silent !== undefined) {
        return complain(
          `no container runtime answers at ${input.criSocket}: ${messageOf(silent)}`,
          silent,
          input,
          context,
        );
      }
      const failures = input.serial
        ? await oneByOne(input.images, (image) => ensure(image, input.policy, cri, pulls, context))
        : await Promise.all(input.images.map((image) => ensure(image, input.policy, cri, pulls, context)));
      report(
        failures.flatMap((failure) => failure ?? []),
        input,
        context,
      );
    } finally {
      cri.close();
    }
  },

  // Nothing to undo: images do no harm, and the kubelet removes unused ones.
  inverse: { undo: async () => {} },
};

/** Why a runtime does not answer; then nothing is tried again (kubeadm asks first too). */
async function silence(cri: Cri): Promise<unknown> {
  try {
    await cri.version();
    return undefined;
  } catch (error) {
    return error;
  }
}

async function oneByOne<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

interface Failure {
  readonly image: string;
  readonly error: unknown;
}

async function ensure(
  image: string,
  policy: ImagePullInput['policy'],
  cri: Cri,
  pulls: PullsUnderWay,
  context: OperationContext,
): Promise<Failure | undefined> {
  for (let attempt = 1; ; attempt++) {
    stopIfAsked(context);
    try {
      if (policy === 'IfNotPresent' && (await cri.hasImage(image))) {
        context.progress(`${image}: already there`);
        return undefined;
      }
      await pulls.tellWhile(image, () => cri.pullImage(image));
      context.progress(`Pulled ${image}`);
      return undefined;
    } catch (error) {
      if (attempt === tries) return { image, error };
      context.progress(`${image}: try ${attempt} of ${tries} failed: ${messageOf(error)}`);
      await pause(pauseMs, context);
    }
  }
}

function report(failures: readonly Failure[], input: ImagePullInput, context: OperationContext): void {
  if (failures.length === 0) return;
  const list = failures.map(({ image, error }) => `${image}: ${messageOf(error)}`).join('; ');
  const message = `${failures.length} of ${input.images.length} images could not be pulled: ${list}`;
  complain(message, failures[0]!.error, input, context);
}

function complain(message: string, cause: unknown, { tolerate }: ImagePullInput, context: OperationContext): void {
  if (tolerate !== true) throw new Error(message, { cause });
  context.progress(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
