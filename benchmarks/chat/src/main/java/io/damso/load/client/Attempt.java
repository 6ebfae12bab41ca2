package io.damso.load.client;

import io.damso.load.wire.WireProtocol;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/** Connects one client, with several connections if necessary. After the client is ready, events are passed on. */
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
     * Creates an attempt that holds a permit.
     *
     * @param later receives the events after the client is ready
     * @param nanos records the time from the first connection until the client is ready, in nanoseconds
     * @param places semaphore to which the permit is returned when the client is ready
     * @param failure set to the reason if the client cannot connect
     */
    Attempt(
            Identity identity,
            ClientEvents later,
            ConcurrentHistogram nanos,
            Semaphore places,
            AtomicReference<@Nullable Ending> failure) {
        this.identity = identity;
        this.later = later;
        this.nanos = nanos;
        this.places = places;
        this.failure = failure;
    }

    void begin(EventLoops eventLoops, WireProtocol protocol) {
        LoadClient last = client;
        LoadClient next = new LoadClient(eventLoops, protocol, identity, this);
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
    public void sent(LoadClient from, int number) {
        later.sent(from, number);
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
