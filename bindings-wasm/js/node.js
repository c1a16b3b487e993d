// In Node: the same, the module read from the package's folder.

import { readFile } from "node:fs/promises";

import { compile } from "./module.js";
import { start } from "./verifier.js";

export { Verifier, memoryInUse } from "./verifier.js";

export default function init(source) {
  return start(async () => compile(source ?? await readFile(new URL("./wasm/longseal_bg.wasm", import.meta.url))));
}
