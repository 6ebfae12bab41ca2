package io.damso.system.chaos;

/**
 * One message of a client; sent again under the same {@code clientMessageId} until it is acknowledged.
 *
 * @param sender its user
 * @param number grows by one with each message of the sender
 * @param firstSent when it was sent for the first time, of {@link System#nanoTime()}
 */
record SentMessage(String sender, int number, long firstSent) {

    private static final char SEPARATOR = '/';

    /** Returns the {@code clientMessageId}, which names sender and number. */
    String clientMessageId() {
        return sender + SEPARATOR + number;
    }

    /** Returns the number in a {@link #clientMessageId}. */
    static int number(String clientMessageId) {
        return Integer.parseInt(clientMessageId.substring(clientMessageId.indexOf(SEPARATOR) + 1));
    }
}
