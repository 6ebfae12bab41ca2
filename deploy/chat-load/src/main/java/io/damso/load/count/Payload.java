package io.damso.load.count;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The text of a message: a mark, who sent it where and when, and filling up to its length. All fields have fixed width,
 * so that they are read from the delivered bytes without a search for separators, whatever a server has put around.
 */
public final class Payload {

    /** Shortest text that holds all fields; bytes. */
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
     * @param sequence from 1 for each sender of a room
     * @param intended when it should have been sent, on the clock of {@link System#nanoTime()}
     * @param length of the text in bytes, at least {@value #SHORTEST}
     */
    public static String text(int run, int room, int sender, int sequence, long intended, int length) {
        StringBuilder text = new StringBuilder(length).append("~damso~")
                .append(HEX.toHexDigits(run)).append('.').append(HEX.toHexDigits(room)).append('.')
                .append(HEX.toHexDigits(sender)).append('.').append(HEX.toHexDigits(sequence)).append('.')
                .append(HEX.toHexDigits(intended)).append('.');
        return text.append("x".repeat(length - text.length())).toString();
    }
}
