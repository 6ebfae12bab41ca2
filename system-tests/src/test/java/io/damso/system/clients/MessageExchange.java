package io.damso.system.clients;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * All clients send at the same time in one room, in rounds: each sends one message, in every fifth round three in a
 * row, so that receipts and messages of many clients overlap.
 */
final class MessageExchange {

    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int ROUNDS_PER_BURST = 5;
    private static final int BURST = 3;

    /** Maximum number of messages in flight to the slowest client; beyond it the next round waits. */
    private static final int MAX_BEHIND = 500;

    /** Number of clients that connect at once: each starts a process or loads a library, which takes a second or more. */
    private static final int AT_ONCE = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<ClientUser> all;

    MessageExchange(List<ClientUser> all) {
        this.all = all;
    }

    /** Connects all clients, sends the messages and disconnects. Failures are recorded for each client. */
    void run(Duration length, Function<String, ClientParameters> places) {
        for (int i = 0; i < all.size(); i += AT_ONCE) {
            settle(all.subList(i, Math.min(i + AT_ONCE, all.size())).stream()
                    .map(user -> user.join(places.apply(user.user())))
                    .toList());
        }
        List<ClientUser> present = all.stream().filter(ClientUser::hasNoFailure).toList();
        long start = System.nanoTime();
        for (int round = 0; System.nanoTime() - start < length.toNanos(); round++) {
            int times = round % ROUNDS_PER_BURST == 0 ? BURST : 1;
            for (int i = 0; i < times; i++) {
                present.stream().filter(ClientUser::hasNoFailure).forEach(ClientUser::sendNext);
            }
            LockSupport.parkNanos(ROUND_NANOS);
            await(() -> present.stream().allMatch(user -> !user.hasNoFailure() || behind(user) < MAX_BEHIND));
        }
        await(() ->
                present.stream().allMatch(user -> !user.hasNoFailure() || user.hasAllReceipts() && behind(user) == 0));
        settle(present.stream().map(ClientUser::leave).toList());
    }

    private long behind(ClientUser user) {
        return all.stream().mapToLong(ClientUser::sentCount).sum() - user.receivedCount();
    }

    /** Waits for all of them, however they end. */
    private static void settle(List<CompletableFuture<Void>> steps) {
        CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> done)
                .join();
    }

    /** Waits without a failure on timeout; missing messages are reported more exactly later. */
    private static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
