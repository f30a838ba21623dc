//! Results made on all threads of a pool, and taken one at a time in the order of what they are made of.

use rayon::ThreadPool;
use std::collections::BTreeMap;
use std::iter::Enumerate;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::vec::IntoIter;

/// Makes something of each item, and has it taken in the order of the items: by the thread that made the next one, so that none waits
/// for another to be woken. The first error ends it all.
///
/// There are no more than `most` results at a time, each made in the memory of one that was taken: to have the system hand out
/// fresh memory takes longer than to write to it.
pub(super) fn in_order<I: Send, R: Default + Send, E: Send>(
    pool: &ThreadPool,
    most: usize,
    items: Vec<I>,
    make: impl Fn(I, &mut R) + Sync,
    take: impl FnMut(&mut R) -> Result<(), E> + Send,
) -> Result<(), E> {
    let desk = Desk::new(items, most);
    let take = Mutex::new(take);
    let taken = pool.broadcast(|_| {
        // for none to wait for what a panic keeps from coming
        let _over = Over(&desk);
        while let Some((number, item, mut result)) = desk.begin() {
            make(item, &mut result);
            let mut next = desk.done(number, result);
            while let Some(mut result) = next {
                (take.lock().unwrap_or_else(PoisonError::into_inner))(&mut result)?;
                next = desk.taken(result);
            }
        }
        Ok(())
    });
    taken.into_iter().collect()
}

/// What the threads share.
struct Desk<I, R> {
    state: Mutex<State<I, R>>,
    /// Told when there is memory for one more result.
    freed: Condvar,
}

struct State<I, R> {
    items: Enumerate<IntoIter<I>>,
    /// Who begins an item takes one of these. The last to come back is the first to go: its memory is the nearest.
    free: Vec<R>,
    /// What was made before its turn.
    made: BTreeMap<usize, R>,
    /// The number of the result that is, or is to be, taken.
    turn: usize,
    /// There is nothing left to begin, or no more is wanted.
    over: bool,
}

impl<I, R: Default> Desk<I, R> {
    fn new(items: Vec<I>, most: usize) -> Self {
        let free = (0..most.clamp(1, items.len().max(1))).map(|_| R::default()).collect();
        let state = State { items: items.into_iter().enumerate(), free, made: BTreeMap::new(), turn: 0, over: false };
        Self { state: Mutex::new(state), freed: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State<I, R>> {
        // nothing is left half done under the lock
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next item, its number, and what to make it into. Both are taken at once, so that of all that is begun the first is never
    /// without the memory for it.
    fn begin(&self) -> Option<(usize, I, R)> {
        let waits = |state: &mut State<I, R>| state.free.is_empty() && !state.over;
        let mut state = self.freed.wait_while(self.state(), waits).unwrap_or_else(PoisonError::into_inner);
        if state.over {
            return None;
        }
        let (number, item) = state.items.next()?;
        Some((number, item, state.free.pop()?))
    }

    /// Puts a result by until its turn comes; gives it back if it is.
    fn done(&self, number: usize, result: R) -> Option<R> {
        let mut state = self.state();
        if number == state.turn {
            return Some(result);
        }
        state.made.insert(number, result);
        None
    }

    /// Has the memory of a result that was taken used again; gives the next one to take, if it has been made.
    fn taken(&self, result: R) -> Option<R> {
        let mut state = self.state();
        state.free.push(result);
        self.freed.notify_one();
        state.turn += 1;
        let turn = state.turn;
        state.made.remove(&turn)
    }
}

/// Ends the work of all threads when one leaves it, be it that nothing is left to begin, that taking failed, or by a panic.
struct Over<'a, I, R: Default>(&'a Desk<I, R>);

impl<I, R: Default> Drop for Over<'_, I, R> {
    fn drop(&mut self) {
        self.0.state().over = true;
        self.0.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    fn pool() -> ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap()
    }

    /// Numbers, doubled; the earlier of each ten take longer than the later.
    fn double(number: usize, result: &mut usize) {
        std::thread::sleep(std::time::Duration::from_micros(100 * (9 - number as u64 % 10)));
        *result = 2 * number;
    }

    #[test]
    fn results_come_in_order() {
        for most in [0, 1, 4, 1000] {
            let mut taken = Vec::new();
            let take = |result: &mut usize| {
                taken.push(*result);
                Ok::<_, ()>(())
            };
            in_order(&pool(), most, (0..100).collect(), double, take).unwrap();
            assert_eq!(taken, (0..100).map(|number| 2 * number).collect::<Vec<_>>());
        }
        in_order(&pool(), 4, Vec::new(), double, |_| Err("no result to take")).unwrap();
    }

    #[test]
    fn taking_may_fail() {
        let take = |result: &mut usize| if *result < 20 { Ok(()) } else { Err(*result) };
        assert_eq!(in_order(&pool(), 4, (0..100).collect(), double, take), Err(20));
    }

    #[test]
    fn a_panic_is_one_of_the_caller() {
        let make = |number: usize, _: &mut usize| assert_ne!(number, 20, "as the test asks");
        let run = || in_order(&pool(), 4, (0..100).collect(), make, |_| Ok::<_, ()>(()));
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
    }
}
