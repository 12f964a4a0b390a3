/** What disks, crashes and other programs do to a file: the same numbers do the same damage. */
const DAMAGES: readonly ((bytes: Buffer, random: () => number) => Buffer)[] = [
  flipBits,
  zeroBlock,
  cutShort,
  moveBlock,
];

const SECTOR = 512;

/** The bytes with a few bits flipped, a block of zeros, their end cut off, or a block in the place of another one. */
export function damaged(bytes: Buffer, random: () => number): Buffer {
  const damage = DAMAGES[Math.floor(random() * DAMAGES.length)] ?? flipBits;
  return damage(Buffer.from(bytes), random);
}

function flipBits(bytes: Buffer, random: () => number): Buffer {
  for (let flips = 1 + Math.floor(random() * 8); flips > 0 && bytes.length > 0; flips -= 1) {
    const at = Math.floor(random() * bytes.length);
    bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(random() * 8));
  }
  return bytes;
}

function zeroBlock(bytes: Buffer, random: () => number): Buffer {
  const from = blockAt(bytes, random);
  return bytes.fill(0, from, Math.min(bytes.length, from + SECTOR * (1 + Math.floor(random() * 8))));
}

function cutShort(bytes: Buffer, random: () => number): Buffer {
  return bytes.subarray(0, Math.floor(random() * bytes.length));
}

function moveBlock(bytes: Buffer, random: () => number): Buffer {
  const from = blockAt(bytes, random);
  bytes.copy(bytes, blockAt(bytes, random), from, from + SECTOR);
  return bytes;
}

function blockAt(bytes: Buffer, random: () => number): number {
  return SECTOR * Math.floor((random() * bytes.length) / SECTOR);
}
