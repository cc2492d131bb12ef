import { describe, expect, it } from 'vitest';
import type { Net } from '../../src/host/net.ts';

/** A network for one test and what is on it. */
export interface NetUnderTest {
  readonly net: Net;
  /** A TCP port in use on all addresses. */
  readonly usedPort: number;
  readonly freePort: number;
  /** A Unix socket that answers. */
  readonly socket: string;
  /** A URL that answers 200 and `ok`. */
  readonly url: string;
  /** A URL where nobody listens. */
  readonly deadUrl: string;
}

/** What every Net must do. */
export function netContract(name: string, make: () => Promise<NetUnderTest>): void {
  describe(`Net contract: ${name}`, () => {
    it('knows the name and the addresses of the machine', async () => {
      const { net } = await make();
      expect(net.hostName()).not.toBe('');
      const loopback = net.addresses().find(({ address }) => address === '127.0.0.1');
      expect(loopback).toMatchObject({ family: 4, prefixLength: 8, loopback: true });
    });

    it('gives default routes of interfaces', async () => {
      for (const route of await (await make()).net.defaultRoutes()) {
        expect(route.interface).not.toBe('');
        expect([4, 6]).toContain(route.family);
      }
    });

    it('looks up names and addresses', async () => {
      const { net } = await make();
      expect(await net.lookup('localhost')).toContain('127.0.0.1');
      expect(await net.lookup('127.0.0.1')).toEqual(['127.0.0.1']);
      expect(await net.lookup('no-such-name.invalid')).toEqual([]);
    });

    it('tells ports in use from free ones', async () => {
      const { net, usedPort, freePort } = await make();
      expect(await net.canListen(freePort)).toEqual({ ok: true });
      expect(await net.canListen(freePort)).toEqual({ ok: true });
      expect(await net.canListen(freePort, '127.0.0.1')).toEqual({ ok: true });
      expect(await net.canListen(usedPort)).toEqual({ ok: false, error: 'EADDRINUSE' });
      expect(await net.canListen(usedPort, '127.0.0.1')).toEqual({ ok: false, error: 'EADDRINUSE' });
      expect(await net.canListen(freePort, '203.0.113.7')).toEqual({ ok: false, error: 'EADDRNOTAVAIL' });
    });

    it('tells sockets that answer from those that do not', async () => {
      const { net, socket } = await make();
      expect(await net.canConnect(socket)).toBe(true);
      expect(await net.canConnect(`${socket}.gone`)).toBe(false);
    });

    it('gets URLs and never throws', async () => {
      const { net, url, deadUrl } = await make();
      expect(await net.httpGet(url, { timeoutMs: 5000 })).toMatchObject({ status: 200, body: 'ok' });
      const dead = await net.httpGet(deadUrl, { timeoutMs: 5000 });
      expect(dead).toEqual({ error: expect.stringContaining('ECONNREFUSED') });
    });
  });
}
