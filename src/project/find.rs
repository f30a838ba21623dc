//! The walk over a tree, on all threads: each folder is listed by whoever is free.

use crate::walk::{Folder, Found, Listing, Walk, WalkOptions};
use rayon::Scope;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};

/// What [`walk::find`](fn@crate::walk::find) finds.
pub(super) fn find(root: &Path, options: &WalkOptions) -> Found {
    let walk = Walk::new(root, options);
    let (send, receive) = channel();
    rayon::scope(|scope| walk.tops().into_iter().for_each(|top| spawn(scope, &walk, top, &send)));
    drop(send);
    walk.found(receive.into_iter().collect())
}

/// Has a folder listed, and then those below it. Each is a task of its own, so that depth takes no stack.
fn spawn<'s>(scope: &Scope<'s>, walk: &'s Walk<'s>, folder: Folder, send: &Sender<Listing>) {
    let send = send.clone();
    scope.spawn(move |scope| {
        // the receiver is there until all are done
        let _ = send.send(walk.list(&folder, |below| spawn(scope, walk, below, &send)));
    });
}
