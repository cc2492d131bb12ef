import { nodeWithDefaults } from '../node-defaults.ts';
import type { ResetConfiguration } from '../reset-types.ts';
import type { WrittenReset } from '../schema/reset.ts';
import { criSocket, hintOfKnown, ignoredChecks } from './node-registration.ts';
import { complaintMaker, type DocumentRule } from './rule.ts';

export type ResetRule = DocumentRule<ResetConfiguration, WrittenReset>;

const kind = 'ResetConfiguration';
const error = complaintMaker(kind);
const unmountFlags = ['MNT_FORCE', 'MNT_DETACH', 'MNT_EXPIRE', 'UMOUNT_NOFOLLOW'];

const certificatesDir: ResetRule = ({ spec }) =>
  spec.certificatesDir.startsWith('/')
    ? []
    : [error(['certificatesDir'], 'the path must begin with /', { found: spec.certificatesDir })];

/** Flags of umount2(2). */
const knownUnmountFlags: ResetRule = ({ spec }) =>
  spec.unmountFlags.flatMap((flag, index) =>
    unmountFlags.includes(flag)
      ? []
      : [
          error(['unmountFlags', index], 'there is no such flag of umount', {
            found: flag,
            hint: hintOfKnown(flag, unmountFlags),
          }),
        ],
  );

/** Rules of the node registration, two of whose fields stand at the top here. */
const topFields: ResetRule = ({ written }) => {
  const { criSocket: socket, ignorePreflightErrors } = written;
  const nodeRegistration = { criSocket: socket, ignorePreflightErrors };
  const input = {
    spec: { nodeRegistration: nodeWithDefaults(nodeRegistration) },
    written: { init: { nodeRegistration } },
  };
  return [criSocket, ignoredChecks]
    .flatMap((rule) => rule(input))
    .map((complaint) => ({ ...complaint, kind, path: complaint.path.slice(1) }));
};

/** Every rule about what `reset` reads; all are asked. */
export const resetRules: readonly ResetRule[] = [certificatesDir, knownUnmountFlags, topFields];
