package io.damso.edge.stop;

import java.util.concurrent.CountDownLatch;

/** A program whose shutdown takes a minute, or, after a second signal, no time. Prints a line at each step. */
final class StoppableProgram {

    private StoppableProgram() {}

    /**
     * Runs until SIGTERM.
     *
     * @param arguments {@code hurries} if a second signal ends the wait, {@code waits} if it does not, {@code ends} for
     *     a shutdown without a wait
     */
    public static void main(String[] arguments) throws InterruptedException {
        StopSignal.handle();
        CountDownLatch hurry = new CountDownLatch(arguments[0].equals("ends") ? 0 : 1);
        if (arguments[0].equals("hurries")) {
            StopSignal.onSecond(hurry::countDown);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(hurry)));
        System.out.println("runs");
        Thread.currentThread().join();
    }

    private static void shutDown(CountDownLatch hurry) {
        try {
            System.out.println("stops");
            hurry.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
