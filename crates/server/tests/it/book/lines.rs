//! The calls of `deskbell` in a block of shell commands, as words.
//!
//! The parser supports only quotes, comments, joined commands and assignments.

/// The arguments of every call of `deskbell` in a block.
pub fn commands(block: &str) -> Vec<Vec<String>> {
    let block = block.replace("\\\n", " ");
    let lines = block.lines().flat_map(words_of_commands);
    lines.filter_map(|words| arguments(&words)).collect()
}

/// Splits a line of shell into its commands, each as a list of words.
fn words_of_commands(line: &str) -> Vec<Vec<String>> {
    let mut commands = vec![Vec::new()];
    let mut word: Option<String> = None;
    let (mut quote, mut depth) = (None, 0);
    for c in line.chars().chain([' ']) {
        let is_inside = quote.is_some() || depth > 0;
        match c {
            '\'' | '"' if depth == 0 && quote.is_none_or(|open| open == c) => {
                quote = if quote.is_none() { Some(c) } else { None };
                word.get_or_insert_default();
            }
            '(' | ')' if quote.is_none() => {
                depth += if c == '(' { 1 } else { -1 };
                word.get_or_insert_default().push(c);
            }
            '#' if !is_inside && word.is_none() => break,
            ' ' | '|' | '&' | ';' if !is_inside => {
                commands.last_mut().unwrap().extend(word.take());
                if c != ' ' {
                    commands.push(Vec::new());
                }
            }
            _ => word.get_or_insert_default().push(c),
        }
    }
    commands.last_mut().unwrap().extend(word);
    commands
}

/// The arguments that a command passes to `deskbell`, directly or through a program such as `sudo`;
/// `None` for any other command.
fn arguments(words: &[String]) -> Option<Vec<String>> {
    let at = words.iter().position(|it| it == "deskbell" || it == "/usr/bin/deskbell")?;
    // `curl` and the like have it as an argument.
    let is_prefix = |word: &String| {
        word.contains('=')
            || ["sudo", "docker", "compose", "exec", "run", "one", "two", "deskbell"]
                .contains(&word.as_str())
    };
    if !words[..at].iter().all(is_prefix) {
        return None;
    }
    let last = words.iter().rposition(|it| it == "/usr/bin/deskbell").unwrap_or(at);
    let rest = words[last + 1..].iter();
    let is_word = |it: &&String| *it != "…";
    let is_redirection = |it: &&String| it.trim_start_matches('2').starts_with(['>', '<']);
    Some(rest.take_while(|it| !is_redirection(it)).filter(is_word).cloned().collect())
}

#[test]
fn calls_are_found_in_lines_with_quotes_comments_and_pipes() {
    let block = "A=1 deskbell serve --listen 'a b'   # deskbell no\n\
                 curl deskbell | sudo deskbell doctor >x\n\
                 deskbell backup /b/$(date +%F).db && deskbell … --deep\n\
                 docker exec deskbell /usr/bin/deskbell agent \\\n  invite 1";
    let expected = [
        vec!["serve", "--listen", "a b"],
        vec!["doctor"],
        vec!["backup", "/b/$(date +%F).db"],
        vec!["--deep"],
        vec!["agent", "invite", "1"],
    ];
    assert_eq!(commands(block), expected);
}
