//! The most memory that the program ever had, as Linux tells it, beside the text that it read. Elsewhere nothing is measured.

use crate::common::{page, tree};
use crate::growth::pair;
use crate::{program, size};
use criterion::measurement::{Measurement, ValueFormatter};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

criterion_group!(
    name = memory;
    config = Criterion::default()
        .with_measurement(Peak)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_secs(1));
    targets = peak_memory
);

const CHECK: [&str; 4] = ["check", "--format", "json", "--isolated"];
const FACTS: [&str; 2] = ["facts", "--isolated"];

fn peak_memory(c: &mut Criterion<Peak>) {
    if high_water(std::process::id()).is_none() {
        return;
    }
    let mut group = c.benchmark_group("peak_memory");
    group.sample_size(10);
    for pages in [500, 5_000] {
        let made = tree(pages);
        group.throughput(Throughput::Bytes(size(made.path())));
        for (command, args) in [("check", &CHECK[..]), ("facts", &FACTS)] {
            group.bench_function(BenchmarkId::new(command, pages), |b| {
                b.iter_custom(|runs| (0..runs).map(|_| peak(args, made.path())).sum());
            });
        }
    }
    let made = pair(&page("en-us", 10_000_000), &page("de-de", 10_000_000));
    group.throughput(Throughput::Bytes(size(made.path())));
    group.bench_function(BenchmarkId::new("check", "page_of_10_MB"), |b| {
        b.iter_custom(|runs| (0..runs).map(|_| peak(&CHECK, made.path())).sum());
    });
    group.finish();
}

/// The most bytes that a run had in memory. It is asked whenever there is output to read, most of which comes when all is done, and
/// which is more than a pipe holds: the process is still there to answer.
fn peak(args: &[&str], folder: &Path) -> u64 {
    let mut child = program(args, folder).spawn().expect("the binary starts");
    let mut most = 0;
    let mut output = child.stdout.take().expect("it is piped");
    let mut buffer = vec![0; 1 << 16];
    while output.read(&mut buffer).expect("it prints") > 0 {
        most = high_water(child.id()).unwrap_or(most);
    }
    child.wait().expect("it ends");
    most
}

/// The high water mark of a process that still runs.
fn high_water(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(1024 * kibibytes)
}

/// Bytes, in place of time.
struct Peak;

impl Measurement for Peak {
    type Intermediate = ();
    type Value = u64;

    fn start(&self) {}

    fn end(&self, (): ()) -> u64 {
        0
    }

    fn add(&self, one: &u64, other: &u64) -> u64 {
        one + other
    }

    fn zero(&self) -> u64 {
        0
    }

    fn to_f64(&self, bytes: &u64) -> f64 {
        *bytes as f64
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self
    }
}

impl ValueFormatter for Peak {
    fn scale_values(&self, _typical: f64, values: &mut [f64]) -> &'static str {
        values.iter_mut().for_each(|value| *value /= 1e6);
        "MB"
    }

    fn scale_throughputs(&self, _typical: f64, read: &Throughput, values: &mut [f64]) -> &'static str {
        if let Throughput::Bytes(read) = read {
            values.iter_mut().for_each(|value| *value /= *read as f64);
        }
        "B for a byte read"
    }

    fn scale_for_machines(&self, _values: &mut [f64]) -> &'static str {
        "B"
    }
}
