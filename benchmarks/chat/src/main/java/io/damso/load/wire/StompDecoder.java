package io.damso.load.wire;

import java.nio.charset.StandardCharsets;

/** Reads the frames of a STOMP 1.2 server (STOMP 1.2 "Augmented BNF"). Line ends between frames are heart-beats. */
final class StompDecoder extends StreamDecoder {

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RECEIPT_ID = "receipt-id:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] POSITION = "position:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RECOVERED = "recovered:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODE = "code:".getBytes(StandardCharsets.US_ASCII);
    private static final int INCOMPLETE = -1;
    private static final int UNKNOWN = -1;

    private final WireEvents events;

    private int contentLength;
    private int receipt;

    /** Start of the value of the header, or {@link #UNKNOWN}; the value ends with its line. */
    private int position;

    private int recovered;
    private int code;

    StompDecoder(WireEvents events) {
        this.events = events;
    }

    @Override
    int readFrames(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at] == '\n' || bytes[at] == '\r') {
                at++;
                continue;
            }
            int next = readFrame(bytes, at, to);
            if (next == INCOMPLETE) {
                return at;
            }
            at = next;
        }
        return at;
    }

    private int readFrame(byte[] bytes, int from, int to) {
        int body = readHeaders(bytes, from, to);
        if (body == INCOMPLETE) {
            return INCOMPLETE;
        }
        int end = contentLength == UNKNOWN ? indexOf(bytes, (byte) 0, body, to) : body + contentLength;
        if (end == INCOMPLETE || end >= to) {
            return INCOMPLETE;
        }
        if (bytes[end] != 0) {
            throw new ProtocolException("A STOMP frame does not end where its content-length says");
        }
        tell(bytes, from, body, end);
        return end + 1;
    }

    /** Returns the index of the body, or {@link #INCOMPLETE}. */
    private int readHeaders(byte[] bytes, int from, int to) {
        contentLength = UNKNOWN;
        receipt = UNKNOWN;
        position = UNKNOWN;
        recovered = UNKNOWN;
        code = UNKNOWN;
        int line = from;
        while (true) {
            int end = indexOf(bytes, (byte) '\n', line, to);
            if (end == INCOMPLETE) {
                return INCOMPLETE;
            }
            if (end == line || end == line + 1 && bytes[line] == '\r') {
                return end + 1;
            }
            readHeader(bytes, line, end);
            line = end + 1;
        }
    }

    /** Reads one line. Of a repeated header the first one counts (STOMP 1.2 "Repeated Header Entries"). */
    private void readHeader(byte[] bytes, int line, int end) {
        switch (bytes[line]) {
            case 'c' -> {
                if (contentLength == UNKNOWN && startsWith(bytes, line, end, CONTENT_LENGTH)) {
                    contentLength = number(bytes, line + CONTENT_LENGTH.length, end);
                } else if (code == UNKNOWN && startsWith(bytes, line, end, CODE)) {
                    code = line + CODE.length;
                }
            }
            case 'p' -> {
                if (position == UNKNOWN && startsWith(bytes, line, end, POSITION)) {
                    position = line + POSITION.length;
                }
            }
            case 'r' -> {
                if (receipt == UNKNOWN && startsWith(bytes, line, end, RECEIPT_ID)) {
                    receipt = number(bytes, line + RECEIPT_ID.length, end);
                } else if (recovered == UNKNOWN && startsWith(bytes, line, end, RECOVERED)) {
                    recovered = line + RECOVERED.length;
                }
            }
            default -> {}
        }
    }

    private void tell(byte[] bytes, int from, int body, int end) {
        switch (bytes[from]) {
            case 'M' -> {
                tellPosition(bytes);
                events.message(bytes, body, end);
            }
            case 'R' -> {
                tellResumed(bytes);
                tellPosition(bytes);
                events.acknowledged(receipt);
            }
            case 'C' -> events.connected();
            default -> events.refused(new String(bytes, from, end - from, StandardCharsets.UTF_8));
        }
    }

    private void tellPosition(byte[] bytes) {
        if (position != UNKNOWN) {
            events.position(bytes, position, endOfLine(bytes, position));
        }
    }

    private void tellResumed(byte[] bytes) {
        if (recovered != UNKNOWN) {
            events.resumed(bytes[recovered] == 't' ? null : code == UNKNOWN ? "no code" : value(bytes, code));
        }
    }

    private static String value(byte[] bytes, int from) {
        return new String(bytes, from, endOfLine(bytes, from) - from, StandardCharsets.UTF_8);
    }

    /** Returns the end of a header's line, which is known to be there. */
    private static int endOfLine(byte[] bytes, int from) {
        int end = indexOf(bytes, (byte) '\n', from, bytes.length);
        return end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    private static int indexOf(byte[] bytes, byte wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return INCOMPLETE;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        if (to - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int from, int to) {
        int number = 0;
        for (int i = from; i < to && bytes[i] != '\r'; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || number > 100_000_000) {
                throw new ProtocolException("Not a number in a STOMP header");
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
