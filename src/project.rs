//! The way of the data from folder to report.
