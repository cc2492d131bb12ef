import { expect, test } from 'vitest';
import { type Surroundings, withNewFigures } from '../../bench/saved.ts';

const surroundings = (date: string): Surroundings => ({ date, peer: 'v1.36.3', processors: '2', loadAtStart: 0 });
const row = (name: string, tsadm: number) => ({ name, unit: 's' as const, pairs: [{ tsadm, kubeadm: 2 }] });

test('what was not measured now stays as it was', () => {
  const parts = [{ part: 'certs', seconds: 1 }];
  const first = withNewFigures({ rows: [], partsOfInit: [] }, [row('a', 1), row('b', 1)], surroundings('1'), parts);
  const second = withNewFigures(first, [row('b', 4), row('c', 1)], surroundings('2'));
  expect(second.partsOfInit).toEqual(parts);
  expect(second.rows.map(({ name, measured, ratio }) => [name, measured.date, ratio.median])).toEqual([
    ['a', '1', 0.5],
    ['b', '2', 2],
    ['c', '2', 0.5],
  ]);
});
