import { IdPlaces } from './id-places.js';

it('gives each id a place of its own, and the same again, however many there are', () => {
  const places = new IdPlaces();
  const ids = Array.from({ length: 20_000 }, (_, n) => `decision-${n}`);
  ids.push('', 'ß', 'ss', '決定', '決', 'x'.repeat(200_000));
  expect(ids.map((id) => places.of(id))).toEqual([...ids.keys()]);
  expect(ids.map((id) => places.of(id))).toEqual([...ids.keys()]);
  expect(places.size).toBe(ids.length);
  expect(ids.map((_, place) => places.id(place))).toEqual(ids);
});

it('tells apart ids that have the same hash', () => {
  const places = new IdPlaces();
  // These two are known to collide under FNV-1a of 32 bits.
  expect([places.of('costarring'), places.of('liquid'), places.of('costarring')]).toEqual([0, 1, 0]);
});
