import { Aborted, AppError, EffectError, PositionedError } from '../errors.ts';
import { ApiError, type KubeApi } from '../host/kube-api.ts';
import { type ApiObject, refOf } from '../plan/api-object.ts';
import type { Effect, Judgement, WriteEffect } from '../plan/effect.ts';
import type { StartWatch } from '../plan/start-watch.ts';
import type { EngineParts } from './parts.ts';
import { waitFor } from './wait.ts';

/** What acting needs besides the effect. */
export interface ActContext {
  readonly phase: string;
  readonly signal: AbortSignal;
  /** Budget of one API write with its retries. */
  readonly apiTimeoutMs: number;
  /** Files that this run has written itself: replacing them loses nobody's. */
  readonly ownFiles: ReadonlySet<string>;
  /** Folder that gets what a write replaces. */
  readonly backups: string;
  /** Of this run; begun by the first wait. */
  readonly watch: () => StartWatch;
}

const apiRetryMs = 500;

async function write<Spec>(parts: EngineParts<Spec>, effect: WriteEffect, judgement: Judgement, context: ActContext) {
  const { files } = parts.host;
  const { artifact } = effect;
  if (judgement.verdict === 'chmod') {
    for (const file of artifact.files) await files.chmod(file.path, file.mode);
    return;
  }
  const wanted = artifact.files.map(({ path, mode, content }) => {
    if (content.kind === 'described') throw new Error(`${path} was planned without its content`);
    return { path, mode, content: content.kind === 'text' ? content.text : content.text.reveal() };
  });
  if (judgement.verdict === 'change' && artifact.backup !== 'none') {
    for (const { path } of wanted.filter((file) => !context.ownFiles.has(file.path))) {
      const old = await files.readBytes(path);
      if (old !== undefined) {
        await files.write(`${context.backups}${path}`, old, { mode: 0o600, directoryMode: 0o700 });
      }
    }
  }
  await files.writeAll(wanted, { directoryMode: artifact.directoryMode });
}

async function put(api: KubeApi, { object, policy }: ApiObject): Promise<void> {
  switch (policy) {
    case 'converge':
      await api.apply(object);
      return;
    case 'create-if-absent':
      if ((await api.get(refOf(object))) === undefined) await api.create(object);
      return;
    case 'replace':
      if ((await api.get(refOf(object))) === undefined) await api.create(object);
      else await api.update(object);
  }
}

/** Answers that the same request will get again. */
function cannotHeal(error: ApiError): boolean {
  return error.status === 400 || error.status === 401 || error.status === 422 || error.reason === 'NoKubeconfig';
}

/**
 * A Service cannot have its address. The API server puts an address aside before it makes the Service, and when the one who
 * asked was killed in between it gives it back after a minute (repairip.go of 1.35 to 1.37): seen after a random kill.
 */
function mayBeHeldAddress({ status, fields }: ApiError): boolean {
  return status === 422 && fields.length > 0 && fields.every((field) => /^spec\.clusterIPs?(\[\d+\])?$/.test(field));
}

const heldAddressMs = 75_000;

/** Repeats a request until it works, cannot work, or the budget is used up (kubeadm: every 500 ms, any error). */
async function withRetries<Spec>(
  parts: EngineParts<Spec>,
  effect: Effect,
  context: ActContext,
  request: () => Promise<unknown>,
) {
  const { clock } = parts.host;
  const started = clock.monotonic();
  let said = false;
  for (;;) {
    try {
      await request();
      return;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const held = mayBeHeldAddress(error);
      if (!held && cannotHeal(error)) throw error;
      const budgetMs = held ? Math.max(heldAddressMs, context.apiTimeoutMs) : context.apiTimeoutMs;
      if (clock.monotonic() - started >= budgetMs) throw error;
      if (held && !said) {
        said = true;
        const text = `${error.message}; an address that an interrupted run left put aside is free again after a minute`;
        parts.reporter.emit({ kind: 'effect-progress', phase: context.phase, effect, text });
      }
    }
    await clock.sleep(apiRetryMs, context.signal).catch(() => {
      throw new Aborted('stopped while talking to the API server', { signal: String(context.signal.reason) });
    });
  }
}

async function deed<Spec>(parts: EngineParts<Spec>, effect: Effect, judgement: Judgement, context: ActContext) {
  const { host } = parts;
  switch (effect.kind) {
    case 'write':
      return write(parts, effect, judgement, context);
    case 'remove':
      return effect.contentsOnly === true ? host.files.removeContents(effect.path) : host.files.remove(effect.path);
    case 'apply':
      return withRetries(parts, effect, context, async () =>
        put(await host.kube.connect(effect.object.via), effect.object),
      );
    case 'delete':
      if (judgement.verdict === 'unknown') throw new Error(`${effect.ref.name}: nothing is deleted on unknown`);
      return withRetries(parts, effect, context, async () => (await host.kube.connect(effect.via)).delete(effect.ref));
    case 'run': {
      const result = await host.exec.run(effect.file, effect.args);
      if (result.exitCode !== 0) {
        const words = (result.stderr || result.stdout).trim().split('\n').at(-1) ?? '';
        throw new Error(`${effect.file} ${effect.args.join(' ')} ended with ${result.exitCode}: ${words}`);
      }
      return undefined;
    }
    case 'call':
      return parts.operation(effect.operation).act(effect.input, {
        host,
        signal: context.signal,
        apiTimeoutMs: context.apiTimeoutMs,
        secrets: effect.secrets ?? {},
        watch: context.watch,
        progress: (text, passing) =>
          parts.reporter.emit({
            kind: 'effect-progress',
            phase: context.phase,
            effect,
            text,
            ...(passing === undefined ? {} : { passing: true as const }),
          }),
      });
    case 'await':
      return waitFor(parts, context.phase, effect, context);
  }
}

/**
 * Carries out one effect. The only place that changes anything.
 * @returns what was tolerated, when the effect tolerates failure
 * @throws EffectError with phase and effect; kinds that say more (TimeoutError, Aborted) pass as they are
 */
export async function act<Spec>(
  parts: EngineParts<Spec>,
  effect: Effect,
  judgement: Judgement,
  context: ActContext,
): Promise<string | undefined> {
  try {
    await deed(parts, effect, judgement, context);
    return undefined;
  } catch (error) {
    const position = { phase: context.phase, effect: effect.id };
    if (error instanceof PositionedError) throw error.locate(position);
    if (error instanceof AppError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    if ((effect.kind === 'run' || effect.kind === 'remove') && effect.tolerate === true) return message;
    throw new EffectError(message, position, { cause: error });
  }
}
