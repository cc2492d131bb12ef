import { isIP } from '../addresses.ts';
import type { InitSpec } from '../types.ts';
import { type Complaint, initError } from './rule.ts';

/** localAPIEndpoint: an IP address (whether it can be bound is for the node to say) and a port. */
export const localAPIEndpoint = ({
  spec,
}: {
  readonly spec: Pick<InitSpec, 'localAPIEndpoint'>;
}): readonly Complaint[] => {
  const { advertiseAddress, bindPort } = spec.localAPIEndpoint;
  const complaints: Complaint[] = [];
  if (advertiseAddress !== '' && !isIP(advertiseAddress)) {
    const hint = 'leave it out to take the address of the interface with the default route';
    complaints.push(
      initError(['localAPIEndpoint', 'advertiseAddress'], 'this is no IP address', { found: advertiseAddress, hint }),
    );
  }
  if (bindPort < 1 || bindPort > 65535) {
    complaints.push(
      initError(['localAPIEndpoint', 'bindPort'], 'a port is a number between 1 and 65535', {
        found: String(bindPort),
      }),
    );
  }
  return complaints;
};
