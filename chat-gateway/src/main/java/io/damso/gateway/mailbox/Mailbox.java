package io.damso.gateway.mailbox;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * Frames that wait for one socket, bounded in bytes. They leave in the order in which they came, and the close leaves after
 * all of them. Nobody who puts a frame in waits. What comes after the close is dropped. Safe for use by many threads.
 */
public final class Mailbox {

    /** Taken instead of frames when only the close is left. */
    static final byte[] CLOSE = new byte[0];

    private static final int CAPACITY = 4;
    private static final int CAPACITY_WORTH_KEEPING = 64;
    private static final int FRAME_OVERHEAD = 16;

    private enum State { IDLE, SCHEDULED, WRITING }

    private final int limit;
    private final int joinLimit;
    private final CloseStatus tooSlow;
    private final SocketWriter writer;
    private final FanOutThread fanOut;

    private Queue<byte[]> frames = new ArrayDeque<>(CAPACITY);
    private int bytes;
    private int most;
    private State state = State.IDLE;
    private @Nullable CloseStatus close;
    private long closeSince;
    private long writingSince;
    private volatile long lastWrite = System.nanoTime();

    /**
     * Creates an empty mailbox.
     *
     * @param tooSlow how a reader is closed that lets more wait than the limit
     */
    Mailbox(
            MailboxProperties properties,
            CloseStatus tooSlow,
            FanOutThread fanOut,
            Function<Mailbox, SocketWriter> writer) {
        this.limit = Math.toIntExact(properties.limit().toBytes());
        this.joinLimit = Math.toIntExact(properties.joinLimit().toBytes());
        this.tooSlow = tooSlow;
        this.fanOut = fanOut;
        this.writer = writer.apply(this);
    }

    /** Sends a frame, on this thread unless another is about to write. The bytes are not to be changed afterwards. */
    public void send(byte[] frame) {
        if (put(frame)) {
            writer.drain();
        }
    }

    /** Sends a frame that many others get, too: soon, on a thread that joins what comes in the meantime. */
    public void deliver(byte[] frame) {
        if (put(frame)) {
            fanOut.schedule(this);
        }
    }

    /** Closes the socket once everything before is written. Does nothing twice. */
    public void close(CloseStatus status) {
        if (putClose(status)) {
            writer.drain();
        }
    }

    /** Sends a frame and closes the socket behind it; no other frame comes between the two. */
    public void close(byte[] lastFrame, CloseStatus status) {
        boolean drains;
        synchronized (this) {
            drains = put(lastFrame) | putClose(status);
        }
        if (drains) {
            writer.drain();
        }
    }

    /** Drops what waits; for when the socket is gone. */
    public synchronized void discard() {
        clear();
        if (close == null) {
            close = CloseStatus.NO_CLOSE_FRAME;
        }
        state = State.WRITING; // for ever
        writingSince = 0;
        closeSince = Long.MAX_VALUE;
    }

    /** Returns whether a close was asked for. */
    public synchronized boolean isClosing() {
        return close != null;
    }

    /** Returns for how long nothing was written, in nanoseconds; 0 while something is being written. */
    public long idleNanos(long now) {
        return isIdle() ? now - lastWrite : 0;
    }

    private synchronized boolean isIdle() {
        return state == State.IDLE;
    }

    /** Returns for how long the present write has taken, in nanoseconds; 0 if there is none. */
    public synchronized long writingNanos(long now) {
        return state == State.WRITING && writingSince != 0 ? now - writingSince : 0;
    }

    /** Returns since when the close waits, in nanoseconds; 0 if there is none or the socket is gone. */
    public synchronized long closingNanos(long now) {
        return close == null || closeSince == Long.MAX_VALUE ? 0 : now - closeSince;
    }

    /** Ends the socket at once. */
    public void abort() {
        writer.abort();
    }

    void drain() {
        writer.drain();
    }

    /** Returns whether the caller must see to it that the mailbox is drained. */
    private synchronized boolean put(byte[] frame) {
        if (close != null) {
            return false;
        }
        int size = frame.length + FRAME_OVERHEAD;
        if (bytes > 0 && bytes + size > limit) {
            return putClose(tooSlow);
        }
        frames.add(frame);
        bytes += size;
        most = Math.max(most, frames.size());
        return schedule();
    }

    private synchronized boolean putClose(CloseStatus status) {
        if (close != null) {
            return false;
        }
        if (status.equals(tooSlow)) {
            clear();
        }
        close = status;
        closeSince = System.nanoTime();
        return schedule();
    }

    private boolean schedule() {
        if (state != State.IDLE) {
            return false;
        }
        state = State.SCHEDULED;
        return true;
    }

    /**
     * Returns what to write next, {@link #CLOSE}, or null if there is nothing; then the writer must stop. What was taken
     * before counts as written.
     */
    synchronized byte @Nullable [] take() {
        byte[] first = frames.poll();
        if (first == null) {
            return close == null ? rest() : CLOSE;
        }
        bytes -= first.length + FRAME_OVERHEAD;
        state = State.WRITING;
        writingSince = System.nanoTime();
        lastWrite = writingSince;
        byte[] second = frames.peek();
        return second == null || first.length + second.length > joinLimit ? first : join(first);
    }

    private byte @Nullable [] rest() {
        if (most > CAPACITY_WORTH_KEEPING) {
            clear();
        }
        state = State.IDLE;
        writingSince = 0;
        return null;
    }

    private byte[] join(byte[] first) {
        int length = first.length;
        int count = 0;
        for (byte[] frame : frames) {
            if (length + frame.length > joinLimit) {
                break;
            }
            length += frame.length;
            count++;
        }
        byte[] joined = new byte[length];
        System.arraycopy(first, 0, joined, 0, first.length);
        int position = first.length;
        for (int i = 0; i < count; i++) {
            byte[] frame = frames.remove();
            bytes -= frame.length + FRAME_OVERHEAD;
            System.arraycopy(frame, 0, joined, position, frame.length);
            position += frame.length;
        }
        return joined;
    }

    /** Returns with what the socket is to be closed. */
    synchronized CloseStatus closeStatus() {
        return close == null ? CloseStatus.NORMAL : close;
    }

    private void clear() {
        frames = new ArrayDeque<>(CAPACITY);
        bytes = 0;
        most = 0;
    }
}
