// The verifier for JavaScript programs: bytes in, report out. Runs wherever WebAssembly does; `index.js` and `node.js` only
// differ in how they find the module.

import { open, release, reportOnBlob, reportOnBytes } from "./instance.js";

const forgotten = new FinalizationRegistry(release);

export class Verifier {
  #number;

  constructor(options) {
    this.#number = open(options);
    forgotten.register(this, this.#number, this);
  }

  /** The report on a document in memory. */
  verify(bytes, options) {
    return JSON.parse(this.verifyToJson(bytes, options));
  }

  /** The same as JSON text, octet by octet what `longseal verify --format json` prints for `path`. */
  verifyToJson(bytes, options) {
    return reportOnBytes(this.#number, bytes, options);
  }

  /** The report on a File or Blob, read in slices. */
  async verifyBlob(blob, options) {
    return JSON.parse(await this.verifyBlobToJson(blob, options));
  }

  async verifyBlobToJson(blob, options) {
    return reportOnBlob(this.#number, blob, options);
  }

  /** Gives the verifier's memory back to the module. */
  free() {
    forgotten.unregister(this);
    release(this.#number);
    this.#number = 0;
  }
}
