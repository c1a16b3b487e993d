// The module's one instance, and the module's functions with JavaScript's values. What they take and give, numbers, is said in
// `src/lib.rs`.

let wasm;
let starting;
let supplement;
let answered;
let missed;

/** Thrown where something needs the supplement: a policy file, an encrypted document, a key or a signature of EdDSA or ML-DSA. */
export const MISSING = new Error("longseal: the supplement is not loaded");

const view = (memory, address, length) => new Uint8Array(memory.buffer, address >>> 0, length >>> 0);

/** What the module imports: it asks the supplement for what it has not. The answer waits there for memory to be made for it. */
const longseal = {
  ask(address, length) {
    if (!supplement) {
      missed = true;
      return -1;
    }
    const room = supplement.room(length);
    view(supplement.memory, room, length).set(view(wasm.memory, address, length));
    return (answered = supplement.answer());
  },
  answer(address) {
    view(wasm.memory, address, answered).set(view(supplement.memory, supplement.address(), answered));
  },
};

/**
 * Instantiates the compiled modules that `load` and `loadSupplement` promise, with the texts of a list; later calls change nothing,
 * unless it failed.
 */
export async function start(load, loadTexts, loadSupplement) {
  const instantiate = async (load) => (await WebAssembly.instantiate(await load(), { longseal })).exports;
  starting ??= Promise.all([loadTexts(), instantiate(load), loadSupplement && instantiate(loadSupplement)]).then((loaded) => {
    let texts;
    [texts, wasm, supplement] = loaded;
    // Those of another version are not taken; a verifier in their language is refused.
    for (const text of texts) wasm.texts(put(text));
  });
  try {
    await starting;
  } catch (error) {
    starting = undefined;
    throw error;
  }
}

/** Gives the module its supplement. Verifiers that missed it must be made anew: they remember what they could not do. */
export async function supply(module) {
  supplement = (await WebAssembly.instantiate(module)).exports;
  missed = false;
}

const sizeOf = (instance) => instance?.memory.buffer.byteLength ?? 0;

/** How much memory the modules have taken from the system, in bytes. They never give any back: end the worker for that. */
export const memoryInUse = () => sizeOf(wasm) + sizeOf(supplement);

/** Gives a verifier's memory back to the module. */
export const release = (verifier) => wasm.release(verifier);

/** Bytes of text, of a buffer or of a view. */
function bytesOf(value, name) {
  if (typeof value === "string") return new TextEncoder().encode(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw new TypeError(`${name}: neither text nor bytes`);
}

/** RFC 3339 with whole seconds: what the command line takes for `--at`, and its clock gives. */
function timeOf(at) {
  if (typeof at === "string") return at;
  if (!(at instanceof Date)) throw new TypeError("at: neither text nor a Date");
  return `${at.toISOString().slice(0, 19)}Z`;
}

function roomFor(size) {
  const room = wasm.room(size);
  if (!room) throw new Error(`document: no memory for ${size} bytes`);
  return room;
}

/** A room's bytes. The memory moves when it grows, so they are looked up each time. */
const bytesIn = (room) => view(wasm.memory, wasm.address(room), wasm.length(room));

function put(value, name) {
  const bytes = bytesOf(value, name);
  const room = roomFor(bytes.byteLength);
  bytesIn(room).set(bytes);
  return room;
}

function takeText(room) {
  const text = new TextDecoder().decode(bytesIn(room));
  wasm.release(room);
  return text;
}

/** A verifier, to be released. */
export function open({ trust, material, policy, revocation, at, password, lang } = {}) {
  if (!wasm) throw new Error("longseal: call and await init() first");
  const settings = wasm.settings();
  const set = (name, value) => {
    if (value === undefined || value === null) return;
    const problem = wasm.set(settings, put(name), put(value, name));
    if (problem) throw new Error(takeText(problem));
  };
  try {
    for (const anchor of [trust ?? []].flat()) {
      const { file = anchor, purposes, until } = anchor;
      set("purposes", purposes?.join(" "));
      set("until", until && timeOf(until));
      set("trust", file);
    }
    for (const file of [material ?? []].flat()) set("material", file);
    const rest = { policy, revocation, password, lang: lang ?? "en", at: timeOf(at ?? new Date()) };
    for (const name in rest) set(name, rest[name]);
  } catch (error) {
    wasm.release(settings);
    throw missed ? MISSING : error;
  }
  return wasm.verifier(settings);
}

function reportOn(verifier, document, path) {
  const report = wasm.verify(verifier, document, typeof path === "string" ? put(path) : 0);
  if (!report) throw new Error("longseal: this verifier was given back");
  const json = takeText(report);
  if (missed) throw MISSING;
  return json;
}

/** The report as JSON text, octet by octet what `longseal verify --format json` prints for `path`. */
export const reportOnBytes = (verifier, bytes, { path } = {}) => reportOn(verifier, put(bytes, "document"), path);

/** The same on a File or Blob, read in slices: it is in memory once, in the module, and never whole anywhere else. */
export async function reportOnBlob(verifier, blob, { path = blob.name, slice = 4 << 20, onprogress, signal } = {}) {
  const room = roomFor(blob.size);
  try {
    for (let offset = 0; offset < blob.size; offset += slice) {
      signal?.throwIfAborted();
      const bytes = await blob.slice(offset, offset + slice).arrayBuffer();
      bytesIn(room).set(new Uint8Array(bytes), offset);
      onprogress?.(Math.min(offset + slice, blob.size), blob.size);
    }
    signal?.throwIfAborted();
  } catch (error) {
    wasm.release(room);
    throw error;
  }
  return reportOn(verifier, room, path);
}
