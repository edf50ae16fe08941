//! The colours of tags, in the notation of CSS (contract §3).

/// The names of colours in CSS, in alphabetical order.
pub const COLOR_NAMES: &str = "\
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue \
    blueviolet brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk \
    crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki \
    darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen \
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue \
    dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro \
    ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo \
    ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan \
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen \
    lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen \
    linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple \
    mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred \
    midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab \
    orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip \
    peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue \
    saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue \
    slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet \
    wheat white whitesmoke yellow yellowgreen";

/// Reads a colour (`#rgb`, `#rrggbb`, `#rrggbbaa` or a name), and returns the colour in lower case;
/// `None` for any other text.
#[must_use]
pub fn parse_color(text: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    let is_color = match text.strip_prefix('#') {
        Some(digits) => {
            [3, 6, 8].contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_hexdigit())
        }
        None => COLOR_NAMES.split_ascii_whitespace().any(|name| name == text),
    };
    is_color.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn css_has_148_names_for_colours() {
        let names: Vec<_> = COLOR_NAMES.split_ascii_whitespace().collect();
        assert_eq!(names.len(), 148);
        assert!(names.is_sorted());
        for name in names {
            assert_eq!(parse_color(&name.to_ascii_uppercase()).as_deref(), Some(name));
        }
    }

    #[test]
    fn a_colour_is_digits_behind_a_hash_or_a_name() {
        for (text, read) in [("#CCC", "#ccc"), ("#0aF000", "#0af000"), ("#0aF00080", "#0af00080")] {
            assert_eq!(parse_color(text).as_deref(), Some(read));
        }
        for text in ["", "#", "#1", "#1234", "#12345", "#1234567", "#12345ä", "ccc", "#ggg", "none"]
        {
            assert_eq!(parse_color(text), None, "{text}");
        }
    }
}
