package io.damso.gateway.stomp;

/** Operations on encoded STOMP frames. */
final class EncodedFrames {

    private EncodedFrames() {}

    /**
     * Returns a copy of the frame with additional headers before the existing ones.
     *
     * @param header encoded headers, each with its end of line
     */
    static byte[] withHeader(byte[] frame, byte[] header) {
        int command = 0;
        while (frame[command] != '\n') {
            command++;
        }
        command++;
        byte[] whole = new byte[frame.length + header.length];
        System.arraycopy(frame, 0, whole, 0, command);
        System.arraycopy(header, 0, whole, command, header.length);
        System.arraycopy(frame, command, whole, command + header.length, frame.length - command);
        return whole;
    }
}
