package io.damso.load.count;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The text of a message: a mark, run, room, sender, sequence number and time, padded to its length. All fields have a
 * fixed width, so they can be read from the delivered bytes independent of the format of the server around them.
 */
public final class Payload {

    /** Minimum length of a text in bytes, which contains all fields. */
    public static final int SHORTEST = 64;

    static final byte[] MARK = "~damso~".getBytes(StandardCharsets.US_ASCII);
    static final int RUN = MARK.length;
    static final int ROOM = RUN + 9;
    static final int SENDER = ROOM + 9;
    static final int SEQUENCE = SENDER + 9;
    static final int TIME = SEQUENCE + 9;
    static final int FIELDS_END = TIME + 16;

    private static final HexFormat HEX = HexFormat.of();

    private Payload() {}

    /**
     * Returns a text.
     *
     * @param sequence number of the message, from 1 for each sender of a room
     * @param intended time at which it should be sent, of {@link System#nanoTime()}
     * @param length length of the text in bytes, at least {@value #SHORTEST}
     */
    public static String text(int run, int room, int sender, int sequence, long intended, int length) {
        // spotless:off
        StringBuilder text = new StringBuilder(length).append("~damso~")
                .append(HEX.toHexDigits(run)).append('.').append(HEX.toHexDigits(room)).append('.')
                .append(HEX.toHexDigits(sender)).append('.').append(HEX.toHexDigits(sequence)).append('.')
                .append(HEX.toHexDigits(intended)).append('.');
        // spotless:on
        return text.append("x".repeat(length - text.length())).toString();
    }
}
