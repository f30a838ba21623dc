//! The binary: arguments, printing, exit codes. It stands on the library's public interface alone.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
