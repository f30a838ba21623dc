//! The walk over a tree, on all threads.

use crate::walk::{Folder, Found, Listing, Walk, WalkOptions};
use rayon::Scope;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

/// What [`walk::find`](fn@crate::walk::find) finds.
pub(super) fn find(root: &Path, options: &WalkOptions) -> Found {
    let walk = Walk::new(root, options);
    let (send, receive) = channel();
    let lister = Lister { walk: &walk, waiting: &AtomicUsize::new(0), send };
    rayon::scope(|scope| walk.tops().into_iter().for_each(|top| lister.spawn(scope, top)));
    drop(lister);
    walk.found(receive.into_iter().collect())
}

/// Has folders listed.
#[derive(Clone)]
struct Lister<'s> {
    walk: &'s Walk<'s>,
    /// How many folders wait for a thread.
    waiting: &'s AtomicUsize,
    send: Sender<Listing>,
}

impl<'s> Lister<'s> {
    /// Has a folder listed by whoever is free. Of those below it, one is always laid out for others to take, as long as there are any;
    /// to list one anew is dearer than to go on.
    fn spawn(&self, scope: &Scope<'s>, folder: Folder) {
        let own = self.clone();
        own.waiting.fetch_add(1, Ordering::Relaxed);
        scope.spawn(move |scope| {
            own.waiting.fetch_sub(1, Ordering::Relaxed);
            let pass = |below| {
                if own.waiting.load(Ordering::Relaxed) > 0 {
                    return Some(below);
                }
                own.spawn(scope, below);
                None
            };
            // the receiver is there until all are done
            let _ = own.send.send(own.walk.list(folder, pass));
        });
    }
}
