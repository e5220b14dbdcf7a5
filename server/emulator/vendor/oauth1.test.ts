import { expect, test } from "vitest";
import { oauth1Header, signatureBase } from "./oauth1.ts";

// The request of RFC 5849, 3.4.1.1, but for its form, which is no part of calls here: its fields stand in the query.
test("what is signed is what the RFC prints", () => {
  const url = new URL("http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b&c2=&a3=2%20q");
  const own = [
    ["oauth_consumer_key", "9djdj82h48djs9d2"],
    ["oauth_token", "kkk9d7dh3k39sjv7"],
    ["oauth_signature_method", "HMAC-SHA1"],
    ["oauth_timestamp", "137131201"],
    ["oauth_nonce", "7d8f3e4a"],
  ] as const;
  expect(signatureBase("post", url, own)).toBe(
    "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7",
  );
});

test("the header names the account first and escapes what it holds", () => {
  const keys = { consumerKey: "key", consumerSecret: "secret & more", tokenId: "id", tokenSecret: "s" };
  const call = { method: "GET", url: new URL("https://1.example/a"), realm: "1234567_SB1", nonce: "n", atSeconds: 1 };
  const header = oauth1Header(keys, call);
  expect(header).toMatch(
    /^OAuth realm="1234567_SB1", oauth_consumer_key="key", oauth_token="id", oauth_signature_method="HMAC-SHA256", oauth_timestamp="1", oauth_nonce="n", oauth_version="1\.0", oauth_signature="[\w%.-]+"$/,
  );
  expect(oauth1Header({ ...keys, tokenSecret: "t" }, call)).not.toBe(header);
  expect(oauth1Header(keys, { ...call, realm: null })).toMatch(/^OAuth oauth_consumer_key/);
});
