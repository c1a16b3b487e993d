// Elements by their names: `const { p, code } = elements; p({ part: "rule" }, "Code: ", code("path.expired"))`.

/** Makes one with properties, which may be left out, and children, of which lists are taken apart and what is false or empty is left out. */
function make(name, properties, ...children) {
  if (properties?.constructor !== Object) return make(name, {}, properties, ...children);
  const element = Object.assign(document.createElement(name), properties);
  // A region is styled from outside by its part, and from inside by the class of the same name.
  if (properties.part) element.className = properties.part;
  element.append(...children.flat(Infinity).filter(Boolean));
  return element;
}

export const elements = new Proxy({}, { get: (_, name) => (...content) => make(name, ...content) });
