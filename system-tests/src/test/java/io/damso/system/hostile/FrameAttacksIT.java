package io.damso.system.hostile;

import static io.damso.protocol.ErrorCode.BODY_EMPTY;
import static io.damso.protocol.ErrorCode.BODY_UNREADABLE;
import static io.damso.protocol.ErrorCode.CLIENT_MESSAGE_ID_INVALID;
import static io.damso.protocol.ErrorCode.COMMAND_REFUSED;
import static io.damso.protocol.ErrorCode.CONTENT_LENGTH_WRONG;
import static io.damso.protocol.ErrorCode.MALFORMED_FRAME;
import static io.damso.protocol.ErrorCode.TEXT_EMPTY;
import static io.damso.protocol.ErrorCode.VERSION_UNSUPPORTED;
import static io.damso.system.attack.Action.send;
import static io.damso.system.attack.Action.sendFirst;
import static io.damso.system.attack.Action.sendToRoom;
import static io.damso.system.attack.Reaction.closed;
import static io.damso.system.attack.Reaction.delivered;
import static io.damso.system.attack.Reaction.ended;
import static io.damso.system.attack.Reaction.ignored;
import static io.damso.system.attack.Reaction.ignoredBeforeConnect;
import static io.damso.system.attack.Reaction.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.system.attack.HostileTest;
import io.damso.system.attack.Reaction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Bytes that are not STOMP frames, frames in the wrong state, and invalid bodies. */
class FrameAttacksIT extends HostileTest {

    @TestFactory
    Stream<DynamicTest> invalidFrames() {
        return Stream.of(
                attack("unknown command", send("GARBAGE\n\n\0"), ended(MALFORMED_FRAME)),
                attack(
                        "command in lower case",
                        send("send\ndestination:/app/rooms.{room}.send\n\n{}\0"),
                        ended(MALFORMED_FRAME)),
                attack("control characters as a command", send("\u0001\u0002\n\n\0"), ended(MALFORMED_FRAME)),
                attack("an HTTP request", send("GET / HTTP/1.1\r\nHost: x\r\n\r\n\0"), ended(MALFORMED_FRAME)),
                attack("header without a colon", send("SEND\nno-colon\n\n\0"), ended(MALFORMED_FRAME)),
                attack("unknown escape", send("SEND\na:\\q\n\n\0"), ended(MALFORMED_FRAME)),
                attack("incomplete escape", send("SEND\na:b\\\n\n\0"), ended(MALFORMED_FRAME)),
                attack("header without a name", send("SEND\n:value\n\n\0"), ended(MALFORMED_FRAME)),
                attack(
                        "content-length below the body's",
                        send("SEND\ncontent-length:1\n\n{}\0"),
                        ended(CONTENT_LENGTH_WRONG)),
                attack(
                        "NUL in a body, and invalid bytes after it",
                        send("UNSUBSCRIBE\nid:none\n\na\0b\0"),
                        ended(MALFORMED_FRAME)),
                attack(
                        "valid frame and a malformed one in one message",
                        send("SUBSCRIBE\nid:n\ndestination:/user/queue/notifications\n\n\0GARBAGE\n\n\0"),
                        ended(MALFORMED_FRAME)));
    }

    @TestFactory
    Stream<DynamicTest> ignoredBytes() {
        return Stream.of(
                attack("five hundred ends of line", send("\n".repeat(500)), ignored()),
                attack("empty message", send(""), ignored()),
                attack("ends of line before CONNECT", sendFirst("\n\n\n"), ignoredBeforeConnect()),
                attack("carriage returns", send("\r\n\r\n"), ignored()));
    }

    @TestFactory
    Stream<DynamicTest> framesInTheWrongState() {
        return Stream.of(
                attack(
                        "SEND before CONNECT",
                        sendFirst("SEND\ndestination:/app/rooms.{room}.send\n\n{\"text\":\"x\"}\0"),
                        ended(MALFORMED_FRAME)),
                attack(
                        "SUBSCRIBE before CONNECT",
                        sendFirst("SUBSCRIBE\nid:1\ndestination:/topic/rooms.{room}\n\n\0"),
                        ended(MALFORMED_FRAME)),
                attack("DISCONNECT before CONNECT", sendFirst("DISCONNECT\nreceipt:r\n\n\0"), ended(MALFORMED_FRAME)),
                attack(
                        "CONNECT again",
                        send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer {token}\n\n\0"),
                        ended(MALFORMED_FRAME)),
                attack(
                        "STOMP after CONNECT",
                        send("STOMP\naccept-version:1.2\nhost:x\nAuthorization:Bearer {token}\n\n\0"),
                        ended(MALFORMED_FRAME)),
                attack(
                        "SEND behind DISCONNECT",
                        send("DISCONNECT\n\n\0SEND\ndestination:/app/rooms.{room}.send\n\n{\"text\":\"late\"}\0"),
                        closed(1000)));
    }

