#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| longseal_fuzz::within_a_second(|| longseal_fuzz::properties::parsers::filters(data)));
