import { EffectError } from '../../errors.ts';

/** Every way in which a joining node can fail to find its cluster. */
export type DiscoveryObstacle =
  | 'refused'
  | 'silent'
  | 'no-address'
  | 'unreachable'
  | 'proxy'
  | 'not-tls'
  | 'not-kubernetes'
  | 'not-yet-valid'
  | 'expired-certificate'
  | 'untrusted-certificate'
  | 'other-name'
  | 'failing'
  | 'cluster-info-missing'
  | 'cluster-info-forbidden'
  | 'cluster-info-empty'
  | 'cluster-info-invalid'
  | 'cluster-info-without-cluster'
  | 'cluster-info-changed'
  | 'unsigned'
  | 'unknown-token'
  | 'bad-signature'
  | 'wrong-pin'
  | 'file-missing'
  | 'file-invalid'
  | 'download-failed'
  | 'no-credentials'
  | 'unauthorised'
  | 'configuration-forbidden'
  | 'configuration-missing'
  | 'configuration-invalid';

/** What went wrong in one look, in words. */
export interface DiscoveryDetail {
  readonly obstacle: DiscoveryObstacle;
  /** One line: where, what. */
  readonly message: string;
  /** The next command or edit. */
  readonly hint: string;
  /** Looking again may find it gone: whatever depends on others being up, signed or allowed. */
  readonly passing: boolean;
  readonly cause?: unknown;
}

/** Same again later may work (src/render/exit-code.ts). */
const transient = 11;

/** Discovery failed. Nothing was touched. Exit 11 when it may heal by itself, else 1. */
export class DiscoveryError extends EffectError {
  readonly obstacle: DiscoveryObstacle;
  readonly passing: boolean;
  readonly exitCode: number;
  constructor({ obstacle, message, hint, passing, cause }: DiscoveryDetail) {
    // Programs read the obstacle where they read every cause: in the error's document and in the status file.
    super(
      message,
      {},
      { hint, cause, diagnosis: { code: obstacle, component: 'discovery', title: message, evidence: [], fix: hint } },
    );
    this.obstacle = obstacle;
    this.passing = passing;
    this.exitCode = passing ? transient : 1;
  }
}
