//! The paths inside the crate that a source uses: a reader of just enough Rust.

/// The source without comments, strings and characters; each leaves a space.
pub(crate) fn code_of(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if first == '"' {
            string(rest)
        } else if first == '\'' {
            character(rest).unwrap_or(0)
        } else if first == 'r' && !code.ends_with(|before: char| before.is_alphanumeric() || before == '_') {
            raw_string(rest).unwrap_or(0)
        } else {
            0
        };
        if skip > 0 {
            code.push(' ');
            rest = &rest[skip..];
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    code
}

/// The length of a block comment; they nest.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The length of a string in quotes.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of `r"…"` or `r#"…"#`.
fn raw_string(text: &str) -> Option<usize> {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    let body = text[1 + hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    Some(2 + hashes + body.find(&close).map_or(body.len(), |at| at + close.len()))
}

/// The length of a character in quotes; `None` for a lifetime.
fn character(text: &str) -> Option<usize> {
    let inside = &text[1..];
    if inside.starts_with('\\') {
        return inside[2..].find('\'').map(|at| at + 4);
    }
    let width = inside.chars().next()?.len_utf8();
    inside[width..].starts_with('\'').then_some(width + 2)
}

/// Words, `::`, and everything else one character at a time.
pub(crate) fn tokens_of(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first.is_alphanumeric() || first == '_' {
            rest.find(|other: char| !other.is_alphanumeric() && other != '_').unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}

/// All paths inside the crate that the source of `module` uses, from the root: `pdf::filter::decode`.
pub(crate) fn paths_of(source: &str, module: &str) -> Vec<String> {
    let code = code_of(source);
    let tokens = tokens_of(&code);
    let mut found = Vec::new();
    // Inline modules that are open, and how deep the braces were where each opened.
    let mut inline: Vec<(&str, usize)> = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match *token {
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                inline.retain(|(_, opened)| *opened < depth);
            }
            "mod" if tokens.get(at + 2) == Some(&"{") => {
                inline.push((tokens[at + 1], depth));
                depth += 1;
                at += 3;
                continue;
            }
            "crate" | "self" | "super" if tokens.get(at + 1) == Some(&"::") && tokens.get(at.wrapping_sub(1)) != Some(&"::") => {
                let here = module.split("::").filter(|name| !name.is_empty()).chain(inline.iter().map(|(name, _)| *name));
                at = tree(&tokens, at, here.collect(), &mut found);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Reads a path, or a tree of a `use`, that starts in the module `base`; gives the place after it.
fn tree<'t>(tokens: &[&'t str], mut at: usize, mut base: Vec<&'t str>, found: &mut Vec<String>) -> usize {
    loop {
        match tokens.get(at).copied() {
            Some("crate") => base.clear(),
            Some("super") => _ = base.pop(),
            Some("self" | "*") => {}
            Some("{") => {
                at += 1;
                while let Some(token) = tokens.get(at).copied() {
                    match token {
                        "}" => return at + 1,
                        "," => at += 1,
                        _ => at = tree(tokens, at, base.clone(), found).max(at + 1),
                    }
                }
                return at;
            }
            Some(name) if name.starts_with(|first: char| first.is_alphabetic() || first == '_') => base.push(name),
            // The `<` of a turbofish, or anything that is no path.
            _ => {
                found.push(base.join("::"));
                return at;
            }
        }
        at += 1;
        if tokens.get(at) == Some(&"::") {
            at += 1;
            continue;
        }
        found.push(base.join("::"));
        if tokens.get(at) == Some(&"as") {
            at += 2;
        }
        return at;
    }
}
