// The WebAssembly module and the texts of its reports, from whatever they are given as.

/** The texts of each language, beside this file. */
export const TEXTS = { en: new URL("./wasm/longseal.en.txt", import.meta.url), vi: new URL("./wasm/longseal.vi.txt", import.meta.url) };

const isBytes = (source) => source instanceof ArrayBuffer || ArrayBuffer.isView(source);

async function responseOf(source) {
  const response = await (source instanceof Response ? source : fetch(source));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response;
}

/** From a URL, a Response, or bytes already. */
export const read = async (source) => (isBytes(source) ? source : (await responseOf(source)).arrayBuffer());

/** From a URL, a Response, bytes, or compiled already. */
export async function compile(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (isBytes(source)) return WebAssembly.compile(source);
  const response = await responseOf(source);
  // Compiled while it is read, where the server says what it is.
  if (response.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
