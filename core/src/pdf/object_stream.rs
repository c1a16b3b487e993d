//! Object streams (ISO 32000-2 §7.5.7).

use std::rc::Rc;

use crate::limits::{Budget, Limit, Limits};

use super::lex::Lexer;
use super::object::{Dictionary, Object};
use super::parse::{ParseError, Parser, Room};

/// A decoded object stream and where its objects start.
#[derive(Debug)]
pub(crate) struct ObjectStream {
    bytes: Rc<Vec<u8>>,
    /// Object number and offset, in the order of the header.
    objects: Vec<(u32, usize)>,
}

impl ObjectStream {
    /// Reads the header of the decoded bytes. Nothing when /N or /First make no sense; pairs that are not there are not listed.
    /// Each pair is paid for: it takes more memory than its four characters.
    pub(crate) fn new(dictionary: &Dictionary<'_>, bytes: Vec<u8>, budget: &Budget) -> Result<Option<Self>, Limit> {
        let number = |key: &[u8]| dictionary.get(key).and_then(Object::as_integer).and_then(|value| usize::try_from(value).ok());
        let (Some(count), Some(first)) = (number(b"N"), number(b"First")) else { return Ok(None) };
        let Some(header) = bytes.get(..first) else { return Ok(None) };
        let mut header = Lexer::new(header, 0);
        let mut objects = Vec::new();
        for _ in 0..count {
            let (Some(number), Some(offset)) = (header.eat_unsigned(), header.eat_unsigned()) else { break };
            let offset = usize::try_from(offset).ok().and_then(|offset| first.checked_add(offset));
            let (Ok(number), Some(offset)) = (u32::try_from(number), offset) else { return Ok(None) };
            budget.spend(1)?;
            objects.push((number, offset));
        }
        Ok(Some(Self { bytes: Rc::new(bytes), objects }))
    }

    /// The object numbers it says it holds, in order.
    pub(crate) fn numbers(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.objects.iter().map(|(number, _)| *number)
    }

    /// Which object number stands at `index`.
    pub(crate) fn number_at(&self, index: u32) -> Option<u32> {
        self.objects.get(index as usize).map(|(number, _)| *number)
    }

    /// The object at `index`, and how many elements and entries it has.
    pub(crate) fn object<'a>(
        &self,
        index: u32,
        objects: &Budget,
        limits: &Limits,
        room: &mut Room<'a>,
    ) -> Result<(Object<'a>, u32), ParseError> {
        let (_, offset) = self.objects.get(index as usize).ok_or(ParseError::Malformed)?;
        objects.spend(1)?;
        let mut parser = Parser::of_decoded(&self.bytes, *offset, objects, limits).with_room(core::mem::take(room));
        let object = parser.object();
        *room = parser.take_room();
        Ok((object?, parser.elements()))
    }
}
