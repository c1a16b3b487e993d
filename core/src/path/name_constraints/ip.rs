//! iPAddress constraints: an address and a mask (RFC 4632).

/// An IPv4 or IPv6 network.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct IpSubtree {
    address: Vec<u8>,
    mask: Vec<u8>,
}

impl IpSubtree {
    /// 4 + 4 or 16 + 16 octets, the mask being ones and then zeros.
    pub(super) fn parse(octets: &[u8]) -> Option<Self> {
        if !matches!(octets.len(), 8 | 32) {
            return None;
        }
        let (address, mask) = octets.split_at_checked(octets.len() / 2)?;
        let mut rest = mask.iter().copied().skip_while(|&octet| octet == 0xff);
        let edge = rest.next().unwrap_or(0);
        let contiguous = edge.leading_ones() + edge.trailing_zeros() >= 8 && rest.all(|octet| octet == 0);
        contiguous.then(|| Self { address: address.to_vec(), mask: mask.to_vec() })
    }

    /// Whether the address lies in the network; `None` when it is no address. Another family is outside.
    pub(super) fn contains(&self, address: &[u8]) -> Option<bool> {
        if !matches!(address.len(), 4 | 16) {
            return None;
        }
        let equal = || address.iter().zip(&self.address).zip(&self.mask).all(|((one, other), mask)| one & mask == other & mask);
        Some(address.len() == self.address.len() && equal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks() {
        let network = IpSubtree::parse(&[192, 168, 16, 0, 255, 255, 240, 0]).unwrap();
        assert_eq!(network.contains(&[192, 168, 31, 7]), Some(true));
        assert_eq!(network.contains(&[192, 168, 32, 7]), Some(false));
        assert_eq!(network.contains(&[0; 16]), Some(false));
        assert_eq!(network.contains(&[1, 2, 3]), None);
        assert!(IpSubtree::parse(&[0; 32]).unwrap().contains(&[1; 16]).unwrap());
    }

    #[test]
    fn masks_must_be_contiguous() {
        assert_eq!(IpSubtree::parse(&[10, 0, 0, 0, 255, 0, 255, 0]), None);
        assert_eq!(IpSubtree::parse(&[10, 0, 0, 0, 253, 0, 0, 0]), None);
        assert_eq!(IpSubtree::parse(&[10, 0, 0, 0]), None);
    }
}
