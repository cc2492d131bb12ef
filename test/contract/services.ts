import { describe, expect, it } from 'vitest';
import { EffectError } from '../../src/errors.ts';
import type { ServiceManager } from '../../src/host/service-manager.ts';

/** What every ServiceManager must do: `make` gives systemd with an enabled, stopped kubelet that works; `bare` a machine without init system. */
export function servicesContract(name: string, make: () => ServiceManager, bare: () => ServiceManager): void {
  describe(`ServiceManager contract: ${name}`, () => {
    it('knows what there is', async () => {
      const services = make();
      expect(await services.kind()).toBe('systemd');
      expect(await services.exists('kubelet')).toBe(true);
      expect(await services.isEnabled('kubelet')).toBe(true);
      expect(await services.isActive('kubelet')).toBe(false);
      expect(await services.enableHint('kubelet')).toBe('systemctl enable kubelet.service');
      expect(await services.exists('nothing')).toBe(false);
      expect(await services.isEnabled('nothing')).toBe(false);
      expect(await services.isActive('nothing')).toBe(false);
    });

    it('starts, restarts and stops', async () => {
      const services = make();
      await services.start('kubelet');
      expect(await services.isActive('kubelet')).toBe(true);
      await services.restart('kubelet');
      expect(await services.isActive('kubelet')).toBe(true);
      await services.stop('kubelet');
      expect(await services.isActive('kubelet')).toBe(false);
      await services.stop('kubelet');
    });

    it('tells how a service stands, and of each start what it wrote', async () => {
      const services = make();
      expect((await services.run('kubelet'))?.state).toBe('stopped');
      await services.start('kubelet');
      const run = await services.run('kubelet');
      expect(run).toEqual({ state: 'running', id: expect.stringMatching(/./) });
      expect(await services.runLog({ id: '' }, 5)).toEqual([]);
      expect(await services.run('nothing')).toBeUndefined();
    });

    it('says the last words when a service does not start', async () => {
      const starting = make().start('nothing');
      await expect(starting).rejects.toBeInstanceOf(EffectError);
      await expect(starting).rejects.toThrow('Unit nothing.service not found.');
    });

    it('finds nothing and does nothing without an init system', async () => {
      const services = bare();
      expect(await services.kind()).toBeUndefined();
      expect(await services.exists('kubelet')).toBe(false);
      expect(await services.isEnabled('kubelet')).toBe(false);
      expect(await services.isActive('kubelet')).toBe(false);
      expect(await services.lastLog('kubelet', 10)).toEqual([]);
      expect(await services.run('kubelet')).toBeUndefined();
      expect(await services.runLog({ id: 'any' }, 10)).toEqual([]);
      await expect(services.start('kubelet')).rejects.toThrow('no supported init system');
    });
  });
}
