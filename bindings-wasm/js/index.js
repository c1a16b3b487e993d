// In browsers: `import init, { Verifier } from "longseal"; await init();`

import { start } from "./instance.js";
import { compile } from "./module.js";

export { memoryInUse } from "./instance.js";
export { Verifier } from "./verifier.js";

/** Loads the modules: from beside this file, or each from a URL, a Response, bytes or a compiled WebAssembly.Module. */
export default function init(
  source = new URL("./wasm/longseal_bg.wasm", import.meta.url),
  { supplement = new URL("./wasm/longseal_supplement.wasm", import.meta.url) } = {},
) {
  return start(() => compile(source), () => compile(supplement));
}
