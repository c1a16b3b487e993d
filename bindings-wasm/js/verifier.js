// The verifier for JavaScript programs: bytes in, report out. Runs wherever WebAssembly does; `index.js` and `node.js` only
// differ in how they find the module.

import bind, { Document, Settings } from "./wasm/longseal.js";

/** The instance's exports once `start` has run. */
let exports;

/** Instantiates the module; later calls change nothing. */
export async function start(source) {
  exports ??= await bind({ module_or_path: await source() });
}

/** How much memory the module has taken from the system, in bytes. It never gives any back: end the worker for that. */
export function memoryInUse() {
  return exports?.memory.buffer.byteLength ?? 0;
}

/** Bytes of text, of a buffer or of a view. */
function bytesOf(value, name) {
  if (typeof value === "string") return new TextEncoder().encode(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw new TypeError(`${name}: neither text nor bytes`);
}

/** One file's bytes or a list of files, as a list. */
function filesOf(value) {
  return [value ?? []].flat();
}

/** RFC 3339 with whole seconds: what the command line takes for `--at`, and its clock gives. */
function timeOf(at) {
  if (typeof at === "string") return at;
  const date = at ?? new Date();
  if (!(date instanceof Date)) throw new TypeError("at: neither text nor a Date");
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** Room in the module's memory, filled by `write(offset, bytes)`, given back by `free()`. */
class Room {
  constructor(size) {
    this.document = new Document(size);
    this.size = size;
  }

  write(offset, bytes) {
    if (offset + bytes.byteLength > this.size) throw new RangeError("more bytes than the document was said to have");
    // The memory moves when it grows, so the view is made anew each time.
    new Uint8Array(exports.memory.buffer, this.document.address() + offset, bytes.byteLength).set(bytes);
  }

  free() {
    this.document.free();
  }
}

export class Verifier {
  #core;

  constructor({ trust, material, policy, revocation, at, password, lang } = {}) {
    if (!exports) throw new Error("longseal: call and await init() first");
    const settings = new Settings();
    try {
      for (const anchor of filesOf(trust)) {
        const { file = anchor, purposes, until } = anchor;
        settings.trust(bytesOf(file, "trust"), purposes?.join(" "), until && timeOf(until));
      }
      for (const file of filesOf(material)) settings.material(bytesOf(file, "material"));
      if (policy !== undefined) settings.policy(policy);
      if (revocation !== undefined) settings.revocation(revocation);
      if (password !== undefined) settings.password(password);
      if (lang !== undefined) settings.lang(lang);
      settings.at(timeOf(at));
    } catch (error) {
      settings.free();
      throw error;
    }
    this.#core = settings.build();
  }

  /** The report on a document in memory. */
  verify(bytes, { path } = {}) {
    return JSON.parse(this.verifyToJson(bytes, { path }));
  }

  /** The same as JSON text, octet by octet what `longseal verify --format json` prints for `path`. */
  verifyToJson(bytes, { path } = {}) {
    const whole = bytesOf(bytes, "document");
    const room = new Room(whole.byteLength);
    try {
      room.write(0, whole);
      return this.#core.verify(room.document, path);
    } finally {
      room.free();
    }
  }

  /** The report on a File or Blob, read in slices: it is in memory once, in the module, and never whole anywhere else. */
  async verifyBlob(blob, options) {
    return JSON.parse(await this.verifyBlobToJson(blob, options));
  }

  async verifyBlobToJson(blob, { path = blob.name, slice = 4 << 20, onprogress, signal } = {}) {
    const room = new Room(blob.size);
    try {
      for (let offset = 0; offset < blob.size; offset += slice) {
        signal?.throwIfAborted();
        room.write(offset, new Uint8Array(await blob.slice(offset, offset + slice).arrayBuffer()));
        onprogress?.(Math.min(offset + slice, blob.size), blob.size);
      }
      signal?.throwIfAborted();
      return this.#core.verify(room.document, path);
    } finally {
      room.free();
    }
  }

  /** Gives the verifier's memory back to the module. */
  free() {
    this.#core.free();
  }
}
