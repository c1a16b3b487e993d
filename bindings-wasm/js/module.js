// The WebAssembly module, from whatever it is given as.

/** From a URL, a Response, bytes, or compiled already. */
export async function compile(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  const response = await (source instanceof Response ? source : fetch(source));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  // Compiled while it is read, where the server says what it is.
  if (response.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
