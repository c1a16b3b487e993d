// In browsers: `import init, { Verifier } from "longseal"; await init();`

import { compile } from "./module.js";
import { start } from "./verifier.js";

export { Verifier, memoryInUse } from "./verifier.js";

/** Loads the module: from beside this file, or from a URL, a Response, bytes or a compiled WebAssembly.Module. */
export default function init(source = new URL("./wasm/longseal_bg.wasm", import.meta.url)) {
  return start(() => compile(source));
}
