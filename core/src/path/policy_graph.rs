//! Certificate policies as a graph (RFC 9618, which replaces the tree of RFC 5280 §6.1).
//!
//! A tree doubles with every certificate that asserts two policies mapped onto each other. The graph has one node a
//! policy and depth, so it is never larger than what the certificates say.

use super::parameters::PolicySet;
use crate::asn1::Oid;
use crate::gather::Gather as _;
use crate::keyed::KeyedMap;
use crate::limits::{Budget, Limit};
use crate::order::{self, Arrange as _};
use crate::x509::{CertificatePolicies, PolicyMapping, oid};

/// One policy at one depth.
#[derive(Debug)]
struct Node<'a> {
    valid_policy: Oid<'a>,
    /// Indices of parents one level above.
    parents: Vec<u32>,
    /// expected_policy_set.
    expected: Vec<Oid<'a>>,
}

/// The nodes of one depth, and which of them has which policy.
#[derive(Debug, Default)]
struct Level<'a> {
    nodes: Vec<Node<'a>>,
    by_policy: KeyedMap<Oid<'a>, u32>,
}

impl<'a> Level<'a> {
    fn insert(&mut self, valid_policy: Oid<'a>, parents: Vec<u32>, budget: &Budget) -> Result<(), Limit> {
        if self.by_policy.contains_key(&valid_policy) {
            return Ok(());
        }
        budget.spend(1 + parents.len() as u64)?;
        self.by_policy.insert(valid_policy, self.nodes.len() as u32);
        self.nodes.push(Node { valid_policy, parents, expected: vec![valid_policy] });
        Ok(())
    }

    fn any_policy(&self) -> Option<u32> {
        self.by_policy.get(&oid::ANY_POLICY).copied()
    }
}

/// valid_policy_graph: `None` inside stands for NULL.
///
/// Nodes without children stay where they are and are left out at the end; whether the graph is NULL is seen from the
/// deepest level alone, which is empty exactly when pruning would have reached the root.
#[derive(Debug)]
pub(super) struct PolicyGraph<'a> {
    levels: Option<Vec<Level<'a>>>,
}

impl<'a> PolicyGraph<'a> {
    /// RFC 9618 §5.2 (a): one node, anyPolicy at depth 0.
    pub(super) fn new() -> Self {
        let mut root = Level::default();
        root.by_policy.insert(oid::ANY_POLICY, 0);
        root.nodes.push(Node { valid_policy: oid::ANY_POLICY, parents: Vec::new(), expected: vec![oid::ANY_POLICY] });
        Self { levels: Some(vec![root]) }
    }

    /// Whether no policy is left.
    pub(super) fn is_null(&self) -> bool {
        self.levels.is_none()
    }

    /// RFC 5280 §6.1.3 (d) and (e) as changed by RFC 9618 §5.3: the next certificate's policies. `any_policy_counts` is
    /// the condition of (d)(2).
    pub(super) fn add_certificate(
        &mut self,
        policies: Option<CertificatePolicies<'a>>,
        any_policy_counts: bool,
        budget: &Budget,
    ) -> Result<(), Limit> {
        let Some(policies) = policies else {
            self.levels = None;
            return Ok(());
        };
        let Some(levels) = &mut self.levels else { return Ok(()) };
        let Some(above) = levels.last() else { return Ok(()) };
        let mut parents_expecting: KeyedMap<Oid<'a>, Vec<u32>> = KeyedMap::default();
        for (index, node) in above.nodes.iter().enumerate() {
            for expected in &node.expected {
                budget.spend(1)?;
                parents_expecting.entry(*expected).or_default().push(index as u32);
            }
        }
        let mut level = Level::default();
        let mut any_asserted = false;
        for information in policies {
            if information.policy == oid::ANY_POLICY {
                any_asserted = true;
            } else if let Some(parents) = parents_expecting.get(&information.policy) {
                level.insert(information.policy, parents.clone(), budget)?;
            } else if let Some(any) = above.any_policy() {
                level.insert(information.policy, vec![any], budget)?;
            }
        }
        if any_asserted && any_policy_counts {
            // In order of the policies, so that the same certificates always make the same graph.
            let mut expected: Vec<_> = parents_expecting.into_iter().gather();
            expected.arrange_by_key(|(policy, _)| *policy);
            for (policy, parents) in expected {
                level.insert(policy, parents, budget)?;
            }
        }
        if level.nodes.is_empty() {
            self.levels = None;
        } else {
            levels.push(level);
        }
        Ok(())
    }

