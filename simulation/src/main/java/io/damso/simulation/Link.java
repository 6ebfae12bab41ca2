package io.damso.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What is on its way from one place to another, in order: frames of a connection, messages of a queue, tasks of a thread. */
final class Link implements Executor {

    private final Deque<Runnable> frames = new ArrayDeque<>(4);
    private final @Nullable Gateway end;

    /**
     * Creates an empty link.
     *
     * @param end the gateway where the frames arrive; null if that is a server, which never pauses
     */
    Link(@Nullable Gateway end) {
        this.end = end;
    }

    /** Adds a frame. */
    @Override
    public void execute(Runnable frame) {
        frames.add(frame);
    }

    boolean isReady() {
        return !frames.isEmpty() && (end == null || end.isRunning());
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Lets the first frame arrive. */
    void deliver() {
        frames.remove().run();
    }

    /** Loses the first frame, if there is one. */
    void drop() {
        frames.poll();
    }

    /** Lets the first frame arrive after the second one. */
    void overtake() {
        if (frames.size() > 1) {
            Runnable first = frames.remove();
            Runnable second = frames.remove();
            frames.addFirst(first);
            frames.addFirst(second);
        }
    }

    void clear() {
        frames.clear();
    }
}
