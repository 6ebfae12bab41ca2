package io.damso.system.hostile;

import static io.damso.protocol.ErrorCode.DESTINATION_REFUSED;
import static io.damso.protocol.ErrorCode.NOT_A_MEMBER;
import static io.damso.system.attack.Action.send;
import static io.damso.system.attack.Action.sendTo;
import static io.damso.system.attack.Action.subscribeTo;
import static io.damso.system.attack.Reaction.refused;

import io.damso.system.attack.HostileTest;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Destinations that clients may not use: of the broker, of other users, and spellings similar to allowed ones. */
class DestinationAttacksIT extends HostileTest {

    @TestFactory
    Stream<DynamicTest> forbiddenSubscriptions() {
        return Stream.of(
                subscription("wildcard for one word", "/topic/rooms.*"),
                subscription("wildcard for all words", "/topic/rooms.#"),
                subscription("wildcard for everything", "/topic/#"),
                subscription("wildcard behind the room", "/topic/rooms.{room}.#"),
                subscription("encoded wildcard", "/topic/rooms.%2A"),
                subscription("encoded slash", "/topic/rooms.a%2Fb"),
                subscription("slash encoded twice", "/topic/rooms.a%252Fb"),
                subscription("encoded dot", "/topic/rooms%2E{room}"),
                subscription("NUL in percent", "/topic/rooms.{room}%00"),
                subscription("another word", "/topic/rooms.{room}.private"),
                subscription("dot behind the room", "/topic/rooms.{room}."),
                subscription("slash behind the room", "/topic/rooms.{room}/"),
                subscription("space behind the room", "/topic/rooms.{room} "),
                subscription("space in front", " /topic/rooms.{room}"),
                subscription("tab behind the room", "/topic/rooms.{room}\t"),
                subscription("escaped end of line behind the room", "/topic/rooms.{room}\\n"),
                subscription("escaped colon", "/topic/rooms.{room}\\c"),
                subscription("capitals", "/TOPIC/ROOMS.{room}"),
                subscription("two slashes", "//topic/rooms.{room}"),
                subscription("way up", "/topic/../topic/rooms.{room}"),
                subscription("backslash", "/topic\\\\rooms.{room}"),
                subscription("query", "/topic/rooms.{room}?x=y"),
                subscription("selector", "/topic/rooms.{room};x=y"),
                subscription("no room", "/topic/rooms."),
                subscription("empty", ""),
                subscription("no slash", "topic/rooms.{room}"),
                subscription("bare word, which the broker takes for a queue", "errors"),
                subscription("SEND's destination", "/app/rooms.{room}.send"),
                subscription("room of 65 characters", "/topic/rooms." + "a".repeat(65)),
                subscription("room of five thousand characters", "/topic/rooms." + "a".repeat(5_000)));
    }

    @TestFactory
    Stream<DynamicTest> similarSpellings() {
        return Stream.of(
                subscription("Cyrillic o", "/t\u043epic/rooms.{room}"),
                subscription("full-width slash", "/topic\uff0frooms.{room}"),
                subscription("full-width full stop", "/topic/rooms\uff0e{room}"),
                subscription("division slash", "\u2215topic\u2215rooms.{room}"),
                subscription("one dot leader", "/topic/rooms\u2024{room}"),
                subscription("full-width letter for a room", "/topic/rooms.\uff41"),
                subscription("Arabic digit for a room", "/topic/rooms.\u0661"),
                subscription("zero-width joiner", "/topic/rooms.{room}\u200d"),
                subscription("combining accent", "/topic/rooms.{room}\u0301"),
                subscription("right-to-left override", "/topic/rooms.\u202e{room}"),
                subscription("byte order mark", "\ufeff/topic/rooms.{room}"),
                subscription("no-break space", "/topic/rooms.{room}\u00a0"),
                subscription("dotless i", "/top\u0131c/rooms.{room}"),
                subscription("replacement character", "/topic/rooms.{room}\ufffd"));
    }

    @TestFactory
    Stream<DynamicTest> destinationsOfTheBroker() {
        return Stream.of(
                subscription("queue of persistence", "/amq/queue/damso.messages.0"),
                subscription("dead letters", "/queue/damso.dead-letter"),
                subscription("exchange of all messages", "/exchange/damso.live/rooms.#"),
                subscription("exchange of membership changes", "/exchange/damso.control/#"),
                subscription("trace", "/exchange/amq.rabbitmq.trace/#"),
                subscription("temporary queue", "/temp-queue/x"),
                subscription("reply queue", "/reply-queue/amq.gen-x"),
                subscription("refusals of another user", "/user/{other}/queue/errors"),
                subscription("refusals of another session", "/queue/errors-user0"),
                subscription("user queue that does not exist", "/user/queue/other"));
    }

    private DynamicTest subscription(String name, String destination) {
        return attack("SUBSCRIBE: " + name, subscribeTo(destination), refused(DESTINATION_REFUSED));
    }

    @TestFactory
    Stream<DynamicTest> forbiddenSends() {
        Map<String, String> destinations = Map.ofEntries(
                Map.entry("to subscribers, past the checks", "/topic/rooms.{room}"),
                Map.entry("without the verb", "/app/rooms.{room}"),
                Map.entry("with another verb", "/app/rooms.{room}.delete"),
                Map.entry("with the verb twice", "/app/rooms.{room}.send.send"),
                Map.entry("to all rooms", "/app/rooms.*.send"),
                Map.entry("to no room", "/app/rooms..send"),
                Map.entry("verb that overlaps the prefix", "/app/rooms.send"),
                Map.entry("to the queue of persistence", "/amq/queue/damso.messages.0"),
                Map.entry("to a new queue", "/queue/hostile"),
                Map.entry("to the exchange of messages", "/exchange/damso.live/rooms.{room}"),
                Map.entry("to the exchange of membership changes", "/exchange/damso.control/membership.{room}"),
                Map.entry("to the default exchange", "/exchange//damso.messages.0"),
                Map.entry("to a user", "/user/{other}/queue/errors"),
                Map.entry("with an encoded dot", "/app/rooms.{room}%2Esend"),
                Map.entry("in capitals", "/APP/rooms.{room}.SEND"),
                Map.entry("with a look-alike", "/\u0430pp/rooms.{room}.send"));
        return destinations.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> attack("SEND " + entry.getKey(), sendTo(entry.getValue()), refused(DESTINATION_REFUSED)));
    }

    @TestFactory
    Stream<DynamicTest> roomsOfOthers() {
        return Stream.of(
                attack("SUBSCRIBE to a foreign room", subscribeTo("/topic/rooms.{foreign}"), refused(NOT_A_MEMBER)),
                attack("SEND to a foreign room", sendTo("/app/rooms.{foreign}.send"), refused(NOT_A_MEMBER)),
                attack("SUBSCRIBE to a room that is none", subscribeTo("/topic/rooms.nowhere"), refused(NOT_A_MEMBER)),
                attack("SEND to a room that is none", sendTo("/app/rooms.nowhere.send"), refused(NOT_A_MEMBER)),
                attack("room that reads as a query", subscribeTo("/topic/rooms.-__proto__-"), refused(NOT_A_MEMBER)),
                attack(
                        "no destination",
                        send("SEND\nreceipt:action\n\n{\"text\":\"x\"}\0"),
                        refused(DESTINATION_REFUSED)));
    }
}
