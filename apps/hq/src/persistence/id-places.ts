/** Slots at first, and bytes for the ids; both are doubled when they are full. */
const SLOTS = 1024;
const BYTES = 64 * 1024;

/**
 * Numbers ids from 0 on, in the order in which they come. For hundreds of thousands of them, whose text is outside of the
 * heap: as keys of a map they would have everybody wait for 40 ms whenever garbage is collected beside them.
 */
export class IdPlaces {
  private slots = new Int32Array(SLOTS);
  private text = Buffer.alloc(BYTES);
  private readonly ends: number[] = [];
  private readonly hashes: number[] = [];

  get size(): number {
    return this.ends.length;
  }

  /** The place of an id, which it is given when it has none. */
  of(id: string): number {
    const hash = hashOf(id);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let place = this.inSlot(slot); place >= 0; place = this.inSlot(slot)) {
      if (this.hashes[place] === hash && this.id(place) === id) return place;
      slot = (slot + 1) & mask;
    }
    this.slots[slot] = this.size + 1;
    this.add(id, hash);
    if (2 * this.size > this.slots.length) this.rehash();
    return this.size - 1;
  }

  id(place: number): string {
    return this.text.toString('utf8', this.ends[place - 1] ?? 0, this.ends[place]);
  }

  /** Below 0 when the slot is free: it holds the place and one. */
  private inSlot(slot: number): number {
    return (this.slots[slot] ?? 0) - 1;
  }

  private add(id: string, hash: number): void {
    const begin = this.ends.at(-1) ?? 0;
    const length = Buffer.byteLength(id);
    while (begin + length > this.text.length) this.text = Buffer.concat([this.text], 2 * this.text.length);
    this.text.write(id, begin);
    this.ends.push(begin + length);
    this.hashes.push(hash);
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    const mask = this.slots.length - 1;
    for (let place = 0; place < this.size; place += 1) {
      let slot = (this.hashes[place] ?? 0) & mask;
      while (this.inSlot(slot) >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = place + 1;
    }
  }
}

/** FNV-1a. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash;
}
