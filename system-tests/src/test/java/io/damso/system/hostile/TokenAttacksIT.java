package io.damso.system.hostile;

import static io.damso.protocol.ErrorCode.BAD_REQUEST;
import static io.damso.protocol.ErrorCode.TOKEN_EXPIRED;
import static io.damso.protocol.ErrorCode.TOKEN_INVALID;
import static io.damso.protocol.ErrorCode.TOKEN_MISSING;
import static io.damso.system.attack.Action.connectAs;
import static io.damso.system.attack.Action.request;
import static io.damso.system.attack.Action.sendFirst;
import static io.damso.system.attack.Reaction.answered;
import static io.damso.system.attack.Reaction.ended;
import static io.damso.system.attack.Reaction.problem;

import io.damso.protocol.ErrorCode;
import io.damso.system.attack.HostileTest;
import io.damso.system.wire.ForgedToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Forged tokens in CONNECT and REST (most are described in RFC 8725). */
class TokenAttacksIT extends HostileTest {

    private static final long NOW = Instant.now().getEpochSecond();
    private static final String CLAIMS = claims("admin", NOW + 3_600, "");

    private static String claims(String subject, long end, String more) {
        return "{\"sub\":\"" + subject + "\",\"iat\":" + NOW + ",\"exp\":" + end + more + "}";
    }

    private static String claimsOf(String subject) {
        return claims(subject, NOW + 3_600, "");
    }

    /** CONNECT and REST must refuse each with the same code. */
    private static Map<String, Forgery> forgeries() throws IOException, GeneralSecurityException {
        byte[] secret = CLUSTER.secret("gateway/damso.auth.secret").getBytes(StandardCharsets.UTF_8);
        byte[] guess = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
        String genuine = ForgedToken.hs256(CLAIMS, secret);
        Map<String, Forgery> all = new LinkedHashMap<>();
        all.put("alg none", invalid(ForgedToken.unsigned("{\"alg\":\"none\"}", CLAIMS)));
        all.put("alg None", invalid(ForgedToken.unsigned("{\"alg\":\"None\"}", CLAIMS)));
        all.put(
                "alg nOnE with a signature",
                invalid(ForgedToken.signed("{\"alg\":\"nOnE\"}", CLAIMS, "HmacSHA256", guess)));
        all.put("no alg", invalid(ForgedToken.unsigned("{\"typ\":\"JWT\"}", CLAIMS)));
        all.put("alg twice", invalid(ForgedToken.unsigned("{\"alg\":\"HS256\",\"alg\":\"none\"}", CLAIMS)));
        all.put("alg that is a number", invalid(ForgedToken.unsigned("{\"alg\":256}", CLAIMS)));
        all.put("HS256 with a guessed key", invalid(ForgedToken.hs256(CLAIMS, guess)));
        all.put("HS256 with a public key", invalid(ForgedToken.hs256(CLAIMS, publicKey())));
        all.put(
                "RS256 that is an HMAC of the real key",
                invalid(ForgedToken.signed("{\"alg\":\"RS256\"}", CLAIMS, "HmacSHA256", secret)));
        all.put(
                "algorithm nobody knows",
                invalid(ForgedToken.signed("{\"alg\":\"HS257\"}", CLAIMS, "HmacSHA256", secret)));
        all.put("kid that leads to an empty file", kid("../../../../dev/null", new byte[] {0}));
        all.put("kid that is a query", kid("x' UNION SELECT '0123", guess));
        all.put("kid that is a command", kid("|/usr/bin/id", guess));
        // spotless:off
        all.put("key in the header itself",
                invalid(ForgedToken.signed("{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\""
                + Base64.getUrlEncoder().encodeToString(guess) + "\"}}", CLAIMS, "HmacSHA256", guess)));
        all.put("key at an address of the attacker", invalid(ForgedToken.signed(
                "{\"alg\":\"HS256\",\"jku\":\"http://127.0.0.1:1/jwks\",\"x5u\":\"http://127.0.0.1:1/\"}", CLAIMS,
                        "HmacSHA256", guess)));
        all.put("critical header nobody knows", invalid(ForgedToken.signed(
                "{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}", CLAIMS, "HmacSHA256", secret)));
        // spotless:on
        all.put("signature cut off", invalid(genuine.substring(0, genuine.lastIndexOf('.') + 1)));
        all.put("signature changed", invalid(genuine.substring(0, genuine.length() - 2) + "AA"));
        all.put(
                "claims exchanged above a genuine signature",
                invalid(ForgedToken.unsigned("{\"alg\":\"HS256\"}", claimsOf("root"))
                        + genuine.substring(genuine.lastIndexOf('.') + 1)));
        all.put("two dots", invalid(".."));
        all.put("five parts, as of an encrypted token", invalid("a.b.c.d.e"));
        all.put("characters outside of Base64", invalid("ey\u00ff.\u00e4.\u00f6"));
        all.put("expired", new Forgery(ForgedToken.hs256(claims("admin", NOW - 60, ""), secret), TOKEN_EXPIRED));
        all.put(
                "not valid yet",
                invalid(ForgedToken.hs256(claims("admin", NOW + 3_600, ",\"nbf\":" + (NOW + 600)), secret)));
        all.put("no end", invalid(ForgedToken.hs256("{\"sub\":\"admin\"}", secret)));
        all.put("end that is a word", invalid(ForgedToken.hs256("{\"sub\":\"admin\",\"exp\":\"never\"}", secret)));
        all.put("no subject", invalid(ForgedToken.hs256("{\"exp\":" + (NOW + 60) + "}", secret)));
        all.put("subject that is a pattern", invalid(ForgedToken.hs256(claimsOf("*"), secret)));
        all.put("subject that is a path", invalid(ForgedToken.hs256(claimsOf("../admin"), secret)));
        all.put("subject with an end of line", invalid(ForgedToken.hs256(claimsOf("admin\\n"), secret)));
        all.put("subject of 129 characters", invalid(ForgedToken.hs256(claimsOf("x".repeat(129)), secret)));
        all.put("claims that are an array", invalid(ForgedToken.hs256("[1]", secret)));
        all.put("claims that are no JSON", invalid(ForgedToken.hs256("{", secret)));
        return all;
    }

