import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cri, Cris } from '../../src/host/cri.ts';

/** A runtime and what may be done with it. */
export interface CriUnderTest {
  readonly cris: Cris;
  /** Where the runtime listens. */
  readonly socket: string;
  /** An image that can be pulled and is not there yet; without one, pulling is not tested. */
  readonly image?: string;
  /** An image whose pull fails. */
  readonly unpullable: string;
}

/** What every Cri must do; the runtime has no container labelled `tsadm-contract`. */
export function criContract(name: string, make: () => Promise<CriUnderTest>): void {
  describe(`Cri contract: ${name}`, () => {
    let given: CriUnderTest;
    let cri: Cri;

    beforeAll(async () => {
      given = await make();
      cri = given.cris.connect(given.socket);
    });
    afterAll(() => cri.close());

    it('tells the runtime and its version', async () => {
      const { runtimeName, runtimeVersion, runtimeApiVersion } = await cri.version();
      expect(runtimeName).not.toBe('');
      expect(runtimeVersion).not.toBe('');
      expect(runtimeApiVersion).toBe('v1');
    });

    it('tells its conditions', async () => {
      const { conditions } = await cri.status();
      const ready = conditions.find(({ type }) => type === 'RuntimeReady');
      expect(ready).toMatchObject({ status: true, reason: expect.any(String), message: expect.any(String) });
      expect(conditions.some(({ type }) => type === 'NetworkReady')).toBe(true);
    });

    it('tells its cgroup driver, or that it does not tell', async () => {
      expect([undefined, 'systemd', 'cgroupfs']).toContain((await cri.runtimeConfig())?.cgroupDriver);
    });

    it('knows which images are there', async () => {
      expect(await cri.hasImage('registry.invalid/none:1')).toBe(false);
      await expect(cri.pullImage(given.unpullable)).rejects.toMatchObject({
        name: 'CriError',
        code: expect.any(String),
      });
      if (given.image === undefined) return;
      await cri.pullImage(given.image);
      expect(await cri.hasImage(given.image)).toBe(true);
    });

    it('lists containers by label', async () => {
      expect(await cri.containers({ labels: { 'tsadm-contract': 'none' } })).toEqual([]);
      expect(Array.isArray(await cri.containers())).toBe(true);
      expect(Array.isArray(await cri.sandboxes())).toBe(true);
    });

    it('does not know containers that are not there', async () => {
      await expect(cri.containerStatus('tsadm-none')).rejects.toMatchObject({ name: 'CriError', code: 'NOT_FOUND' });
    });

    it('stops containers and stops and removes sandboxes that are not there without a word', async () => {
      await cri.stopContainer('tsadm-none', 1);
      await cri.stopSandbox('tsadm-none');
      await cri.removeSandbox('tsadm-none');
    });

    it('says that nobody listens', async () => {
      const nobody = given.cris.connect(`${given.socket}.gone`);
      await expect(nobody.version()).rejects.toMatchObject({ name: 'CriError', code: 'UNAVAILABLE' });
      nobody.close();
    });
  });
}