    /// RFC 5280 §6.1.4 (b) as changed by RFC 9618 §5.4: policy mappings, or their inhibition.
    pub(super) fn map(&mut self, mappings: &[PolicyMapping<'a>], allowed: bool, budget: &Budget) -> Result<(), Limit> {
        let Some(levels) = &mut self.levels else { return Ok(()) };
        let any_above = levels.len().checked_sub(2).and_then(|above| levels.get(above)).and_then(Level::any_policy);
        let Some(level) = levels.last_mut() else { return Ok(()) };
        budget.spend(mappings.len() as u64)?;
        let pairs = order::distinct(mappings.iter().map(|mapping| (mapping.issuer_domain, mapping.subject_domain)));
        if !allowed {
            let is_mapped = |policy: &Oid<'a>| pairs.binary_search_by(|(issuer_domain, _)| issuer_domain.cmp(policy)).is_ok();
            level.nodes.retain(|node| !is_mapped(&node.valid_policy));
            level.by_policy = level.nodes.iter().enumerate().map(|(index, node)| (node.valid_policy, index as u32)).collect();
            if level.nodes.is_empty() {
                self.levels = None;
            }
            return Ok(());
        }
        for pairs in pairs.chunk_by(|(one, _), (other, _)| one == other) {
            let Some(&(issuer_domain, _)) = pairs.first() else { continue };
            if !level.by_policy.contains_key(&issuer_domain) {
                let (Some(_), Some(parent)) = (level.any_policy(), any_above) else { continue };
                level.insert(issuer_domain, vec![parent], budget)?;
            }
            let index = level.by_policy.get(&issuer_domain).copied();
            if let Some(node) = index.and_then(|index| level.nodes.get_mut(index as usize)) {
                node.expected = pairs.iter().map(|(_, subject_domain)| *subject_domain).gather();
            }
        }
        Ok(())
    }

    /// RFC 5280 §6.1.5 (g) as changed by RFC 9618 §5.5: user-constrained-policy-set.
    pub(super) fn user_constrained(&self, initial: &PolicySet) -> PolicySet {
        let authority = self.authority_constrained();
        if initial.is_any() {
            return authority;
        }
        if authority.is_any() {
            return initial.clone();
        }
        initial.iter().filter(|policy| authority.contains(*policy)).collect()
    }

    /// authority-constrained-policy-set: policies of the nodes below anyPolicy from which the deepest level is reached.
    fn authority_constrained(&self) -> PolicySet {
        let mut authority = PolicySet::empty();
        let Some(levels) = &self.levels else { return authority };
        let mut reached: Vec<bool> = levels.last().map_or(Vec::new(), |level| vec![true; level.nodes.len()]);
        if levels.last().is_some_and(|level| level.any_policy().is_some()) {
            authority.insert(oid::ANY_POLICY);
        }
        for depth in (1..levels.len()).rev() {
            let (Some(above), Some(level)) = (levels.get(depth - 1), levels.get(depth)) else { break };
            let mut reached_above = vec![false; above.nodes.len()];
            for node in level.nodes.iter().zip(&reached).filter_map(|(node, reached)| reached.then_some(node)) {
                for &parent in &node.parents {
                    if let Some(reached) = reached_above.get_mut(parent as usize) {
                        *reached = true;
                    }
                    let parent_is_any = above.any_policy() == Some(parent);
                    if parent_is_any && node.valid_policy != oid::ANY_POLICY {
                        authority.insert(node.valid_policy);
                    }
                }
            }
            reached = reached_above;
        }
        authority
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::Reader;

    const A: &[u8] = &[0x2a, 1];
    const B: &[u8] = &[0x2a, 2];
    const ANY: &[u8] = &[0x55, 0x1d, 32, 0];

    /// The DER of a CertificatePolicies.
    fn policies(list: &[&[u8]]) -> Vec<u8> {
        let wrap = |tag: u8, contents: Vec<u8>| [vec![tag, contents.len() as u8], contents].concat();
        wrap(0x30, list.iter().flat_map(|policy| wrap(0x30, wrap(6, policy.to_vec()))).collect())
    }

    fn read(der: &[u8]) -> Option<CertificatePolicies<'_>> {
        let extension = Reader::new(der);
        CertificatePolicies::read(&mut extension.clone()).ok()
    }

    fn mapping(from: &'static [u8], to: &'static [u8]) -> PolicyMapping<'static> {
        PolicyMapping { issuer_domain: Oid::known(from), subject_domain: Oid::known(to) }
    }

