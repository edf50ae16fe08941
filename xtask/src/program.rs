//! Child processes, which never outlive this process if they are [leashed].
//!
//! A program runs in its own process group, together with a shell that reads a pipe from this
//! process. When this process ends for any reason, the pipe closes and the shell kills the whole
//! group. This module must not know the purpose of the programs.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// A shell script that runs `"$@"` and exits with its exit code. Kills the process group when
/// standard input closes.
const LEASH: &str = r#"
exec 3<&0 </dev/null
{ read -r _ <&3; kill -TERM 0; } &
"$@" 3<&-
code=$?
kill "$!"
exit "$code"
"#;

/// Returns a command that runs `command` with empty input in a process group of its own. The group
/// has the id of the started process, and ends when the process's standard input closes.
pub fn leashed(command: &Command) -> Command {
    let mut leashed = Command::new("sh");
    leashed.arg("-c").arg(LEASH).arg("sh").arg(command.get_program()).args(command.get_args());
    leashed.stdin(Stdio::piped()).process_group(0);
    if let Some(folder) = command.get_current_dir() {
        leashed.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => leashed.env(name, value),
            None => leashed.env_remove(name),
        };
    }
    leashed
}

/// Runs a leashed command with inherited output and empty input. Fails when it cannot be started or
/// exits with another code than 0.
pub fn run(command: &Command) -> Result<(), String> {
    let child = leashed(command).spawn();
    let mut child = child.map_err(|error| format!("`sh` does not start: {error}"))?;
    let leash = child.stdin.take();
    let status = child.wait().map_err(|error| format!("waiting for a program failed: {error}"))?;
    drop(leash);
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", written(command))) }
}

/// Runs a command; returns its standard output. Fails when it cannot be started or exits with
/// another code than 0.
pub fn output(command: &mut Command) -> Result<Vec<u8>, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("`{name}` does not start: {error}"))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(format!("`{}` failed ({})", written(command), output.status))
    }
}

fn written(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words: Vec<_> =
        [program].into_iter().chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Read as _};

    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_program_that_ends_well_is_fine() {
        assert_eq!(run(&shell("exit 0")), Ok(()));
    }

    #[test]
    fn a_program_that_fails_is_named_with_its_code() {
        let sentence = run(&shell("exit 7")).expect_err("it failed");
        assert!(sentence.contains("sh -c exit 7") && sentence.contains('7'), "{sentence}");
    }

    #[test]
    fn a_program_and_its_children_end_when_nobody_holds_the_leash() {
        let mut command = leashed(&shell("sleep 600 & echo up; wait"));
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let leash = child.stdin.take();
        // The children hold the output, too: it ends with the last of them.
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        out.read_line(&mut said).unwrap();
        drop(leash);
        out.read_to_string(&mut said).unwrap();
        assert_eq!((said.as_str(), child.wait().unwrap().success()), ("up\n", false));
    }

    #[test]
    fn a_program_reads_nothing_from_us() {
        assert_eq!(run(&shell("read -r _ && exit 1; exit 0")), Ok(()));
    }

    #[test]
    fn environment_and_folder_arrive() {
        let mut command = shell(r#"test "$WORD" = hello && test "$PWD" = /"#);
        command.env("WORD", "hello").current_dir("/");
        assert_eq!(run(&command), Ok(()));
    }
}
