// What changed between two texts, as one stretch: {at, cut, put, sum}. Places are counted in bytes of
// UTF-8, where a browser and the newsroom mean the same by a number; `sum` is the CRC-32 of all
// bytes before, so that a change of another text is known for what it is.
const encoder = new TextEncoder()
const decoder = new TextDecoder("utf-8", { ignoreBOM: true })

export function spliceOf(before, after) {
  const old = encoder.encode(before)
  const now = encoder.encode(after)
  const most = Math.min(old.length, now.length)
  let at = 0
  while (at < most && old[at] === now[at]) at++
  while (at && inside(now[at])) at--
  let end = 0
  while (end < most - at && old[old.length - 1 - end] === now[now.length - 1 - end]) end++
  while (end && inside(old[old.length - end])) end--
  return { at, cut: old.length - end - at, put: decoder.decode(now.subarray(at, now.length - end)), sum: crc32(old) }
}

// The second or a later byte of a letter.
const inside = (byte) => (byte & 0xc0) === 0x80

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1
  return n
})

function crc32(bytes) {
  let sum = 0xffffffff
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 0xff] ^ (sum >>> 8)
  return (sum ^ 0xffffffff) >>> 0
}
