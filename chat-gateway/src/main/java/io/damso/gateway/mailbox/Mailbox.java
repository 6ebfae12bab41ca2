package io.damso.gateway.mailbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * Queue of the frames that wait for one socket, bounded in bytes. Frames are written in the order in which they were
 * added; the close follows the last frame. Adding a frame never waits for the socket. Frames added after the close are
 * dropped. Thread-safe.
 */
public final class Mailbox {

    /** Returned by {@link #take} instead of frames when only the close is left. */
    static final List<byte[]> CLOSE = List.of();

    private static final int CAPACITY = 4;
    private static final int CAPACITY_WORTH_KEEPING = 64;
    private static final int FRAME_OVERHEAD = 16;

    private enum State {
        IDLE,
        SCHEDULED,
        WRITING
    }

    private final int limit;
    private final CloseStatus tooSlow;
    private final Runnable onTooSlow;
    private final SocketWriter writer;
    private final FanOutThread fanOut;

    private Queue<byte[]> frames = new ArrayDeque<>(CAPACITY);
    private int bytes;
    private int longest;
    private State state = State.IDLE;
    private @Nullable CloseStatus close;
    private long closeSince;
    private long writingSince;
    private @Nullable Runnable whenReady;
    private volatile long lastWrite = System.nanoTime();

    /**
     * Creates an empty mailbox.
     *
     * @param tooSlow close status of a client that exceeds the limit
     * @param onTooSlow called in that case, on the thread that adds the frame
     */
    Mailbox(
            MailboxProperties properties,
            CloseStatus tooSlow,
            Runnable onTooSlow,
            FanOutThread fanOut,
            Function<Mailbox, SocketWriter> writer) {
        this.limit = Math.toIntExact(properties.limit().toBytes());
        this.tooSlow = tooSlow;
        this.onTooSlow = onTooSlow;
        this.fanOut = fanOut;
        this.writer = writer.apply(this);
    }

    /**
     * Adds a frame and writes it on this thread, unless another thread is about to write. The array must not be
     * modified afterwards.
     */
    public void send(byte[] frame) {
        if (put(frame)) {
            writer.drain();
        }
    }

    /**
     * Adds a frame that the fan-out thread writes, together with frames that are added in the meantime. The array must
     * not be modified afterwards.
     */
    public void deliver(byte[] frame) {
        if (put(frame)) {
            fanOut.schedule(this);
        }
    }

    /** Closes the socket after all frames are written. Repeated calls have no effect. */
    public void close(CloseStatus status) {
        if (putClose(status)) {
            writer.drain();
        }
    }

    /** Adds a last frame and closes the socket after it. No other frame can be added between the two. */
    public void close(byte[] lastFrame, CloseStatus status) {
        boolean drains;
        synchronized (this) {
            drains = put(lastFrame) | putClose(status);
        }
        if (drains) {
            writer.drain();
        }
    }

    /** Drops all frames when the socket is gone. Later frames are dropped as well. */
    public synchronized void discard() {
        clear();
        if (close == null) {
            close = CloseStatus.NO_CLOSE_FRAME;
        }
        state = State.WRITING; // final
        writingSince = 0;
        closeSince = Long.MAX_VALUE;
    }

    /**
     * Asks whether at most a quarter of the limit waits. If not, the task is called once when that is so, on the thread
     * that writes; it must not block. A task that waits is replaced by a later one, and dropped with the frames.
     *
     * @return whether it is; then the task is not called
     */
    public synchronized boolean whenReady(Runnable task) {
        if (bytes <= limit / 4) {
            return true;
        }
        whenReady = task;
        return false;
    }

    private void callIfReady() {
        Runnable task = whenReady;
        if (task != null && bytes <= limit / 4) {
            whenReady = null;
            task.run();
        }
    }

    /** Returns whether a close was requested. */
    public synchronized boolean isClosing() {
        return close != null;
    }

    /**
     * Returns the time since the last write in nanoseconds; 0 while a write is scheduled or in progress.
     *
     * @param now as {@link System#nanoTime}
     */
    public long idleNanos(long now) {
        return isIdle() ? now - lastWrite : 0;
    }

    private synchronized boolean isIdle() {
        return state == State.IDLE;
    }

    /**
     * Returns the duration of the current write in nanoseconds; 0 without a write.
     *
     * @param now as {@link System#nanoTime}
     */
    public synchronized long writingNanos(long now) {
        return state == State.WRITING && writingSince != 0 ? now - writingSince : 0;
    }

    /**
     * Returns the time since the close was requested, in nanoseconds; 0 without a close or if the socket is gone.
     *
     * @param now as {@link System#nanoTime}
     */
    public synchronized long closingNanos(long now) {
        return close == null || closeSince == Long.MAX_VALUE ? 0 : now - closeSince;
    }

    /** Ends the connection at once, without a close frame. */
    public void abort() {
        writer.abort();
    }

    void drain() {
        writer.drain();
    }

    /**
     * Adds a frame, or closes a client that exceeds the limit.
     *
     * @return whether the caller must drain the mailbox or schedule it
     */
    private synchronized boolean put(byte[] frame) {
        if (close != null) {
            return false;
        }
        int size = frame.length + FRAME_OVERHEAD;
        if (bytes > 0 && bytes + size > limit) {
            onTooSlow.run();
            return putClose(tooSlow);
        }
        frames.add(frame);
        bytes += size;
        longest = Math.max(longest, frames.size());
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
     * Takes the next frames. The frames taken before count as written.
     *
     * @param most maximum bytes of frames; a larger first frame is returned alone
     * @return frames, {@link #CLOSE}, or null if the mailbox is empty; then the writer must stop
     */
    synchronized @Nullable List<byte[]> take(int most) {
        byte[] first = frames.poll();
        if (first == null) {
            return close == null ? rest() : CLOSE;
        }
        bytes -= first.length + FRAME_OVERHEAD;
        state = State.WRITING;
        writingSince = System.nanoTime();
        lastWrite = writingSince;
        byte[] second = frames.peek();
        List<byte[]> taken =
                second == null || first.length + second.length > most ? List.of(first) : gather(first, most);
        callIfReady();
        return taken;
    }

    private @Nullable List<byte[]> rest() {
        if (longest > CAPACITY_WORTH_KEEPING) {
            clear();
        }
        state = State.IDLE;
        writingSince = 0;
        return null;
    }

    private List<byte[]> gather(byte[] first, int most) {
        List<byte[]> gathered = new ArrayList<>(); // a long queue takes many writes
        gathered.add(first);
        int left = most - first.length;
        for (byte[] next = frames.peek(); next != null && next.length <= left; next = frames.peek()) {
            gathered.add(frames.remove());
            bytes -= next.length + FRAME_OVERHEAD;
            left -= next.length;
        }
        return gathered;
    }

    /**
     * Ends the current write without taking further frames, for a writer that must wait. The frames taken before count
     * as written. No other thread calls {@link SocketWriter#drain} until the writer has taken the rest.
     *
     * @return whether frames or the close are left; otherwise the writer must stop
     */
    synchronized boolean pause() {
        if (frames.isEmpty() && close == null) {
            rest();
            return false;
        }
        state = State.SCHEDULED;
        writingSince = 0;
        return true;
    }

    /** Returns the status with which the socket is to be closed. */
    synchronized CloseStatus closeStatus() {
        return close == null ? CloseStatus.NORMAL : close;
    }

    private void clear() {
        whenReady = null;
        frames = new ArrayDeque<>(CAPACITY);
        bytes = 0;
        longest = 0;
    }
}
