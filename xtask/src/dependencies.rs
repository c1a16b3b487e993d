//! What `deny.toml` allows, held against every package that cargo would build: licences, bans, sources and wildcards. cargo-deny
//! does more (it reads licence texts), and takes minutes to install; this needs cargo alone.

use std::collections::BTreeSet;

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use crate::runner::{Outcome, cargo, output, root};

/// The packages of all features and platforms, as Cargo.lock has them.
pub(crate) fn check() -> Outcome {
    let metadata = output(&mut cargo(&["metadata", "--format-version=1", "--locked", "--all-features"]));
    let metadata = metadata.and_then(|text| serde_json::from_str::<Value>(&text).ok());
    // Metadata has packages too that are optional to a dependency and that no feature asks for; the tree has not.
    let tree = ["tree", "--locked", "--workspace", "--all-features", "--target=all", "--prefix=none", "--format={p}"];
    let (Some(metadata), Some(tree)) = (metadata, output(&mut cargo(&tree))) else {
        eprintln!("cargo metadata or cargo tree says nothing");
        return Outcome::Failed;
    };
    let built: BTreeSet<&str> = tree.lines().filter_map(name_and_version).collect();
    let is_built = |package: &&Value| {
        let text = |key: &str| package[key].as_str().unwrap_or_default();
        built.contains(format!("{} v{}", text("name"), text("version")).as_str())
    };
    let text = root().and_then(|root| std::fs::read_to_string(root.join("deny.toml")).ok()).unwrap_or_default();
    match DeTable::parse(&text) {
        Ok(rules) => {
            let packages: Vec<&Value> = metadata["packages"].as_array().into_iter().flatten().filter(is_built).collect();
            let refused = refused(&packages, rules.get_ref());
            for refused in &refused {
                eprintln!("{refused}");
            }
            println!("{} packages, {} refused", packages.len(), refused.len());
            if refused.is_empty() && packages.len() == built.len() { Outcome::Passed } else { Outcome::Failed }
        }
        Err(error) => {
            eprintln!("deny.toml: {error}");
            Outcome::Failed
        }
    }
}

/// `longseal v0.1.0` of `longseal v0.1.0 (/a/folder)`.
fn name_and_version(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once(' ')?;
    let version = rest.split(' ').next()?;
    line.get(..name.len() + 1 + version.len())
}

/// Strings of a list, or those that stand under `key` in a list of tables.
fn strings<'a>(rules: &'a DeTable<'_>, part: &str, name: &str, key: &str) -> Vec<&'a str> {
    let list = rules.get(part).and_then(|part| part.get_ref().as_table()?.get(name)?.get_ref().as_array());
    let string = |item: &'a DeValue<'_>| item.as_str().or_else(|| item.as_table()?.get(key)?.get_ref().as_str());
    list.into_iter().flatten().filter_map(|item| string(item.get_ref())).collect()
}

/// What is wrong with each package that may not come in.
fn refused(packages: &[&Value], rules: &DeTable<'_>) -> Vec<String> {
    let allowed = strings(rules, "licenses", "allow", "");
    let banned = strings(rules, "bans", "deny", "crate");
    let mut refused = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let mut refuse = |why: &str| refused.push(format!("{name} {}: {why}", package["version"].as_str().unwrap_or_default()));
        match package["license"].as_str() {
            Some(expression) if is_allowed(expression, &allowed) => {}
            Some(expression) => refuse(&format!("its licence is {expression}")),
            None => refuse("it has no licence expression"),
        }
        if banned.contains(&name) {
            refuse("it is banned");
        }
        match package["source"].as_str() {
            Some("registry+https://github.com/rust-lang/crates.io-index") => {}
            Some(other) => refuse(&format!("it comes from {other}")),
            // A package of this workspace: what it asks for has a version, or is in the workspace too.
            None => {
                for needed in package["dependencies"].as_array().into_iter().flatten() {
                    if needed["req"] == "*" && needed["path"].is_null() {
                        refuse(&format!("it takes any version of {}", needed["name"]));
                    }
                }
            }
        }
    }
    refused
}

/// Whether an SPDX expression can be met with the licences of the list. AND binds closer than OR, WITH closest; an oblique stroke is
/// how OR was once written.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any(&mut rest, allowed) == Some(true) && rest.is_empty()
}

