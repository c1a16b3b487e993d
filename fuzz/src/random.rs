//! Pseudo-random numbers that are the same everywhere: a mutant is named by its seed.

/// xorshift64*.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A generator; zero, which would stay zero, is another seed.
    pub fn new(seed: u64) -> Self {
        Self(if seed == 0 { 0x6c6f_6e67_7365_616c } else { seed })
    }

    /// A seed that depends on every byte (FNV-1a): the same input always does the same.
    pub fn of(bytes: &[u8]) -> Self {
        Self::new(bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)))
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`; 0 where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}
