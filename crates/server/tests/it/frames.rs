//! Raw frames of `/v1/ws`: forbidden frames end the connection with the right code, and a
//! fragmented message counts as one message.

use deskbell_testkit::{Test, engines};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::sockets::{LIMITS, Served};

const MASK: [u8; 4] = [1, 2, 3, 4];
const FIN: u8 = 0x80;
const TEXT: u8 = 0x1;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xa;

/// A client's frame (RFC 6455, 5.2).
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    match u8::try_from(payload.len()) {
        Ok(short @ 0..=125) => bytes.push(0x80 | short),
        _ => {
            bytes.push(0x80 | 126);
            bytes.extend(u16::try_from(payload.len()).unwrap().to_be_bytes());
        }
    }
    bytes.extend(MASK);
    bytes.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    bytes
}

/// Reads the server's next frame: first byte and payload; `None` at the end of the connection.
async fn hear(socket: &mut TcpStream) -> Option<(u8, Vec<u8>)> {
    let first = socket.read_u8().await.ok()?;
    let length = match socket.read_u8().await.ok()? {
        126 => usize::from(socket.read_u16().await.ok()?),
        short => usize::from(short),
    };
    assert!(length <= 65_535, "a server's frame is not masked");
    let mut payload = vec![0; length];
    socket.read_exact(&mut payload).await.ok()?;
    Some((first, payload))
}

/// Sends bytes; returns the code of the server's close frame.
async fn code(served: &Served, t: &Test, bytes: &[u8]) -> Option<u16> {
    let mut socket = served.open_raw(&t.key).await;
    socket.write_all(bytes).await.unwrap();
    loop {
        let (first, payload) = hear(&mut socket).await?;
        if first == FIN | CLOSE {
            assert!(hear(&mut socket).await.is_none(), "nothing follows");
            return Some(u16::from_be_bytes([payload[0], payload[1]]));
        }
    }
}

engines! {
    async fn what_no_client_may_send_ends_its_connection_and_no_other(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut witness = served.open(t, "").await;
        let piece = frame(TEXT, &[b'x'; 4_000]);
        for (what, bytes, expected) in [
            ("no mask", vec![FIN | TEXT, 1, b'x'], 1002),
            ("reserved bits", frame(0xc0 | TEXT, b"{}"), 1002),
            ("an unknown kind", frame(FIN | 0x3, b"{}"), 1002),
            ("an unknown control frame", frame(FIN | 0xb, b""), 1002),
            ("a long ping", frame(FIN | PING, &[0; 126]), 1002),
            ("a ping in pieces", frame(PING, b""), 1002),
            ("the rest of nothing", frame(FIN, b"{}"), 1002),
            ("a text within a text", [frame(TEXT, b"{"), frame(FIN | TEXT, b"}")].concat(), 1002),
            ("a close of one byte", frame(FIN | CLOSE, &[3]), 1002),
            ("no UTF-8", frame(FIN | TEXT, &[0xff, 0xfe]), 1007),
            ("too large", frame(FIN | TEXT, &[b'x'; 4_097]), 1009),
            ("too large in pieces", [piece.clone(), frame(0, &[b'x'; 97])].concat(), 1009),
            ("said to be endless", [&[FIN | TEXT, 0xff][..], &[0xff; 8], &MASK].concat(), 1009),
        ] {
            assert_eq!(code(&served, t, &bytes).await, Some(expected), "{what}");
        }
        witness.say(&json!({"type": "nothing"})).await;
        assert_eq!(witness.hear().await["errors"][0]["code"], "invalid_type_value");
        drop(witness);
        served.ended().await;
    }

    async fn a_message_in_pieces_is_one_and_a_ping_between_them_is_answered(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut witness = served.open(t, "").await;
        let mut socket = served.open_raw(&t.key).await;
        let said = json!({"type": "typing", "chat": 7}).to_string();
        let mut bytes = frame(TEXT, &said.as_bytes()[..1]);
        bytes.extend(frame(FIN | PING, b"there?"));
        for byte in &said.as_bytes()[1..] {
            bytes.extend(frame(0, &[*byte]));
        }
        bytes.extend(frame(FIN, b""));
        // In small pieces, as a network may deliver the bytes.
        for piece in bytes.chunks(5) {
            socket.write_all(piece).await.unwrap();
        }
        assert_eq!(hear(&mut socket).await, Some((FIN | PONG, b"there?".to_vec())));
        assert_eq!(witness.hear().await["chat"], 7);
        // A connection that is cut within a frame has ended.
        socket.write_all(&frame(FIN | TEXT, said.as_bytes())[..9]).await.unwrap();
        drop(socket);
        drop(witness);
        served.ended().await;
    }

    async fn pings_without_end_are_too_many_messages(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let pings = frame(FIN | PING, b"").repeat(1_000);
        assert_eq!(code(&served, t, &pings).await, Some(1008));
        let pongs = frame(FIN | PONG, b"").repeat(1_000);
        assert_eq!(code(&served, t, &pongs).await, Some(1008));
        served.ended().await;
    }

    async fn frames_without_end_are_too_many_though_they_make_no_message(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let rest = frame(0, b"");
        let within = [frame(TEXT, b""), rest.repeat(38), frame(FIN, b"{}")].concat();
        let mut socket = served.open_raw(&t.key).await;
        socket.write_all(&within).await.unwrap();
        assert_eq!(hear(&mut socket).await.unwrap().0, FIN | TEXT, "forty are one message");
        drop(socket);
        for begin in [frame(TEXT, b""), frame(0x2, b""), frame(TEXT, b"{")] {
            let bytes = [begin, rest.repeat(100_000)].concat();
            assert_eq!(code(&served, t, &bytes).await, Some(1008));
        }
        // The controlled clock stands still until the test advances it; a second later more
        // messages are allowed.
        let mut patient = served.open_raw(&t.key).await;
        for _ in 0..3 {
            patient.write_all(&within).await.unwrap();
            assert_eq!(hear(&mut patient).await.unwrap().0, FIN | TEXT);
            t.clock.advance(std::time::Duration::from_secs(1));
        }
        drop(patient);
        served.ended().await;
    }
}
