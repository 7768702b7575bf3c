// What is typed, kept on this machine as well: it is there after a crash, a power cut, a sign-out and
// while the newsroom cannot be reached. One record a sitting:
// {sitting, user, piece, base, opened, at, values, kept, sent}; `kept`: the newsroom has all of it;
// `sent`: nothing was typed since the form was sent. A record is shown to its own user alone.
const DAYS = 60
const STORE = "sittings"

function database() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("writing", 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "sitting" })
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
}

let opened
async function act(mode, run) {
  try {
    opened ??= database()
    const work = (await opened).transaction(STORE, mode, { durability: "strict" })
    const asked = run(work.objectStore(STORE))
    return await new Promise((resolve, reject) => {
      work.oncomplete = () => resolve(asked?.result)
      work.onerror = work.onabort = () => reject(work.error)
    })
  } catch {
    // A browser that keeps nothing (private window, full disk) still has the newsroom's own copy.
    return null
  }
}

export const keepCopy = (record) => act("readwrite", (store) => store.put(record))
export const dropCopy = (sitting) => act("readwrite", (store) => store.delete(sitting))

// The user's own records of a piece, newest first; those too old to be missed go.
export async function copiesOf(user, piece) {
  const all = (await act("readonly", (store) => store.getAll())) ?? []
  const oldest = Date.now() - DAYS * 86_400_000
  for (const record of all) if (record.at < oldest) dropCopy(record.sitting)
  const own = all.filter((record) => record.user === user && record.piece === piece && record.at >= oldest)
  return own.sort((one, other) => other.at - one.at)
}

// A tab holds its sitting as long as it lives: what another tab is typing now is not offered here.
export function holdSitting(sitting) {
  navigator.locks?.request(`sitting ${sitting}`, () => new Promise(() => {}))
}

export async function heldSittings() {
  const state = await navigator.locks?.query()
  return new Set((state?.held ?? []).map((lock) => lock.name.replace("sitting ", "")))
}
