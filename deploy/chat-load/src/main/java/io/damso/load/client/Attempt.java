package io.damso.load.client;

import io.damso.load.wire.Speech;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/** Brings one client in, if need be with several connections; in nobody's way once it is ready. */
final class Attempt implements ClientEvents {

    private static final long SILENCE = TimeUnit.SECONDS.toNanos(5);
    private static final int TRIES = 5;

    private final Identity identity;
    private final ClientEvents later;
    private final ConcurrentHistogram nanos;
    private final Semaphore places;
    private final AtomicReference<@Nullable Ending> failure;

    private volatile @Nullable LoadClient client;
    private volatile boolean arrived;
    private volatile long begun;
    private long first;
    private int tries;

    /**
     * Creates one that has taken a place.
     *
     * @param nanos takes how long it took
     * @param places gets the place back
     * @param failure takes the reason if it does not work
     */
    Attempt(Identity identity, ClientEvents later, ConcurrentHistogram nanos, Semaphore places,
            AtomicReference<@Nullable Ending> failure) {
        this.identity = identity;
        this.later = later;
        this.nanos = nanos;
        this.places = places;
        this.failure = failure;
    }

    void begin(Loops loops, Speech speech) {
        LoadClient last = client;
        LoadClient next = new LoadClient(loops, speech, identity, this);
        begun = System.nanoTime();
        first = tries++ == 0 ? begun : first;
        client = next;
        if (last != null) {
            last.close();
        }
        next.connect();
    }

    boolean isSilent(long now) {
        return !arrived && now - begun > SILENCE;
    }

    boolean isHopeless() {
        return tries >= TRIES;
    }

    LoadClient client() {
        LoadClient current = client;
        if (current == null) {
            throw new IllegalStateException("Not begun");
        }
        return current;
    }

    @Override
    public void ready(LoadClient from) {
        if (from == client && !arrived) {
            arrived = true;
            nanos.recordValue(System.nanoTime() - first);
            places.release();
            later.ready(from);
        }
    }

    @Override
    public void acknowledged(LoadClient from, int number) {
        later.acknowledged(from, number);
    }

    @Override
    public void refused(LoadClient from, String text) {
        if (arrived) {
            later.refused(from, text);
        } else if (from == client) {
            failure.compareAndSet(null, new Ending(Ending.BROKEN, text));
        }
    }

    @Override
    public void ended(LoadClient from, Ending ending) {
        if (from != client) {
            return;
        }
        if (arrived) {
            later.ended(from, ending);
        } else {
            failure.compareAndSet(null, ending);
        }
    }
}
