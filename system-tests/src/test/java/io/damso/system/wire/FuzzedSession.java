package io.damso.system.wire;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/**
 * A STOMP session that sends mutated frames. A frame with a known answer follows each of them, to detect how far the
 * gateway has processed. Not thread-safe.
 */
public final class FuzzedSession implements AutoCloseable {

    private static final String MARK = "mark-";
    private static final int PIECES_BEYOND_ANY_FRAME = 9;
    private static final int QUICK_MILLIS = 250;

    private final RawWebSocket socket;
    private int marked;
    private boolean ended;

    /** Connects and subscribes to refusals; the socket ends with the session. */
    public FuzzedSession(RawWebSocket socket, String token) throws IOException {
        this.socket = socket;
        socket.send(
                WireFrame.text("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token + "\n\n\0"),
                WireFrame.text("SUBSCRIBE\nid:errors\ndestination:/user/queue/errors\nreceipt:ready\n\n\0"));
        String seen = "";
        while (!seen.contains("receipt-id:ready")) {
            if (!(socket.next() instanceof Received.Text(String text))) {
                throw new IOException("No session: " + seen);
            }
            seen = text;
        }
    }

    /**
     * Sends mutants, and waits until each is either answered or has ended the session.
     *
     * @return number of processed mutants: all, or up to and including the one that ended the session
     * @throws IOException if the gateway hangs
     */
    public int feed(byte[][] mutants) throws IOException {
        marked = 0;
        WireFrame[] frames = new WireFrame[2 * mutants.length];
        for (int i = 0; i < mutants.length; i++) {
            frames[2 * i] = messageOf(mutants[i]);
            frames[2 * i + 1] = mark(i + 1);
        }
        try {
            socket.send(frames);
            awaitMark(mutants.length);
        } catch (java.net.SocketException e) {
            ended = true; // closed before everything was written
        }
        return ended ? Math.min(mutants.length, marked + 1) : mutants.length;
    }

    private static WireFrame messageOf(byte[] mutant) {
        boolean ascii = true;
        for (byte b : mutant) {
            ascii &= b >= 0;
        }
        return WireFrame.of(ascii ? WireFrame.TEXT : WireFrame.BINARY, mutant);
    }

    /** A refusal that names its receipt. */
    private static WireFrame mark(int number) {
        return WireFrame.text("UNSUBSCRIBE\nid:none\nreceipt:" + MARK + number + "\n\n\0");
    }

    private void awaitMark(int last) throws IOException {
        socket.connection().patience(QUICK_MILLIS);
        try {
            readTo(last);
        } catch (SocketTimeoutException e) {
            // A mutant may have a long content-length that includes the following frames: send bytes until it is
            // complete.
            socket.connection().patience(Math.toIntExact(RawConnection.TIMEOUT.toMillis()));
            WireFrame filler = WireFrame.text("\n".repeat(8 * 1024));
            for (int i = 0; i < PIECES_BEYOND_ANY_FRAME; i++) {
                socket.send(filler);
            }
            socket.send(WireFrame.text("\0"), mark(last));
            readTo(last);
        }
    }

    private void readTo(int last) throws IOException {
        while (!ended && marked < last) {
            switch (socket.next()) {
                case Received.Text(String text) -> read(text);
                case Received.Close close -> {
                    Internals.assertNoInternals(close.reason());
                    ended = true;
                }
                case Received.End end -> ended = true;
                case Received.Pong pong -> {}
            }
        }
    }

    private void read(String text) {
        Internals.assertNoInternals(text);
        for (int at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
            int number = Arrays.stream(text.substring(at + MARK.length()).split("[^0-9]", 2))
                    .findFirst()
                    .filter(digits -> !digits.isEmpty())
                    .map(Integer::parseInt)
                    .orElse(0);
            marked = Math.max(marked, number);
        }
        if (text.contains("\"internal\"") || text.contains("error-code:internal")) {
            throw new AssertionError("The gateway failed inside: " + text);
        }
    }

    /** Returns whether the gateway has ended the session. */
    public boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        socket.close();
    }
}
