// Runs in the worker: one document after the other, in the order asked for.

import { MISSING, memoryInUse, open, release, reportOnBlob, start, supply } from "./instance.js";

let options;
let verifier;
let starting;
let waiting = Promise.resolve();
/** Hears of the supplement, once the page was asked for it. */
let supplied;

self.onmessage = ({ data }) => {
  if (data.module) {
    ({ options } = data);
    starting = start(async () => data.module, () => [data.text]);
    // Said with the first document; until then nobody listens.
    starting.catch(() => {});
  } else if (data.supplement) {
    supplied(supply(data.supplement));
  } else {
    waiting = waiting.then(() => verify(data));
  }
};

async function report(blob, path) {
  const onprogress = (read, size) => self.postMessage({ read, size });
  verifier ??= open(options);
  return reportOnBlob(verifier, blob, { path, onprogress });
}

async function verify({ blob, path }) {
  try {
    await starting;
    const json = await report(blob, path).catch(async (error) => {
      if (error !== MISSING) throw error;
      if (verifier) release(verifier);
      verifier = undefined;
      await new Promise((resolve) => {
        supplied = resolve;
        self.postMessage({ missing: true });
      });
      return report(blob, path);
    });
    self.postMessage({ json, memory: memoryInUse() });
  } catch (error) {
    // A RuntimeError is a trap: what the module's memory holds then is unknown, and the worker must go.
    self.postMessage({ error: { name: error.name, message: error.message }, trapped: error instanceof WebAssembly.RuntimeError });
  }
}
