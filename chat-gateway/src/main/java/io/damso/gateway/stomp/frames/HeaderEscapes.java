package io.damso.gateway.stomp.frames;

import io.damso.gateway.RefusedException;
import io.damso.protocol.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Octets that each version of STOMP escapes in headers ("Value Encoding"). */
public enum HeaderEscapes {

    /** STOMP 1.0: no escapes. */
    NONE("", ""),
    /** STOMP 1.1. */
    STOMP_1_1("\\\n:", "\\nc"),
    /** STOMP 1.2. */
    STOMP_1_2("\\\n:\r", "\\ncr");

    private final String octets;
    private final String letters;

    HeaderEscapes(String octets, String letters) {
        this.octets = octets;
        this.letters = letters;
    }

    /** Returns the value with escapes. */
    public String write(String value) {
        String written = value;
        for (int i = 0; i < octets.length(); i++) { // the backslash is replaced first
            written = written.replace(octets.substring(i, i + 1), "\\" + letters.charAt(i));
        }
        return written;
    }

    /**
     * Returns the frame with its headers escaped as in STOMP 1.2, which is all that Spring's decoder reads.
     *
     * @param frame complete frame; the result may be the same buffer
     * @param headBytes length of command and headers, with the empty line after them
     * @throws RefusedException for an undefined escape (STOMP 1.1: "a fatal protocol error")
     */
    ByteBuffer toStomp12(ByteBuffer frame, int headBytes) throws RefusedException {
        if (this == STOMP_1_2) {
            return frame;
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream(headBytes + frame.remaining());
        int body = frame.position() + headBytes;
        while (frame.position() < body) {
            byte b = frame.get();
            written.write(b);
            if (b == '\\') {
                written.write(second(frame));
            }
        }
        written.write(frame.array(), frame.arrayOffset() + body, frame.remaining());
        return ByteBuffer.wrap(written.toByteArray());
    }

    /** Returns the octet after a backslash in STOMP 1.2. */
    private byte second(ByteBuffer frame) throws RefusedException {
        if (this == NONE) {
            return '\\';
        }
        byte letter = frame.get(); // an end of line always follows
        if (letters.indexOf(letter) < 0) {
            throw new RefusedException(ErrorCode.MALFORMED_FRAME);
        }
        return letter;
    }
}
