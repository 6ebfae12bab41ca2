package io.damso.system.hostile;

import static io.damso.protocol.ErrorCode.BODY_EMPTY;
import static io.damso.protocol.ErrorCode.BODY_UNREADABLE;
import static io.damso.protocol.ErrorCode.CLIENT_MESSAGE_ID_INVALID;
import static io.damso.protocol.ErrorCode.COMMAND_REFUSED;
import static io.damso.protocol.ErrorCode.MALFORMED_FRAME;
import static io.damso.protocol.ErrorCode.TEXT_EMPTY;
import static io.damso.protocol.ErrorCode.VERSION_UNSUPPORTED;
import static io.damso.system.attack.Move.say;
import static io.damso.system.attack.Move.send;
import static io.damso.system.attack.Move.sendFirst;
import static io.damso.system.attack.Reaction.closed;
import static io.damso.system.attack.Reaction.ended;
import static io.damso.system.attack.Reaction.heard;
import static io.damso.system.attack.Reaction.ignored;
import static io.damso.system.attack.Reaction.ignoredBeforeConnect;
import static io.damso.system.attack.Reaction.refused;

import io.damso.system.attack.HostileTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Bytes that are no STOMP frames, frames at the wrong time, and bodies that are no messages. */
class FrameAttacksIT extends HostileTest {

    @TestFactory
    Stream<DynamicTest> bytesThatAreNoFrames() {
        return Stream.of(
                attack("unknown command", send("GARBAGE\n\n\0"), ended(MALFORMED_FRAME)),
                attack("command in lower case", send("send\ndestination:/app/rooms.{room}.send\n\n{}\0"),
                        ended(MALFORMED_FRAME)),
                attack("control characters for a command", send("\u0001\u0002\n\n\0"), ended(MALFORMED_FRAME)),
                attack("an HTTP request", send("GET / HTTP/1.1\r\nHost: x\r\n\r\n\0"), ended(MALFORMED_FRAME)),
                attack("header without a colon", send("SEND\nno-colon\n\n\0"), ended(MALFORMED_FRAME)),
                attack("escape that is none", send("SEND\na:\\q\n\n\0"), ended(MALFORMED_FRAME)),
                attack("escape that has no end", send("SEND\na:b\\\n\n\0"), ended(MALFORMED_FRAME)),
                attack("header without a name", send("SEND\n:value\n\n\0"), ended(MALFORMED_FRAME)),
                attack("content-length below the body's", send("SEND\ncontent-length:1\n\n{}\0"),
                        ended(MALFORMED_FRAME)),
                attack("NUL in a body, and what comes after it is no frame",
                        send("UNSUBSCRIBE\nid:none\n\na\0b\0"), ended(MALFORMED_FRAME)),
                attack("lawful frame and a malformed one in one message",
                        send("SUBSCRIBE\nid:n\ndestination:/user/queue/notifications\n\n\0GARBAGE\n\n\0"),
                                ended(MALFORMED_FRAME)));
    }

    @TestFactory
    Stream<DynamicTest> bytesThatMeanNothing() {
        return Stream.of(
                attack("five hundred ends of line", send("\n".repeat(500)), ignored()),
                attack("empty message", send(""), ignored()),
                attack("ends of line before CONNECT", sendFirst("\n\n\n"), ignoredBeforeConnect()),
                attack("carriage returns", send("\r\n\r\n"), ignored()));
    }

    @TestFactory
    Stream<DynamicTest> framesAtTheWrongTime() {
        return Stream.of(
                attack("SEND before CONNECT",
                        sendFirst("SEND\ndestination:/app/rooms.{room}.send\n\n{\"text\":\"x\"}\0"),
                                ended(MALFORMED_FRAME)),
                attack("SUBSCRIBE before CONNECT",
                        sendFirst("SUBSCRIBE\nid:1\ndestination:/topic/rooms.{room}\n\n\0"), ended(MALFORMED_FRAME)),
                attack("DISCONNECT before CONNECT", sendFirst("DISCONNECT\nreceipt:r\n\n\0"), ended(MALFORMED_FRAME)),
                attack("CONNECT again", send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer {token}\n\n\0"),
                        ended(MALFORMED_FRAME)),
                attack("STOMP after CONNECT",
                        send("STOMP\naccept-version:1.2\nhost:x\nAuthorization:Bearer {token}\n\n\0"),
                        ended(MALFORMED_FRAME)),
                attack("SEND behind DISCONNECT",
                        send("DISCONNECT\n\n\0SEND\ndestination:/app/rooms.{room}.send\n\n{\"text\":\"late\"}\0"),
                                closed(1000)));
    }

