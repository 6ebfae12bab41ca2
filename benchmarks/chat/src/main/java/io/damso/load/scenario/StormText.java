package io.damso.load.scenario;

import io.damso.load.options.Arguments;
import io.damso.load.peer.Way;
import java.util.List;
import java.util.Locale;

/** Describes the settings of {@link Storm} for the report. */
final class StormText {

    private StormText() {}

    static String settings(Arguments arguments, Way way, int page) {
        List<String> kills = arguments.choices(Storm.KILL);
        return String.format(
                Locale.ROOT,
                "%,d rooms, %,d messages/s, one sender for each room, connected to the first node; the second node gets "
                        + "kill -9 after 5 s%s. %s reconnect after a random delay (up to 0.5 s, doubling to at most 8 s) "
                        + "and subscribe; they give up after %d s without an answer. Damso's clients resume by position "
                        + "and are back when their SUBSCRIBE is confirmed as recovered, after everything that they missed. If it is not recovered, they read "
                        + "the newest %,d messages from the history then and 3 s later, and are back after that. Clients "
                        + "of other peers are back when they have subscribed. \"Lost\": messages that disconnected and "
                        + "other clients have neither received nor read; \"doubled\": received twice, live or "
                        + "replayed.%s",
                arguments.number("--rooms"),
                arguments.number("--rate"),
                kills.contains(Storm.BOTH)
                        ? ", or both nodes get it and are started again (\"both nodes killed\")"
                        : "",
                clients(way),
                Reconnector.SILENCE / 1_000,
                page,
                kills.contains(Storm.BOTH) ? bothKilled() : "");
    }

    private static String clients(Way way) {
        return way == Way.DIRECT
                ? "Clients connect directly to the nodes, without TLS. Disconnected clients"
                : "Damso's clients except the senders connect through NGINX with TLS and know one address, as in "
                        + "production. The other peers have no NGINX, and their clients use the nodes in "
                        + "turn. Disconnected clients";
    }

    private static String bothKilled() {
        return " With both nodes killed, times count from the moment when both are ready again; 0 means before it. "
                + "Senders request a RECEIPT, send nothing while they are disconnected, and repeat nothing; the messages "
                + "to be delivered are those that the history has or that a RECEIPT was sent for.";
    }
}
