#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| longseal_fuzz::within_a_second(|| longseal_fuzz::properties::parsers::asn1(data)));

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    longseal_fuzz::structured(data, size, max_size, seed, longseal_fuzz::mutate::cms::mutate)
});
