// Runs in the worker: one document after the other, in the order asked for.

import { memoryInUse, open, reportOnBlob, start } from "./instance.js";

let verifier;
let waiting = Promise.resolve();

self.onmessage = ({ data }) => {
  if (data.module) {
    verifier = start(async () => data.module).then(() => open(data.options));
    // Said with the first document; until then nobody listens.
    verifier.catch(() => {});
  } else {
    waiting = waiting.then(() => verify(data));
  }
};

async function verify({ blob, path }) {
  try {
    const onprogress = (read, size) => self.postMessage({ read, size });
    const json = await reportOnBlob(await verifier, blob, { path, onprogress });
    self.postMessage({ json, memory: memoryInUse() });
  } catch (error) {
    // A RuntimeError is a trap: what the module's memory holds then is unknown, and the worker must go.
    self.postMessage({ error: { name: error.name, message: error.message }, trapped: error instanceof WebAssembly.RuntimeError });
  }
}
