import { expect, test } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { readDocument } from '../../src/observe/read-document.ts';
import { memoryHost } from '../fakes/memory-host.ts';

const file = '/etc/kubeadm.yaml';
