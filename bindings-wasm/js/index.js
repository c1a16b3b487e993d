// In browsers: `import init, { Verifier } from "longseal"; await init();`

import { start } from "./instance.js";
import { TEXTS, compile, read } from "./module.js";

export { memoryInUse } from "./instance.js";
export { Verifier } from "./verifier.js";

/** Loads the modules and the texts of reports: from beside this file, or each from a URL, a Response, bytes or a compiled WebAssembly.Module. */
export default function init(
  source = new URL("./wasm/longseal_bg.wasm", import.meta.url),
  { supplement = new URL("./wasm/longseal_supplement.wasm", import.meta.url), texts = TEXTS } = {},
) {
  return start(() => compile(source), () => Promise.all(Object.values(texts).map(read)), () => compile(supplement));
}
