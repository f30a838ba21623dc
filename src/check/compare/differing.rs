//! What differs: facts left over on both sides, paired by how much they resemble each other.

use super::{Class, Difference, Lists, Matcher, State, Stretch, What, class};
use crate::facts::{self, Data, Fact, FactId, Written};

/// How much less likely a fact is a counterpart that the other side has in another form.
const COVERED: f32 = 5.0;

impl Matcher<'_> {
    /// Pairs what is left over on both sides: first what resembles each other, then what is of a kind. What the other side has in
    /// another form may yet be the counterpart of something open.
    pub(super) fn differing(&mut self, on: &Stretch<'_>, open: &Lists) {
        let mut candidates = Vec::new();
        for &a in &open.ours {
            for &b in on.theirs {
                let malus = match self.t[b as usize] {
                    State::Open => 0.0,
                    State::Covered => COVERED,
                    _ => continue,
                };
                candidates.extend(self.resemblance(a, b).map(|score| (score - malus, a, b)));
            }
        }
        for &b in &open.theirs {
            let covered = on.ours.iter().copied().filter(|&a| self.s[a as usize] == State::Covered);
            candidates.extend(covered.filter_map(|a| Some((self.resemblance(a, b)? - COVERED, a, b))));
        }
        candidates.retain(|(score, ..)| *score > 0.0);
        candidates.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)).then(x.2.cmp(&y.2)));
        for (_, a, b) in candidates {
            let used = |state: State| matches!(state, State::Differs(_));
            if used(self.s[a as usize]) || used(self.t[b as usize]) {
                continue;
            }
            self.s[a as usize] = State::Differs(b);
            self.t[b as usize] = State::Differs(a);
            self.differences.push(Difference { link: on.link, what: What::Differs(a, b) });
        }
    }

    /// How likely `b` stands where `a` should: `None` for kinds that are never taken for each other.
    fn resemblance(&self, a: FactId, b: FactId) -> Option<f32> {
        let (x, y) = (self.source.fact(a), self.translation.fact(b));
        let class = class(x)?;
        if class != super::class(y)? {
            return None;
        }
        let (one, two) = (self.source.written(x), self.translation.written(y));
        let mut score = 3.0;
        if x.kind == y.kind {
            score += 1.0;
        }
        if near_miss(&x.value, &y.value) {
            score += 3.0;
        }
        let word = |fact: &Fact| matches!(&fact.data, Data::Quantity(q) if q.written != Written::Digits);
        if x.kind != y.kind && (word(x) || word(y)) {
            return None;
        }
        if let (Data::Quantity(p), Data::Quantity(q)) = (&x.data, &y.data) {
            let articles = (p.written == Written::Article) as u8 + (q.written == Written::Article) as u8;
            if articles == 2 || (articles == 1 && (p.unit.is_none() || p.unit != q.unit)) {
                return None;
            }
            if p.unit.is_some() && p.unit == q.unit {
                score += 1.5;
            } else if p.unit.is_some() && q.unit.is_some() && !p.first.agrees(q.first) {
                score -= 1.5;
            }
            if p.first.agrees(q.first) {
                score += 1.5;
            }
        }
        if class == Class::Target {
            let (p, q) = (facts::split_fragment(&x.value), facts::split_fragment(&y.value));
            if p.0 == q.0 {
                score += 3.0;
            } else if p.0.rsplit('/').next() == q.0.rsplit('/').next() {
                score += 2.0;
            }
        }
        if class == Class::Code && !facts::near_miss(one, two) {
            score -= 1.0;
        }
        Some(score)
    }
}

/// Whether one value is the other with a slip, whatever their case.
fn near_miss(a: &str, b: &str) -> bool {
    // a slip changes the length by a letter or two, and in ASCII a letter is a byte
    let far = a.len().abs_diff(b.len()) > 2 && a.is_ascii() && b.is_ascii();
    !far && facts::near_miss(&a.to_lowercase(), &b.to_lowercase())
}
