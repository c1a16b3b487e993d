// In Node: the same, the module read from the package's folder.

import { readFile } from "node:fs/promises";

import { start } from "./verifier.js";

export { Verifier, memoryInUse } from "./verifier.js";

export default async function init(source) {
  await start(() => source ?? readFile(new URL("./wasm/longseal_bg.wasm", import.meta.url)));
}
