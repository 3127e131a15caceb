import { EventParts } from './hq-stream';

describe('events of a stream', () => {
  it('are put together from pieces that end anywhere', () => {
    const parts = new EventParts();
    expect(parts.add('event: li')).toEqual([]);
    expect(parts.add('nes\ndata: {"a":')).toEqual([]);
    expect(parts.add('1}\n\nevent: output\ndata: x\ndata: y\n\n: alive\n\ndata')).toEqual([
      { name: 'lines', data: '{"a":1}' },
      { name: 'output', data: 'x\ny' },
    ]);
    expect(parts.add(': last\n\n')).toEqual([{ name: 'message', data: 'last' }]);
  });
});
