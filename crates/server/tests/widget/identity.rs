//! The identification of visitors: the claims that are accepted with a proof, and the claims that
//! are accepted without a proof.

use deskbell_testkit::engines;
use deskbell_testkit::visitor::Visitor;
use serde_json::{Value, json};

use crate::desk::{SECRET, customers, with_secret};
use crate::proofs::{jwt, signature};

async fn claim(visitor: &Visitor, user: Value) -> (String, Value) {
    let begun = visitor.begin(&json!({"user": user})).await;
    (begun["identity"].as_str().unwrap().to_owned(), begun["doubt"].clone())
}

fn is(word: &str, doubt: Value) -> (String, Value) {
    (word.to_owned(), doubt)
}

engines! {
    async fn a_proof_makes_a_verified_session_with_a_new_token_and_the_old_one_is_dead(t: &Test) {
        with_secret(t, false).await;
        let token = jwt(SECRET, &json!({"sub": "u1", "exp": 1_800_000_300}));
        for proof in [signature(SECRET, "u1"), token] {
            let visitor = t.visitor().await;
            let old = visitor.token();
            let user = json!({"userId": "u1", "name": "Ann", "proof": proof});
            assert_eq!(claim(&visitor, user.clone()).await, is("verified", json!(null)));
            let new = visitor.token();
            assert_ne!(new, old);
            visitor.use_token(old);
            assert_eq!(visitor.get("unread").await.status, 401);
            assert_eq!(visitor.try_say(&json!({"text": "a"})).await.status, 401);
            visitor.use_token(new.clone());
            assert_eq!(visitor.get("unread").await.status, 200);
            // The same claim once more changes nothing.
            assert_eq!(claim(&visitor, user).await, is("verified", json!(null)));
            assert_eq!(visitor.token(), new);
            assert_eq!(claim(&visitor, json!(null)).await, is("verified", json!(null)));
        }
        assert_eq!(customers(t).await, 1);
        let customer = t.get("/v1/customers").await.json()["data"][0].clone();
        assert_eq!((&customer["userId"], &customer["name"]), (&json!("u1"), &json!("Ann")));
    }

    async fn what_a_site_said_before_it_identifies_a_user_is_kept(t: &Test) {
        with_secret(t, false).await;
        let said = json!({
            "name": "A", "email": "ann@example.com", "customData": {"plan": "gold", "seats": 2},
        });
        // A user who is new, and one who is known by more than that.
        let data = json!({"plan": "old"});
        let known = json!({"userId": "u2", "email": "b@example.com", "customData": data});
        assert_eq!(t.post("/v1/customers", &known).await.status, 201);
        for (id, email, data) in [
            ("u1", "ann@example.com", json!({"plan": "gold", "seats": 2})),
            ("u2", "b@example.com", json!({"plan": "old", "seats": 2})),
        ] {
            let visitor = t.stranger();
            assert_eq!(claim(&visitor, said.clone()).await, is("anonymous", json!(null)));
            let user = json!({"userId": id, "name": "Ann", "proof": signature(SECRET, id)});
            assert_eq!(claim(&visitor, user).await, is("verified", json!(null)));
            let chat = visitor.say(None, "hello").await["chatId"].clone();
            let of = t.get(&format!("/v1/chats/{chat}")).await.json()["customer"]["id"].clone();
            let customer = t.get(&format!("/v1/customers/{of}")).await.json();
            assert_eq!(customer["userId"], id);
            // What comes with the claim is newer.
            assert_eq!((&customer["name"], &customer["email"]), (&json!("Ann"), &json!(email)));
            assert_eq!(customer["customData"], data);
        }
        assert_eq!(customers(t).await, 2);
    }

    async fn who_was_verified_once_is_never_claimed_without_a_proof(t: &Test) {
        with_secret(t, false).await;
        // Somebody claims to be the user before the site proves anything.
        let sly = t.visitor().await;
        assert_eq!(claim(&sly, json!({"userId": "u1"})).await, is("claimed", json!(null)));
        let real = t.visitor().await;
        let user = json!({"userId": "u1", "proof": signature(SECRET, "u1")});
        assert_eq!(claim(&real, user).await.0, "verified");
        let message = real.say(None, "secret").await;
        assert_eq!(sly.get("unread").await.status, 401, "the claim has ended");
        for visitor in [&sly, &t.visitor().await] {
            for user in [json!({"userId": "u1"}), json!({"userId": "u1", "email": "a@b.example"})] {
                let begun = visitor.begin(&json!({"user": user})).await;
                let found = (&begun["identity"], &begun["doubt"], &begun["chats"]);
                assert_eq!(found, (&json!("anonymous"), &json!("proof_missing"), &json!([])));
            }
            let path = format!("messages?chat={}", message["chatId"]);
            assert_eq!(visitor.get(&path).await.status, 404);
        }
        let customer = t.get("/v1/customers").await.json()["data"][0].clone();
        assert_eq!(customer["email"], json!(null));
        // Neither a program's change nor a lost secret changes that.
        let id = &customer["id"];
        let replaced = t.put(&format!("/v1/customers/{id}"), &json!({"userId": "u1"})).await;
        assert_eq!(replaced.status, 200);
        crate::desk::set(t, |it| it.identity_secret = None).await;
        let found = claim(&t.visitor().await, json!({"userId": "u1"})).await;
        assert_eq!(found, is("anonymous", json!("proof_missing")));
        assert_eq!(claim(&real, json!({"userId": "u1"})).await.0, "verified");
    }

    async fn a_wrong_proof_makes_an_anonymous_visitor(t: &Test) {
        with_secret(t, false).await;
        let late = json!({"sub": "u1", "exp": 1_799_999_000});
        for (proof, doubt) in [
            (signature("other", "u1"), "proof_wrong"),
            (signature(SECRET, "u2"), "proof_wrong"),
            ("x".to_owned(), "proof_wrong"),
            (jwt(SECRET, &late), "proof_expired"),
            (jwt("other", &json!({"sub": "u1", "exp": 1_800_000_300})), "proof_wrong"),
        ] {
            let visitor = t.visitor().await;
            let user = json!({"userId": "u1", "proof": proof});
            assert_eq!(claim(&visitor, user).await, is("anonymous", json!(doubt)), "{proof}");
        }
        assert_eq!(customers(t).await, 0);
        let md5 = json!({"userId": "u1", "proof": "d41d8cd98f00b204e9800998ecf8427e"});
        let visitor = t.visitor().await;
        assert_eq!(claim(&visitor, md5).await, is("claimed", json!("proof_outdated")));
    }

    async fn with_enforcement_a_claim_without_a_proof_makes_an_anonymous_visitor(t: &Test) {
        let early = t.visitor().await;
        assert_eq!(claim(&early, json!({"userId": "u0"})).await.0, "claimed");
        with_secret(t, true).await;
        let anonymous = is("anonymous", json!("proof_missing"));
        assert_eq!(claim(&early, json!({"userId": "u0"})).await, anonymous);
        assert_eq!(claim(&t.visitor().await, json!({"userId": "u1"})).await, anonymous);
        let md5 = json!({"userId": "u1", "proof": "d41d8cd98f00b204e9800998ecf8427e"});
        let outdated = is("anonymous", json!("proof_outdated"));
        assert_eq!(claim(&t.visitor().await, md5).await, outdated);
        let proved = json!({"userId": "u1", "proof": signature(SECRET, "u1")});
        assert_eq!(claim(&t.visitor().await, proved).await.0, "verified");
        assert_eq!(customers(t).await, 2);
    }

    async fn a_browser_of_two_users_shows_each_their_own(t: &Test) {
        with_secret(t, false).await;
        let visitor = t.visitor().await;
        let user = |id: &str| json!({"userId": id, "proof": signature(SECRET, id)});
        claim(&visitor, user("u1")).await;
        visitor.say(None, "of the first").await;
        let first = visitor.token();
        claim(&visitor, user("u2")).await;
        let begun = visitor.begin(&json!({"user": user("u2")})).await;
        assert_eq!((&begun["chats"], &begun["identity"]), (&json!([]), &json!("verified")));
        let second = visitor.token();
        visitor.use_token(first);
        assert_eq!(visitor.get("unread").await.status, 401, "the first one was logged out");
        // A claim that fails leaves nobody signed in as somebody else.
        visitor.use_token(second);
        let failed = json!({"user": {"userId": "u3", "proof": "x"}});
        let begun = visitor.begin(&failed).await;
        let found = (&begun["identity"], &begun["doubt"]);
        assert_eq!(found, (&json!("anonymous"), &json!("proof_wrong")));
        let begun = visitor.begin(&json!({"user": user("u1")})).await;
        assert_eq!(begun["messages"][0]["text"], "of the first");
        assert_eq!(customers(t).await, 2);
    }
}