    @TestFactory
    Stream<DynamicTest> connectsThatAreNone() {
        return Stream.of(
                attack("version nobody speaks", connect("accept-version:3.0\n"), ended(VERSION_UNSUPPORTED)),
                attack("empty version", connect("accept-version:\n"), ended(VERSION_UNSUPPORTED)),
                attack("three thousand versions", connect("accept-version:" + "9,".repeat(3_000) + "9\n"),
                        ended(VERSION_UNSUPPORTED)),
                attack("heart-beat of one number", connect("accept-version:1.2\nheart-beat:1\n"),
                        ended(MALFORMED_FRAME)),
                attack("heart-beat below nothing", connect("accept-version:1.2\nheart-beat:-1,0\n"),
                        ended(MALFORMED_FRAME)),
                attack("heart-beat beyond a number",
                        connect("accept-version:1.2\nheart-beat:99999999999999999999,0\n"), ended(MALFORMED_FRAME)),
                attack("heart-beat of other digits", connect("accept-version:1.2\nheart-beat:\u0661,\u0662\n"),
                        ended(MALFORMED_FRAME)));
    }

    private static io.damso.system.attack.Move connect(String headers) {
        return sendFirst("CONNECT\nhost:x\nAuthorization:Bearer {token}\n" + headers + "\n\0");
    }

    @TestFactory
    Stream<DynamicTest> commandsThatAreNotServed() {
        Stream<DynamicTest> brokers = Stream.of("BEGIN", "COMMIT", "ABORT", "ACK", "NACK").map(command -> attack(
                command, send(command + "\ntransaction:t\nid:i\nreceipt:move\n\n\0"), refused(COMMAND_REFUSED)));
        Stream<DynamicTest> servers = Stream.of("MESSAGE", "RECEIPT", "CONNECTED", "ERROR").map(command -> attack(
                command + ", which only a server sends",
                send(command + "\nmessage-id:1\nsubscription:1\ndestination:/topic/rooms.{room}\nreceipt-id:1\n\n\0"),
                refused(COMMAND_REFUSED)));
        return Stream.concat(brokers, servers);
    }

    @TestFactory
    Stream<DynamicTest> bodiesThatAreNoMessages() {
        return Stream.of(
                attack("no body", say(""), refused(BODY_EMPTY)),
                attack("plain text", say("hello"), refused(BODY_UNREADABLE)),
                attack("JSON that has no end", say("{\"text\":\"a\""), refused(BODY_UNREADABLE)),
                attack("an array", say("[{\"text\":\"a\"}]"), refused(BODY_UNREADABLE)),
                attack("no text", say("{}"), refused(BODY_UNREADABLE)),
                attack("text that is a number", say("{\"text\":1}"), refused(BODY_UNREADABLE)),
                attack("text that is an object", say("{\"text\":{\"$gt\":\"\"}}"), refused(BODY_UNREADABLE)),
                attack("blank text", say("{\"text\":\" \\u2003\\n\"}"), refused(TEXT_EMPTY)),
                attack("half a surrogate pair", say("{\"text\":\"\\ud83d\"}"), refused(BODY_UNREADABLE)),
                attack("twenty thousand brackets", say("[".repeat(20_000)), refused(BODY_UNREADABLE)),
                attack("objects nested two thousand deep", say("{\"text\":\"a\",\"b\":" + "{\"b\":".repeat(2_000)
                        + "1" + "}".repeat(2_001)), refused(BODY_UNREADABLE)),
                attack("number of ten thousand digits", say("{\"text\":\"a\",\"n\":" + "9".repeat(10_000) + "}"),
                        refused(BODY_UNREADABLE)),
                attack("XML with an entity", say("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>"),
                        refused(BODY_UNREADABLE)),
                attack("clientMessageId without characters", say("{\"text\":\"a\",\"clientMessageId\":\"\"}"),
                        refused(CLIENT_MESSAGE_ID_INVALID)),
                attack("clientMessageId of 65 characters",
                        say("{\"text\":\"a\",\"clientMessageId\":\"" + "x".repeat(65) + "\"}"),
                        refused(CLIENT_MESSAGE_ID_INVALID)),
                attack("clientMessageId that is an object", say("{\"text\":\"a\",\"clientMessageId\":{\"$ne\":1}}"),
                        refused(CLIENT_MESSAGE_ID_INVALID)));
    }

    @TestFactory
    Stream<DynamicTest> bodiesThatSayMoreThanTheyMay() {
        return Stream.of(
                attack("another sender", say("{\"text\":\"me\",\"sender\":\"{bystander}\"}"), heard("me")),
                attack("another id, room, time and type",
                        say("{\"text\":\"mine\",\"id\":\"0\",\"roomId\":\"{foreign}\","
                        + "\"sentAt\":\"1970-01-01T00:00:00Z\",\"type\":\"system\",\"seq\":-1}"), heard("mine")),
                attack("a class name for a deserializer",
                        say("{\"@class\":\"javax.script.ScriptEngineManager\",\"text\":\"data\"}"), heard("data")),
                attack("a page that runs scripts", say("{\"text\":\"<script>alert(1)</script>\"}"),
                        heard("<script>alert(1)</script>")));
    }
}