    @TestFactory
    Stream<DynamicTest> invalidConnects() {
        return Stream.of(
                attack("unknown version", connect("accept-version:3.0\n"), ended(VERSION_UNSUPPORTED)),
                attack("empty version", connect("accept-version:\n"), ended(VERSION_UNSUPPORTED)),
                attack(
                        "three thousand versions",
                        connect("accept-version:" + "9,".repeat(3_000) + "9\n"),
                        ended(VERSION_UNSUPPORTED)),
                attack(
                        "heart-beat of one number",
                        connect("accept-version:1.2\nheart-beat:1\n"),
                        ended(MALFORMED_FRAME)),
                attack("negative heart-beat", connect("accept-version:1.2\nheart-beat:-1,0\n"), ended(MALFORMED_FRAME)),
                attack(
                        "heart-beat above the range of numbers, which is valid",
                        connect("accept-version:1.2\nheart-beat:99999999999999999999,0\n"),
                        new Reaction(
                                "CONNECTED",
                                attacker -> assertThat(attacker.nextText()).startsWith("CONNECTED\n"))),
                attack(
                        "heart-beat with non-ASCII digits",
                        connect("accept-version:1.2\nheart-beat:\u0661,\u0662\n"),
                        ended(MALFORMED_FRAME)));
    }

    private static io.damso.system.attack.Action connect(String headers) {
        return sendFirst("CONNECT\nhost:x\nAuthorization:Bearer {token}\n" + headers + "\n\0");
    }

    @TestFactory
    Stream<DynamicTest> commandsThatAreNotServed() {
        Stream<DynamicTest> brokers = Stream.of("BEGIN", "COMMIT", "ABORT", "ACK", "NACK")
                .map(command -> attack(
                        command,
                        send(command + "\ntransaction:t\nid:i\nreceipt:action\n\n\0"),
                        refused(COMMAND_REFUSED)));
        Stream<DynamicTest> servers = Stream.of("MESSAGE", "RECEIPT", "CONNECTED", "ERROR")
                .map(command -> attack(
                        command + ", which only a server sends",
                        send(
                                command
                                        + "\nmessage-id:1\nsubscription:1\ndestination:/topic/rooms.{room}\nreceipt-id:1\n\n\0"),
                        refused(COMMAND_REFUSED)));
        return Stream.concat(brokers, servers);
    }

    @TestFactory
    Stream<DynamicTest> invalidBodies() {
        return Stream.of(
                attack("no body", sendToRoom(""), refused(BODY_EMPTY)),
                attack("plain text", sendToRoom("hello"), refused(BODY_UNREADABLE)),
                attack("incomplete JSON", sendToRoom("{\"text\":\"a\""), refused(BODY_UNREADABLE)),
                attack("an array", sendToRoom("[{\"text\":\"a\"}]"), refused(BODY_UNREADABLE)),
                attack("no text", sendToRoom("{}"), refused(BODY_UNREADABLE)),
                attack("text that is a number", sendToRoom("{\"text\":1}"), refused(BODY_UNREADABLE)),
                attack("text that is an object", sendToRoom("{\"text\":{\"$gt\":\"\"}}"), refused(BODY_UNREADABLE)),
                attack("blank text", sendToRoom("{\"text\":\" \\u2003\\n\"}"), refused(TEXT_EMPTY)),
                attack("half a surrogate pair", sendToRoom("{\"text\":\"\\ud83d\"}"), refused(BODY_UNREADABLE)),
                attack("twenty thousand brackets", sendToRoom("[".repeat(20_000)), refused(BODY_UNREADABLE)),
                attack(
                        "objects nested two thousand deep",
                        sendToRoom("{\"text\":\"a\",\"b\":" + "{\"b\":".repeat(2_000) + "1" + "}".repeat(2_001)),
                        refused(BODY_UNREADABLE)),
                attack(
                        "number of ten thousand digits",
                        sendToRoom("{\"text\":\"a\",\"n\":" + "9".repeat(10_000) + "}"),
                        refused(BODY_UNREADABLE)),
                attack(
                        "XML with an entity",
                        sendToRoom("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>"),
                        refused(BODY_UNREADABLE)),
                attack(
                        "clientMessageId without characters",
                        sendToRoom("{\"text\":\"a\",\"clientMessageId\":\"\"}"),
                        refused(CLIENT_MESSAGE_ID_INVALID)),
                attack(
                        "clientMessageId of 65 characters",
                        sendToRoom("{\"text\":\"a\",\"clientMessageId\":\"" + "x".repeat(65) + "\"}"),
                        refused(CLIENT_MESSAGE_ID_INVALID)),
                attack(
                        "clientMessageId that is an object",
                        sendToRoom("{\"text\":\"a\",\"clientMessageId\":{\"$ne\":1}}"),
                        refused(CLIENT_MESSAGE_ID_INVALID)));
    }

    @TestFactory
    Stream<DynamicTest> bodiesWithFieldsOfTheServer() {
        return Stream.of(
                attack("another sender", sendToRoom("{\"text\":\"me\",\"sender\":\"{other}\"}"), delivered("me")),
                attack(
                        "another id, room, time and type",
                        sendToRoom("{\"text\":\"mine\",\"id\":\"0\",\"roomId\":\"{foreign}\","
                                + "\"sentAt\":\"1970-01-01T00:00:00Z\",\"type\":\"system\",\"seq\":-1}"),
                        delivered("mine")),
                attack(
                        "a class name for a deserializer",
                        sendToRoom("{\"@class\":\"javax.script.ScriptEngineManager\",\"text\":\"data\"}"),
                        delivered("data")),
                attack(
                        "HTML with a script",
                        sendToRoom("{\"text\":\"<script>alert(1)</script>\"}"),
                        delivered("<script>alert(1)</script>")));
    }
}
