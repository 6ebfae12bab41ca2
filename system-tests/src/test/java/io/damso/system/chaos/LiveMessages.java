package io.damso.system.chaos;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The live messages that one client receives in its room, over all its sessions. Thread-safe. */
final class LiveMessages {

    /** Live delivery is interrupted. */
    private static final long NEVER = Long.MAX_VALUE;

    private final String user;
    private final Findings findings;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Integer> newest = new HashMap<>();
    private long liveSince = NEVER;

    LiveMessages(String user, Findings findings) {
        this.user = user;
        this.findings = findings;
    }

    /** All messages sent from now on must be received, until {@link #interrupted}. */
    synchronized void resumed() {
        liveSince = System.nanoTime();
        newest.clear();
    }

    /** The session has ended, or got the notice that messages may be lost. */
    synchronized void interrupted() {
        liveSince = NEVER;
    }

    synchronized void received(JsonNode message) {
        String id = message.path("clientMessageId").asString("");
        String sender = message.path("sender").asString("");
        if (!ids.add(id)) {
            findings.count("received twice");
            return;
        }
        int number = SentMessage.number(id);
        Integer before = newest.put(sender, number);
        if (before != null && before > number) {
            findings.add("%s received %s of %s after %d", user, number, sender, before);
        }
    }

    synchronized boolean hasReceived(SentMessage sent) {
        return ids.contains(sent.clientMessageId());
    }

    /** Returns whether a message must be received live: there was no interruption since it was sent. */
    synchronized boolean mustReceive(SentMessage sent) {
        return sent.firstSent() > liveSince;
    }

    synchronized boolean isInterrupted() {
        return liveSince == NEVER;
    }

    synchronized Set<String> all() {
        return Set.copyOf(ids);
    }
}