    fn set(list: &[&[u8]]) -> PolicySet {
        list.iter().map(|policy| Oid::known(policy)).collect()
    }

    fn budget() -> Budget {
        Budget::new(10_000, Limit::PolicyNodes)
    }

    #[test]
    fn a_policy_must_be_asserted_all_the_way() {
        let (both, one) = (policies(&[A, B]), policies(&[B]));
        let mut graph = PolicyGraph::new();
        graph.add_certificate(read(&both), true, &budget()).unwrap();
        assert_eq!(graph.user_constrained(&PolicySet::any()), set(&[A, B]));
        graph.add_certificate(read(&one), true, &budget()).unwrap();
        assert_eq!(graph.user_constrained(&PolicySet::any()), set(&[B]));
        assert_eq!(graph.user_constrained(&set(&[A])), PolicySet::empty());
        graph.add_certificate(None, true, &budget()).unwrap();
        assert!(graph.is_null());
    }

    #[test]
    fn any_policy_stands_for_what_is_expected_unless_inhibited() {
        let (a, any) = (policies(&[A]), policies(&[ANY]));
        for (counts, left) in [(true, set(&[A])), (false, PolicySet::empty())] {
            let mut graph = PolicyGraph::new();
            graph.add_certificate(read(&a), true, &budget()).unwrap();
            graph.add_certificate(read(&any), counts, &budget()).unwrap();
            assert_eq!(graph.user_constrained(&PolicySet::any()), left);
        }
    }

    #[test]
    fn a_mapping_moves_the_policy_and_keeps_the_issuer_s_name_for_it() {
        let (a, b) = (policies(&[A]), policies(&[B]));
        let mut graph = PolicyGraph::new();
        graph.add_certificate(read(&a), true, &budget()).unwrap();
        graph.map(&[mapping(A, B)], true, &budget()).unwrap();
        graph.add_certificate(read(&b), true, &budget()).unwrap();
        assert_eq!(graph.user_constrained(&PolicySet::any()), set(&[A]));
        let mut graph = PolicyGraph::new();
        graph.add_certificate(read(&a), true, &budget()).unwrap();
        graph.map(&[mapping(A, B)], false, &budget()).unwrap();
        assert!(graph.is_null());
    }

    #[test]
    fn what_blows_a_tree_up_stays_linear() {
        // Two policies, each mapped onto both, forty times: 2^40 nodes of a tree.
        let both = policies(&[A, B]);
        let crossed = [mapping(A, A), mapping(A, B), mapping(B, A), mapping(B, B)];
        let (mut graph, budget) = (PolicyGraph::new(), budget());
        for _ in 0..40 {
            graph.add_certificate(read(&both), true, &budget).unwrap();
            graph.map(&crossed, true, &budget).unwrap();
        }
        assert_eq!(graph.user_constrained(&PolicySet::any()), set(&[A, B]));
        assert!(budget.left() > 9_000);
    }

    #[test]
    fn the_budget_is_kept() {
        let many: Vec<Vec<u8>> = (0..20).map(|number| vec![0x2a, number]).collect();
        let many = policies(&many.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let mut graph = PolicyGraph::new();
        let small = Budget::new(10, Limit::PolicyNodes);
        assert_eq!(graph.add_certificate(read(&many), true, &small), Err(Limit::PolicyNodes));
    }
}
