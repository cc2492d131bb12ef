import { type Finding, PreflightError } from '../errors.ts';
import { ApiError } from '../host/kube-api.ts';
import type { JsonObject, KubeObject } from '../plan/json.ts';
import type { Operation, OperationContext, ViaInput } from './operation.ts';
import { isAlreadyThere, NotYet, retryApi } from './retry-api.ts';

export interface HealthJobInput extends JsonObject {
  readonly via: ViaInput;
  /** The Job, namespace and all. It goes away by itself. */
  readonly job: JsonObject;
  /** How long it may take; milliseconds. */
  readonly timeoutMs: number;
  /** A failure is only told: the user has asked to ignore the check CreateJob. */
  readonly tolerate: boolean;
}

/** Which check this is. */
const check = 'CreateJob';
const intervalMs = 200;

/** Whether the cluster still does its work: a Job is made, and its Pod must run to its end (kubeadm's check CreateJob). */
export const healthJob: Operation<HealthJobInput> = {
  name: 'health-job',
  describe: () => 'see that the cluster runs a Job to its end',

  async act(input, context) {
    const job = input.job as unknown as KubeObject;
    if (!(await hasRoom(input, context))) {
      return context.progress('No node takes Pods at the moment, so the check CreateJob is left out');
    }
    try {
      await runs(job, input, context);
    } catch (error) {
      if (!(error instanceof JobFailure)) throw error;
      const hint = `kubectl -n ${job.metadata.namespace} describe job ${job.metadata.name}`;
      const finding: Finding = { name: check, severity: 'error', message: error.message, hint };
      if (!input.tolerate) throw new PreflightError('preflight checks failed', [finding], { cause: error });
      context.progress(`${error.message}; that is ignored`);
    }
  },

  inverse: { none: 'the Job goes away by itself' },
};

class JobFailure extends Error {
  override readonly name = 'JobFailure';
}

/** Tainted control planes take it: it tolerates their taint. */
async function hasRoom({ via }: HealthJobInput, context: OperationContext): Promise<boolean> {
  const nodes = await retryApi('the list of nodes', context, async () =>
    (await context.host.kube.connect(via)).list({ apiVersion: 'v1', kind: 'Node' }),
  );
  return nodes.some((node) => ((node['spec'] ?? {}) as { readonly unschedulable?: boolean }).unschedulable !== true);
}

async function runs(job: KubeObject, { via, timeoutMs }: HealthJobInput, context: OperationContext): Promise<void> {
  const { name, namespace = '' } = job.metadata;
  const limited = { ...context, apiTimeoutMs: timeoutMs };
  try {
    await retryApi('a Job', limited, async () => {
      const api = await context.host.kube.connect(via);
      // An earlier try of the run may have made it.
      await api.create(job).catch((error: unknown) => {
        if (!isAlreadyThere(error)) throw error;
      });
    });
    await retryApi(
      'a Job to run to its end',
      limited,
      async () => {
        const api = await context.host.kube.connect(via);
        const found = await api.get({ apiVersion: 'batch/v1', kind: 'Job', name, namespace });
        const state = conditionOf(found);
        if (state === 'Complete') return;
        const pods = await api.list({ apiVersion: 'v1', kind: 'Pod', namespace }, { labels: `job-name=${name}` });
        const seen = pods.map(podWords).join('; ') || 'no Pod was made for it: does the controller manager work?';
        if (state === 'Failed') throw new JobFailure(`the Job ${namespace}/${name} failed: ${seen}`);
        throw new NotYet(seen);
      },
      { intervalMs },
    );
  } catch (error) {
    if (error instanceof JobFailure) throw error;
    if (error instanceof Error && error.name === 'TimeoutError') throw new JobFailure(error.message, { cause: error });
    if (error instanceof ApiError) throw new JobFailure(`a Job cannot be made: ${error.message}`, { cause: error });
    throw error;
  }
}

function conditionOf(job: KubeObject | undefined): string | undefined {
  const { conditions = [] } = (job?.['status'] ?? {}) as {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
  return conditions.find(({ type, status }) => status === 'True' && (type === 'Complete' || type === 'Failed'))?.type;
}

/** Its phase, and why it waits. */
function podWords(pod: KubeObject): string {
  const status = (pod['status'] ?? {}) as {
    readonly phase?: string;
    readonly conditions?: readonly { readonly status: string; readonly message?: string }[];
    readonly containerStatuses?: readonly {
      readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
    }[];
  };
  const waiting = status.containerStatuses?.map(({ state }) => state?.waiting).find((found) => found !== undefined);
  const why =
    waiting?.message ??
    waiting?.reason ??
    status.conditions?.find(({ status: met, message }) => met === 'False' && message)?.message;
  return `Pod ${pod.metadata.name} is ${status.phase ?? 'unknown'}${why === undefined ? '' : ` (${why})`}`;
}
