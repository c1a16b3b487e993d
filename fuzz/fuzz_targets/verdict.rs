#![no_main]

use std::sync::LazyLock;

use longseal::evidence::Material;
use longseal::trust::TrustStore;
use longseal_fuzz::pki;

static PKI: LazyLock<(TrustStore, Material)> = LazyLock::new(|| (pki::trust(), pki::material()));

libfuzzer_sys::fuzz_target!(|data: &[u8]| longseal_fuzz::within_a_second(|| longseal_fuzz::properties::verdict::document(data, &PKI.0, &PKI.1)));

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    longseal_fuzz::structured(data, size, max_size, seed, |data, random| longseal_fuzz::mutate::pdf::mutate(data, data, random))
});
