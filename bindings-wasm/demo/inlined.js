/** Bytes of base64 text. `fetch("data:…")` would count as a connection. */
export function bytes(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
