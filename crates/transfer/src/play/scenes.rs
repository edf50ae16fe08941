//! The scenes of the play: the visitors, and the lines that they write, turn by turn. Each turn
//! after the first waits for an agent's reply.

#[derive(Debug)]
pub(super) struct Scene {
    /// The visitor's name and e-mail address; `None` for an anonymous visitor.
    pub(super) who: Option<(&'static str, &'static str)>,
    /// The page on which the visitor is.
    pub(super) page: &'static str,
    /// True if the chat is assigned to the agent of the demo server.
    pub(super) is_assigned: bool,
    /// The turns, each with its lines.
    pub(super) turns: &'static [&'static [&'static str]],
}

/// Every scene, in order.
pub(super) const SCENES: [Scene; 9] = [
    Scene {
        who: Some(("Marta Kowalczyk", "marta.kowalczyk@mail.example")),
        page: "https://shop.example/orders/48213",
        is_assigned: true,
        turns: &[
            &["Hi! My lamp arrived with a cracked shade 😕", "It’s order 48213-B."],
            &["Thank you. Do I have to send the old one back?"],
            &["Perfect, you just saved my dinner party. Have a nice day!"],
        ],
    },
    Scene {
        who: None,
        page: "https://shop.example/lamps/brass",
        is_assigned: false,
        turns: &[
            &["is the brass one back in stock?"],
            &["ok and do you ship to Norway"],
            &["great, thx 👍"],
        ],
    },
    Scene {
        who: Some(("سمير الصايغ", "samir@mail.example")),
        page: "https://shop.example/shipping",
        is_assigned: false,
        turns: &[&["مرحبًا، هل يصل الشحن إلى عمّان قبل الخميس؟"], &["شكرًا جزيلًا!"]],
    },
    Scene {
        who: Some(("Wolfgang-Maximilian von Hohenstein-Breitenbach", "wmhb@mail.example")),
        page: "https://shop.example/support/firmware",
        is_assigned: true,
        turns: &[
            &["Guten Tag, seit dem Update flackert die Leuchte im Flur."],
            &["Version 2.1.4, gestern Abend installiert."],
            &["Jetzt leuchtet sie wieder ruhig. Vielen Dank!"],
        ],
    },
    Scene {
        who: Some(("Zoë Desmarais-Lefèvre", "zoe@mail.example")),
        page: "https://shop.example/account/addresses",
        is_assigned: false,
        turns: &[
            &["Bonjour, je voudrais changer l’adresse de livraison.", "C’est encore possible ?"],
            &["12 rue des Lilas, 75020 Paris. Merci !"],
        ],
    },
    Scene {
        who: Some(("Nguyễn Thị Phương Thảo", "thao@mail.example")),
        page: "https://shop.example/checkout",
        is_assigned: true,
        turns: &[&["Can I pay half now and half on delivery?"], &["That works for me."]],
    },
    Scene {
        who: Some(("Tomás Echeverría", "tomas@mail.example")),
        page: "https://shop.example/invoices",
        is_assigned: false,
        turns: &[
            &["¿Me podéis mandar la factura con el NIF correcto, por favor?"],
            &["Recibida 🙌"],
        ],
    },
    Scene {
        who: Some(("Оксана Шевченко", "oksana@mail.example")),
        page: "https://shop.example/cables",
        is_assigned: false,
        turns: &[&["Добрий день! Чи підійде цей кабель до настільної лампи?"], &["Дуже дякую!"]],
    },
    Scene {
        who: None,
        page: "https://shop.example/",
        is_assigned: false,
        turns: &[&["hello? is anybody there"], &["oh nice, a human"]],
    },
];