/// `a OR b …`; `None` when that is not what stands there.
fn any(rest: &mut &[&str], allowed: &[&str]) -> Option<bool> {
    let mut is_met = all(rest, allowed)?;
    while let [word, after @ ..] = *rest
        && *word == "OR"
    {
        *rest = after;
        is_met |= all(rest, allowed)?;
    }
    Some(is_met)
}

/// `a AND b …`
fn all(rest: &mut &[&str], allowed: &[&str]) -> Option<bool> {
    let mut is_met = one(rest, allowed)?;
    while let [word, after @ ..] = *rest
        && *word == "AND"
    {
        *rest = after;
        is_met &= one(rest, allowed)?;
    }
    Some(is_met)
}

/// A licence, one with an exception, or what stands in parentheses.
fn one(rest: &mut &[&str], allowed: &[&str]) -> Option<bool> {
    match *rest {
        ["(", after @ ..] => {
            *rest = after;
            let is_met = any(rest, allowed)?;
            let [")", after @ ..] = *rest else { return None };
            *rest = after;
            Some(is_met)
        }
        [licence, "WITH", exception, after @ ..] => {
            *rest = after;
            Some(allowed.contains(&format!("{licence} WITH {exception}").as_str()))
        }
        [licence, after @ ..] if !["AND", "OR", "WITH", ")"].contains(licence) => {
            *rest = after;
            Some(allowed.contains(licence))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_licence_expression_is_met_by_what_is_allowed() {
        let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "ISC"];
        for met in [
            "MIT",
            "MIT OR GPL-3.0-only",
            "Unlicense/MIT",
            "Apache-2.0 AND ISC",
            "(MIT OR GPL-2.0-only) AND ISC",
            "Apache-2.0 WITH LLVM-exception",
            "GPL-2.0-only AND GPL-3.0-only OR MIT",
        ] {
            assert!(is_allowed(met, &allowed), "{met}");
        }
        for unmet in [
            "",
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "(MIT OR ISC) AND MPL-2.0",
            "MIT WITH LLVM-exception",
            "MIT OR",
            "MIT ISC",
            "(MIT",
            "GPL-2.0-only OR GPL-3.0-only AND MIT",
        ] {
            assert!(!is_allowed(unmet, &allowed), "{unmet}");
        }
    }

    #[test]
    fn a_line_of_the_tree_names_a_package() {
        assert_eq!(name_and_version("longseal v0.1.0 (/a/folder)"), Some("longseal v0.1.0"));
        assert_eq!(name_and_version("serde v1.0.0"), Some("serde v1.0.0"));
        assert_eq!(name_and_version(""), None);
    }

    #[test]
    fn what_may_not_come_in_is_named() {
        let text = "[licenses]\nallow = [\"MIT\"]\n[bans]\ndeny = [{ crate = \"c\", reason = \"C\" }]";
        let rules = DeTable::parse(text).unwrap();
        let registry = "registry+https://github.com/rust-lang/crates.io-index";
        let packages = [
            json!({"name": "a", "version": "1.0.0", "license": "MIT", "source": registry}),
            json!({"name": "b", "version": "1.0.0", "license": "GPL-3.0-only", "source": registry}),
            json!({"name": "c", "version": "1.0.0", "license": "MIT", "source": registry}),
            json!({"name": "d", "version": "1.0.0", "license": "MIT", "source": "git+https://example.org/d"}),
            json!({"name": "e", "version": "1.0.0", "license": "MIT", "source": null, "dependencies": [
                {"name": "f", "req": "*", "path": null}, {"name": "g", "req": "*", "path": "g"}, {"name": "h", "req": "^1", "path": null}
            ]}),
            json!({"name": "i", "version": "1.0.0", "license": null, "source": registry}),
        ];
        assert_eq!(
            refused(&packages.each_ref(), rules.get_ref()),
            [
                "b 1.0.0: its licence is GPL-3.0-only",
                "c 1.0.0: it is banned",
                "d 1.0.0: it comes from git+https://example.org/d",
                "e 1.0.0: it takes any version of \"f\"",
                "i 1.0.0: it has no licence expression",
            ]
        );
    }
}
