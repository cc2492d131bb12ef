import type { ApiObject, ApiRef, Via } from './api-object.ts';
import type { Artifact } from './artifact.ts';
import type { JsonObject } from './json.ts';
import type { Secret } from './secret.ts';

/** Common to every effect. */
interface EffectBase {
  /** Stable and unique in a run; starts with the phase: `certs/apiserver:write:/etc/kubernetes/pki/apiserver.crt`. */
  readonly id: string;
  /** Why it is done, one clause in words. */
  readonly why: string;
  /** Effects next to each other with the same group are carried out together. */
  readonly group?: string;
  /** After this effect going back is wrong; undo never crosses it. */
  readonly commit?: boolean;
  /** A deed that is at the same time a preflight check (ImagePull): ignorable under this name. */
  readonly check?: string;
}

/** Put an artefact on disk. */
export interface WriteEffect extends EffectBase {
  readonly kind: 'write';
  readonly artifact: Artifact;
}

/** Remove a file, or the contents of a folder; never what is mounted there or below. */
export interface RemoveEffect extends EffectBase {
  readonly kind: 'remove';
  readonly path: string;
  readonly what: string;
  readonly contentsOnly?: boolean;
  /** What cannot be removed is told and the run goes on (kubeadm reset). */
  readonly tolerate?: boolean;
}

/** Bring an API object about. */
export interface ApplyEffect extends EffectBase {
  readonly kind: 'apply';
  readonly object: ApiObject;
}

/** Delete an API object. */
export interface DeleteEffect extends EffectBase {
  readonly kind: 'delete';
  readonly ref: ApiRef;
  readonly via: Via;
}

/** Run a command of the system. */
export interface RunEffect extends EffectBase {
  readonly kind: 'run';
  readonly file: string;
  readonly args: readonly string[];
  /** A failure is told and the run goes on (kubeadm: kubelet service control). */
  readonly tolerate?: boolean;
}

/** Carry out a named operation (operations/); its input is plain data. */
export interface CallEffect extends EffectBase {
  readonly kind: 'call';
  readonly operation: string;
  readonly input: JsonObject;
  /** Secret parts of the input, kept apart so that plans and journals can show the rest. */
  readonly secrets?: { readonly [name: string]: Secret };
  /** Taken back by the operation's inverse when the run fails before an effect with `commit` is done. */
  readonly undoOnFailure?: boolean;
  /** Only makes ready for what follows in its step (a kubelet is stopped while its files change): kept when a later try
   * of a run finds nothing of that left to do. */
  readonly preparesStep?: boolean;
  /** Only with the effect after it is it whole (a component that is stopped to be replaced): a signal waits for that one. */
  readonly wholeWithNext?: boolean;
  /** Files that others make because of this deed (a started kubelet its kubeconfig): a later try knows them as this run's. */
  readonly leadsTo?: readonly string[];
}

/** What an await looks at. */
export type Probe =
  | {
      readonly kind: 'http';
      /** Component waited for; diagnosis looks at its container (or the kubelet's unit). */
      readonly component: string;
      readonly url: string;
      readonly criSocket: string;
    }
  | {
      readonly kind: 'file';
      readonly component: string;
      readonly path: string;
      /** When said, static Pods and the runtime are looked at too, else the kubelet alone. */
      readonly criSocket?: string;
    }
  | {
      /** A container of the static Pod of the manifest that is there, not of the one before it, and its health. */
      readonly kind: 'static-pod';
      readonly component: string;
      readonly manifest: string;
      readonly url: string;
      readonly criSocket: string;
    };

/** Wait until a probe is satisfied. */
export interface AwaitEffect extends EffectBase {
  readonly kind: 'await';
  readonly probe: Probe;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** What to do when it does not come in time and diagnosis has no better advice. */
  readonly ifLate?: string;
}

/** The whole vocabulary of deeds. A new deed is an operation, not a kind. */
export type Effect = WriteEffect | RemoveEffect | ApplyEffect | DeleteEffect | RunEffect | CallEffect | AwaitEffect;

/** What the engine found an effect to amount to. */
export type Verdict = 'create' | 'change' | 'chmod' | 'keep' | 'delete' | 'absent' | 'do' | 'refuse' | 'unknown';

/** A verdict with its reason. */
export interface Judgement {
  readonly verdict: Verdict;
  /** One clause: why kept, why refused, what differs. */
  readonly reason?: string;
  /** Said to the user beside a keep (an expired certificate, another server). */
  readonly warnings?: readonly string[];
}
