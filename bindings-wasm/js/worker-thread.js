// Runs in the worker: one document after the other, in the order asked for.

import { start, Verifier, memoryInUse } from "./verifier.js";

let ready;
let waiting = Promise.resolve();

self.onmessage = ({ data }) => {
  if (data.source) {
    ready = start(async () => data.source).then(() => new Verifier(data.options));
    // Said with the first document; until then nobody listens.
    ready.catch(() => {});
    return;
  }
  waiting = waiting.then(() => verify(data));
};

async function verify({ id, blob, path }) {
  try {
    const verifier = await ready;
    const onprogress = (read, size) => self.postMessage({ id, read, size });
    const json = await verifier.verifyBlobToJson(blob, { path, onprogress });
    self.postMessage({ id, json, memory: memoryInUse() });
  } catch (error) {
    // A RuntimeError is a trap: what the module's memory holds then is unknown, and the worker must go.
    self.postMessage({ id, error: { name: error.name, message: error.message }, trapped: error instanceof WebAssembly.RuntimeError });
  }
}