    private static Forgery invalid(String token) {
        return new Forgery(token, TOKEN_INVALID);
    }

    private static Forgery kid(String kid, byte[] key) {
        return invalid(ForgedToken.signed("{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}", CLAIMS, "HmacSHA256", key));
    }

    /**
     * Returns a public key in its published form. A verifier that trusts the token's algorithm would use it as an HMAC
     * secret.
     */
    private static byte[] publicKey() throws GeneralSecurityException {
        byte[] key = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        return ("-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @TestFactory
    Stream<DynamicTest> forgedTokensAtConnect() throws Exception {
        return forgeries().entrySet().stream()
                .map(entry -> attack(
                        "CONNECT: " + entry.getKey(),
                        connectAs("Bearer " + entry.getValue().token()),
                        ended(entry.getValue().code())));
    }

    @TestFactory
    Stream<DynamicTest> forgedTokensOverRest() throws Exception {
        return forgeries().entrySet().stream()
                .map(entry -> attack(
                        "REST: " + entry.getKey(),
                        request(
                                "GET /api/rooms HTTP/1.1",
                                "Host: localhost",
                                "Connection: close",
                                "Authorization: Bearer " + entry.getValue().token()),
                        problem(entry.getValue().code())));
    }

    @TestFactory
    Stream<DynamicTest> genuineTokensThatAreHuge() throws Exception {
        byte[] secret = CLUSTER.secret("gateway/damso.auth.secret").getBytes(StandardCharsets.UTF_8);
        String huge = ForgedToken.hs256(claims("admin", NOW + 3_600, ",\"x\":\"" + "x".repeat(7_000) + "\""), secret);
        return Stream.of(
                attack(
                        "CONNECT with a genuine token of 9 KiB",
                        connectAs("Bearer " + huge),
                        ended("headers-too-large", 1002)),
                attack(
                        "REST with a genuine token of 9 KiB",
                        request(
                                "GET /api/rooms HTTP/1.1",
                                "Host: localhost",
                                "Connection: close",
                                "Authorization: Bearer " + huge),
                        problem(BAD_REQUEST)));
    }

    @TestFactory
    Stream<DynamicTest> noToken() {
        return Stream.of(
                attack(
                        "CONNECT without one",
                        sendFirst("CONNECT\naccept-version:1.2\nhost:x\n\n\0"),
                        ended(TOKEN_MISSING)),
                attack(
                        "CONNECT with login and passcode, as for a broker",
                        sendFirst("CONNECT\naccept-version:1.2\nhost:x\nlogin:guest\npasscode:guest\n\n\0"),
                        ended(TOKEN_MISSING)),
                attack("CONNECT with another scheme", connectAs("Basic Z3Vlc3Q6Z3Vlc3Q="), ended(TOKEN_MISSING)),
                attack("CONNECT with a scheme without a token", connectAs("Bearer "), ended(TOKEN_INVALID)),
                attack(
                        "CONNECT with the token under another name",
                        sendFirst("CONNECT\naccept-version:1.2\nhost:x\ntoken:{token}\n\n\0"),
                        ended(TOKEN_MISSING)),
                attack(
                        "CONNECT with an invalid token before a valid one",
                        sendFirst(
                                "CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer x\nAuthorization:Bearer {token}\n\n\0"),
                        ended(TOKEN_INVALID)),
                attack(
                        "REST with a token of 20 KiB",
                        request(
                                "GET /api/rooms HTTP/1.1",
                                "Host: localhost",
                                "Authorization: Bearer " + "a".repeat(20_000)),
                        answered(400)));
    }

    /**
     * A token and its refusal.
     *
     * @param token compact
     * @param code the refusal
     */
    private record Forgery(String token, ErrorCode code) {}
}
