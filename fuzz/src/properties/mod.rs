//! Properties of Longseal, one function for each thing that reads hostile bytes. A function that returns has found nothing.

pub mod integrity;
pub mod parsers;
pub mod settings;
pub mod stored;
pub mod verdict;
