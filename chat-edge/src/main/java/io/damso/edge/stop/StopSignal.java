package io.damso.edge.stop;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signal SIGTERM. The first one ends the process in order, with exit code 0, because a requested stop is no failure.
 * A second one means that the caller does not wait any longer: it ends the process at once. Without this class the exit
 * code would be 143, and the JVM would ignore every further signal until its shutdown hooks have ended.
 */
public final class StopSignal {

    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
    private static final AtomicReference<Runnable> HURRY = new AtomicReference<>(() -> {});

    /** Maximum time for an orderly end after the second signal, in milliseconds. */
    private static final long LONGEST_HURRY_MILLIS = 1_000;

    /** 128 + 15, as of a process that SIGTERM has ended. */
    private static final int KILLED = 143;

    private StopSignal() {}

    /**
     * Handles the signal from now on. Call it once, before the application starts. On a JVM without
     * {@code sun.misc.Signal} the JVM's own handling stays.
     */
    public static void handle() {
        AtomicInteger received = new AtomicInteger();
        try {
            // By reflection, because every mention of the class is a warning of javac that cannot be suppressed.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object receiver = Proxy.newProxyInstance(
                    StopSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        received(received.incrementAndGet());
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), receiver);
        } catch (ReflectiveOperationException e) {
            LOG.warn("A second SIGTERM will have no effect, and the exit code will be {}", KILLED, e);
        }
    }

    /** On a thread of its own for each signal. */
    private static void received(int count) {
        switch (count) {
            case 1 -> System.exit(0); // runs the shutdown hooks, and with them Spring's
            case 2 -> endAtOnce();
            default -> Runtime.getRuntime().halt(KILLED);
        }
    }

    /**
     * Sets the task that ends the waits of the shutdown. It runs at the second signal, on a thread of its own, and must
     * not block. It replaces the one that was set before.
     */
    public static void onSecond(Runnable hurry) {
        HURRY.set(hurry);
    }

    private static void endAtOnce() {
        LOG.warn("A second SIGTERM: stopping at once");
        try {
            HURRY.get().run();
            Thread.sleep(LONGEST_HURRY_MILLIS); // the shutdown ends the JVM meanwhile
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
