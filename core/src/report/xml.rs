//! Writes XML 1.0: elements in order, everything escaped.

use super::visible::visible;

/// A document under construction. Elements are closed in the order in which they were opened, by construction.
pub(super) struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    /// An empty document with its declaration.
    pub(super) fn new() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), depth: 0 }
    }

    /// An element whose children `inside` writes.
    pub(super) fn element(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.start(name, attributes);
        let before = self.text.len();
        self.text.push_str(">\n");
        self.depth += 1;
        let children = self.text.len();
        inside(self);
        self.depth -= 1;
        if self.text.len() == children {
            self.text.truncate(before);
            self.text.push_str("/>\n");
        } else {
            self.indent();
            self.end(name);
        }
    }

    /// An element with text.
    pub(super) fn text(&mut self, name: &str, content: &str) {
        self.text_with(name, &[], content);
    }

    /// An element with attributes and text.
    pub(super) fn text_with(&mut self, name: &str, attributes: &[(&str, &str)], content: &str) {
        self.start(name, attributes);
        self.text.push('>');
        escape(&mut self.text, content);
        self.end(name);
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.text.push_str("/>\n");
    }

    /// The document.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            escape(&mut self.text, value);
            self.text.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }
}

/// Text as character data or as an attribute's value. Characters that XML 1.0 §2.2 excludes, and those that would let a
/// name from the document pretend to be something else, become visible marks.
pub(super) fn escape(text: &mut String, content: &str) {
    for character in content.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            other => text.push(visible(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_escaped() {
        let mut xml = Xml::new();
        xml.element("a", &[("b", "\"<&>'")], |xml| xml.text("c", "<d>&\u{0}\u{ffff}\u{202e}\t"));
        xml.element("e", &[], |_| ());
        let expected = "<a b=\"&quot;&lt;&amp;&gt;&#39;\">\n  \
                        <c>&lt;d&gt;&amp;\u{fffd}\u{fffd}\u{fffd}\u{fffd}</c>\n</a>\n<e/>\n";
        assert_eq!(xml.finish().split_once('\n').unwrap().1, expected);
    }
}
