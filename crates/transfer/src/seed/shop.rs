//! A made-up shop: departments, tags of customers, questions with answers, and comments on ratings.

use deskbell_model::Rating;

pub(super) const DEPARTMENTS: [&str; 4] =
    ["Orders", "Returns and repairs", "Technical advice", "Trade"];

pub(super) const TAGS: [(&str, &str); 8] = [
    ("vip", "#d4a017"),
    ("returning", "#16a085"),
    ("warranty", "#7f8c2a"),
    ("newsletter", "#27ae60"),
    ("trade", "#8e44ad"),
    ("invoice", "#3a7bd5"),
    ("damaged", "#c0392b"),
    ("gift", "#e67e22"),
];

/// The subject of a chat: the customer's lines and the agent's lines, each in order.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) asks: &'static [&'static str],
    pub(super) answers: &'static [&'static str],
}

pub(super) const TOPICS: [Topic; 14] = [
    Topic {
        asks: &[
            "Hi! My lamp came with a cracked shade 😕 Order 47102.",
            "Here it is. The box was fine, so it must have been packed like this.",
            "Do I have to send the old one back?",
        ],
        answers: &[
            "I’m sorry, that shade should never have left us. Could you send me a photo?",
            "Thank you. A new one goes out today, you’ll have it by Thursday.",
            "No, keep it for parts. Is there anything else I can do?",
        ],
    },
    Topic {
        asks: &[
            "Where is my order? It says “with carrier” since Monday.",
            "47988, two Mono lamps in green",
            "Great, thank you for looking!",
        ],
        answers: &[
            "Let me look. What is the order number?",
            "It reached the depot this morning and should be with you tomorrow before noon.",
            "You’re welcome. Write again if it doesn’t come.",
        ],
    },
    Topic {
        asks: &[
            "Guten Tag, die Stehlampe flackert seit gestern.",
            "Mit Dimmer, ein Eltako.",
            "Ohne Dimmer leuchtet sie ruhig. Vielen Dank!",
        ],
        answers: &[
            "Guten Tag! Hängt sie an einem Dimmer, und wenn ja, an welchem?",
            "Der braucht eine Mindestlast. Probieren Sie es bitte einmal ohne ihn.",
            "Dann liegt es am Dimmer. Wir haben einen passenden, ich lege Ihnen einen bei.",
        ],
    },
    Topic {
        asks: &[
            "Bonjour, je voudrais changer l’adresse de livraison.",
            "12 rue des Lilas, 75020 Paris",
            "Parfait, merci beaucoup !",
        ],
        answers: &[
            "Bonjour ! Bien sûr. Quelle est la nouvelle adresse ?",
            "C’est changé, le colis part demain matin.",
            "Avec plaisir, bonne journée !",
        ],
    },
    Topic {
        asks: &[
            "¿Me podéis mandar la factura con el NIF correcto?",
            "B-65432101, Estudio Norte S.L.",
            "Recibida, gracias 🙌",
        ],
        answers: &[
            "Claro que sí. ¿Cuál es el NIF?",
            "Acabo de enviarla a su correo.",
            "De nada. ¿Algo más?",
        ],
    },
    Topic {
        asks: &[
            "Dzień dobry, czy abażur 42 cm pasuje do modelu Mono?",
            "Ten z mosiądzu.",
            "Dziękuję, zamawiam.",
        ],
        answers: &[
            "Dzień dobry! Do którego dokładnie?",
            "Tak, pasuje, gwint jest ten sam.",
            "Świetnie, wyślemy jeszcze dzisiaj.",
        ],
    },
    Topic {
        asks: &[
            "Добрий день! Чи підійде цей кабель до настільної лампи?",
            "Так, два метри.",
            "Дуже дякую!",
        ],
        answers: &[
            "Добрий день! Підійде. Вам потрібні два метри чи три?",
            "Додала до замовлення, надішлемо разом.",
            "Будь ласка, гарного дня!",
        ],
    },
    Topic {
        asks: &[
            "is the brass one back in stock?",
            "the small one",
            "cool, put one aside for me pls",
        ],
        answers: &[
            "Which size are you looking for?",
            "Forty of them come on Friday. Shall I keep one for you?",
            "Done. You’ll get a mail when it is here.",
        ],
    },
    Topic {
        asks: &[
            "Do you ship to Norway?",
            "And what about customs?",
            "Understood, thanks for the quick answer.",
        ],
        answers: &[
            "Yes, it takes four to six days and costs 18 €.",
            "We pay them for you, nothing is due at the door.",
            "Gladly. Have a nice day!",
        ],
    },
    Topic {
        asks: &[
            "I was charged twice for order 48011.",
            "Yes, both on Tuesday.",
            "I see it. Thank you!",
        ],
        answers: &[
            "That must not happen, sorry. Are both on the same day?",
            "One of them was only reserved. I have released it, it is gone by tomorrow.",
            "Good. Sorry again for the scare.",
        ],
    },
    Topic {
        asks: &[
            "We furnish a hotel with 64 rooms. Is there a price for trade customers?",
            "The wall lamp, warm white.",
            "Sounds good, please send the offer.",
        ],
        answers: &[
            "There is! Which model, and which light?",
            "From 50 on it is 22 % less, and we deliver by floor.",
            "It is in your inbox. Call me when you have questions.",
        ],
    },
    Topic {
        asks: &[
            "Can the floor lamp take a brighter bulb? 8 W is a bit dark for reading.",
            "E27, yes.",
            "Perfect, I’ll try that one.",
        ],
        answers: &[
            "What socket does yours have?",
            "Up to 15 W is fine as long as it is LED.",
            "Tell us how it looks!",
        ],
    },
    Topic {
        asks: &[
            "I would like to return the desk lamp, it is larger than I thought.",
            "Last Wednesday.",
            "That was easy. Thanks!",
        ],
        answers: &[
            "No problem. When did it arrive?",
            "Then you have until the 14th. The label is in your mail, any parcel shop takes it.",
            "We refund it on the day it is back.",
        ],
    },
    Topic {
        asks: &["Buongiorno, il paralume si può lavare?", "È di lino.", "Grazie mille!"],
        answers: &[
            "Buongiorno! Di che materiale è?",
            "Solo a secco, con una spazzola morbida.",
            "Prego, a presto!",
        ],
    },
];

/// The comments that customers add to ratings.
pub(super) const COMMENTS: [(Rating, &str); 8] = [
    (Rating::Perfect, "Answered within a minute, and the new shade came the next day."),
    (Rating::Perfect, "So friendly! I will order here again."),
    (Rating::Perfect, "Schnell und kompetent, danke."),
    (Rating::Great, "Good help, I only had to explain it twice."),
    (Rating::Great, "Merci, très aimable."),
    (Rating::Average, "The answer was right, but I waited for an hour."),
    (Rating::Poor, "I was asked three times for the same order number."),
    (Rating::VeryPoor, "Still no lamp."),
];
