// In browsers: `import init, { Verifier } from "longseal"; await init();`

import { start } from "./verifier.js";

export { Verifier, memoryInUse } from "./verifier.js";

/** Loads the module: from beside this file, or from a URL, a Response, bytes or a compiled WebAssembly.Module. */
export default async function init(source) {
  await start(() => source ?? new URL("./wasm/longseal_bg.wasm", import.meta.url));
}
