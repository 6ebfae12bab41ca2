package io.damso.load.count;

import java.util.Arrays;

/** Reads the fields of a {@link Payload} in a delivered body. Not thread-safe. Allocates no memory per message. */
final class PayloadReader {

    private static final byte[] DIGITS = new byte[256];

    static {
        Arrays.fill(DIGITS, (byte) -1);
        for (int i = 0; i < 16; i++) {
            DIGITS[Character.forDigit(i, 16)] = (byte) i;
        }
    }

    private int usualPlace;
    private int at;
    private byte[] body = {};

    /** Finds a payload. Searches first at the offset of the previous one. Returns whether there is one. */
    boolean find(byte[] bytes, int from, int to) {
        body = bytes;
        int last = to - Payload.FIELDS_END;
        if (isMark(bytes, from + usualPlace, last)) {
            at = from + usualPlace;
            return true;
        }
        for (int i = from; i <= last; i++) {
            if (isMark(bytes, i, last)) {
                usualPlace = i - from;
                at = i;
                return true;
            }
        }
        return false;
    }

    private static boolean isMark(byte[] bytes, int from, int last) {
        if (from > last) {
            return false;
        }
        for (int i = 0; i < Payload.MARK.length; i++) {
            if (bytes[from + i] != Payload.MARK[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns the index at which the search for the next payload may begin. */
    int end() {
        return at + Payload.FIELDS_END;
    }

    int run() {
        return (int) number(Payload.RUN, 8);
    }

    int room() {
        return (int) number(Payload.ROOM, 8);
    }

    int sender() {
        return (int) number(Payload.SENDER, 8);
    }

    int sequence() {
        return (int) number(Payload.SEQUENCE, 8);
    }

    long intended() {
        return number(Payload.TIME, 16);
    }

    private long number(int field, int digits) {
        long number = 0;
        for (int i = at + field; i < at + field + digits; i++) {
            number = number << 4 | DIGITS[body[i] & 0xff];
        }
        return number;
    }
}
