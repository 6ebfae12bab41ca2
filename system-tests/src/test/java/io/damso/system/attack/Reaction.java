package io.damso.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.protocol.ErrorCode;
import io.damso.system.wire.Received;
import java.io.IOException;

/**
 * The expected reaction to an attack, as the attacker sees it.
 *
 * @param words description for the name of the case
 * @param check fails if the reaction is different
 */
public record Reaction(String words, Check check) {

    private static final int PROTOCOL_ERROR = 1002;

    /** A message on the attacker's errors destination; the session stays open. */
    public static Reaction refused(ErrorCode code) {
        return refused(code.slug());
    }

    /** As {@link #refused(ErrorCode)}. */
    public static Reaction refused(String code) {
        return new Reaction("refused: " + code, attacker -> {
            assertThat(attacker.nextText())
                    .startsWith("MESSAGE\n")
                    .contains("destination:/user/queue/errors\n", "\"code\":\"" + code + "\"");
            attacker.assertAlive();
        });
    }

    /** An ERROR frame, and the session ends with close 1002. */
    public static Reaction ended(ErrorCode code) {
        return ended(code.slug(), PROTOCOL_ERROR);
    }

    /** An ERROR frame, and the session ends with this close code. */
    public static Reaction ended(String code, int closeCode) {
        return new Reaction("ERROR " + code + ", close " + closeCode, attacker -> {
            assertThat(attacker.nextText()).startsWith("ERROR\n").contains("\nerror-code:" + code + "\n");
            assertClosed(attacker, closeCode);
        });
    }

    /** The socket is closed with this code (RFC 6455 §7.4.1); no STOMP frame came before. */
    public static Reaction closed(int code) {
        return new Reaction("close " + code, attacker -> assertClosed(attacker, code));
    }

    private static void assertClosed(Attacker attacker, int code) throws IOException {
        assertThat(attacker.next())
                .isInstanceOfSatisfying(
                        Received.Close.class,
                        close -> assertThat(close.code()).as(close.reason()).isEqualTo(code));
        attacker.assertGone();
    }

    /** A RECEIPT; the session stays open. */
    public static Reaction accepted() {
        return new Reaction("accepted", attacker -> {
            assertThat(attacker.nextText()).isEqualTo("RECEIPT\nreceipt-id:action\n\n\0");
            attacker.assertAlive();
        });
    }

    /**
     * A RECEIPT, and the room receives this text from the attacker once; the session stays open.
     */
    public static Reaction delivered(String text) {
        return new Reaction("delivered as the attacker's own \"" + text + "\"", attacker -> {
            attacker.expectDelivered(text);
            attacker.assertSent("action");
            attacker.assertAlive();
        });
    }

    /** No reaction; the session stays open. */
    public static Reaction ignored() {
        return new Reaction("ignored", Attacker::assertAlive);
    }

    /** No reaction, and CONNECT still works on the socket. */
    public static Reaction ignoredBeforeConnect() {
        return new Reaction("ignored, CONNECT is still possible", Attacker::session);
    }

    /** The attacker has disconnected, and no resource of it remains. */
    public static Reaction cleanedUp() {
        return new Reaction("no resource remains", attacker -> {});
    }

    /** The connection is closed without an answer. */
    public static Reaction cut() {
        return new Reaction("cut off", Attacker::assertGone);
    }

    /** An HTTP answer with this status. */
    public static Reaction answered(int status) {
        return new Reaction(
                "HTTP " + status,
                attacker -> assertThat(attacker.answer().status())
                        .as(attacker.answer().everything())
                        .isEqualTo(status));
    }

    /** A problem document (RFC 9457) with the status of the code. */
    public static Reaction problem(ErrorCode code) {
        return problem(code.httpStatus(), code.slug());
    }

    /** As {@link #problem(ErrorCode)}. */
    public static Reaction problem(int status, String code) {
        return new Reaction("HTTP " + status + " " + code, attacker -> {
            assertThat(attacker.answer().status())
                    .as(attacker.answer().everything())
                    .isEqualTo(status);
            assertThat(attacker.answer().header("content-type")).startsWith("application/problem+json");
            assertThat(attacker.answer().body()).contains("\"code\":\"" + code + "\"");
        });
    }

    /** Adds a condition. */
    public Reaction and(String more, Check further) {
        return new Reaction(words + ", " + more, attacker -> {
            check.on(attacker);
            further.on(attacker);
        });
    }

    /** Checks what the attacker received. */
    @FunctionalInterface
    public interface Check {
        /** Fails if the reaction is different. */
        void on(Attacker attacker) throws Exception;
    }
}
