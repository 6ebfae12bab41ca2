package io.damso.load.wire;

import java.nio.charset.StandardCharsets;

/**
 * Reads the data of a NATS server: lines, and after a MSG line as many bytes as its last field states. A message of the
 * subscription {@link JetStreamProtocol#REPLIES} is the answer of JetStream to a message of this client.
 */
final class NatsDecoder extends StreamDecoder {

    private static final int LINE_END = 2;
    private static final int MSG = "MSG ".length();

    private final WireEvents events;
    private int pongs;

    NatsDecoder(WireEvents events) {
        this.events = events;
    }

    @Override
    int readFrames(byte[] bytes, int from, int to) {
        int at = from;
        while (true) {
            int end = lineEnd(bytes, at, to);
            if (end < 0) {
                return at;
            }
            int next = end + LINE_END;
            if (bytes[at] == 'M') {
                int size = lastNumber(bytes, at, end, ' ');
                if (to - next < size + LINE_END) {
                    return at;
                }
                deliver(bytes, at, next, next + size);
                next += size + LINE_END;
            } else {
                tell(bytes, at, end);
            }
            at = next;
        }
    }

    /** Passes on a message, whose MSG line begins at {@code line} and whose body is between the other indexes. */
    private void deliver(byte[] bytes, int line, int from, int to) {
        int lineEnd = from - LINE_END;
        int subject = line + MSG;
        int subjectEnd = subject;
        while (subjectEnd < lineEnd && bytes[subjectEnd] != ' ') {
            subjectEnd++;
        }
        if (subjectEnd + 2 >= lineEnd) {
            throw new ProtocolException("A MSG line of NATS has no subscription");
        }
        if (bytes[subjectEnd + 1] != JetStreamProtocol.REPLIES || bytes[subjectEnd + 2] != ' ') {
            events.message(bytes, from, to);
            return;
        }
        String error = PubAck.read(bytes, from, to).error();
        if (error == null) {
            events.acknowledged(lastNumber(bytes, subject, subjectEnd, '.'));
        } else {
            events.refused(error);
        }
    }

    private void tell(byte[] bytes, int from, int end) {
        if (from == end) {
            throw new ProtocolException("An empty line from NATS");
        }
        switch (bytes[from]) {
            case 'I' -> events.connected();
            case '+' -> {}
            case 'P' -> {
                if (bytes[from + 1] == 'I') {
                    events.pinged();
                } else {
                    events.acknowledged(++pongs);
                }
            }
            default -> events.refused(new String(bytes, from, end - from, StandardCharsets.UTF_8));
        }
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static int lastNumber(byte[] bytes, int from, int end, char before) {
        int number = 0;
        int factor = 1;
        for (int i = end - 1; i > from && bytes[i] != before; i--) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || factor > 100_000_000) {
                throw new ProtocolException("A MSG line of NATS has no valid number");
            }
            number += factor * digit;
            factor *= 10;
        }
        return number;
    }
}
