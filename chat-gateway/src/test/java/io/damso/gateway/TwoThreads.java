package io.damso.gateway;

/** Runs two tasks at the same time, for tests that try many orders of their steps. */
public final class TwoThreads {

    private TwoThreads() {}

    /** Returns when both have ended. */
    public static void run(Runnable one, Runnable other) {
        Thread first = new Thread(one);
        Thread second = new Thread(other);
        first.start();
        second.start();
        try {
            first.join();
            second.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
