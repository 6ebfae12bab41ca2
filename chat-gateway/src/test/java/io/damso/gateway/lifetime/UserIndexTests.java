package io.damso.gateway.lifetime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserIndexTests {

    private final UserIndex<String, Object> index = new UserIndex<>();

    @Test
    void sessionsAreFoundByTheirUser() {
        Object first = new Object();
        Object second = new Object();
        index.add("alice", first);
        index.add("bob", new Object());
        index.add("alice", second);
        assertThat(index.of("alice")).containsExactlyInAnyOrder(first, second);
        assertThat(index.of("nobody")).isEmpty();
    }

    @Test
    void sessionsThatAreEqualAreStillTwo() {
        String first = new String("s");
        String second = new String("s");
        index.add("alice", first);
        index.add("alice", second);
        index.remove("alice", first);
        assertThat(index.of("alice")).singleElement().isSameAs(second);
    }

    @Test
    void userWithoutSessionsIsRemoved() {
        Object session = new Object();
        index.add("alice", session);
        index.remove("alice", new Object());
        index.remove("bob", session);
        assertThat(index.users()).isOne();
        index.remove("alice", session);
        index.remove("alice", session);
        assertThat(index.users()).isZero();
        assertThat(index.of("alice")).isEmpty();
    }

    @Test
    void listIsACopy() {
        Object session = new Object();
        index.add("alice", session);
        List<Object> before = index.of("alice");
        index.remove("alice", session);
        assertThat(before).containsExactly(session);
    }

    @Test
    void concurrentChangesKeepTheRemainingSessions() {
        int threads = 8;
        List<List<Object>> kept = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(threads)) {
            List<CompletableFuture<List<Object>>> work = IntStream.range(0, threads)
                    .mapToObj(seed -> CompletableFuture.supplyAsync(() -> churn(new Random(seed)), executor))
                    .toList();
            work.forEach(one -> kept.add(one.join()));
        }
        List<Object> indexed = IntStream.range(0, 50)
                .boxed()
                .flatMap(user -> index.of("u" + user).stream())
                .toList();
        assertThat(indexed)
                .containsExactlyInAnyOrderElementsOf(
                        kept.stream().flatMap(List::stream).toList());
        IntStream.range(0, 50)
                .mapToObj(user -> "u" + user)
                .forEach(user -> index.of(user).forEach(session -> index.remove(user, session)));
        assertThat(index.users()).isZero();
    }

    /** Adds and removes sessions of a few users, and returns the remaining ones. */
    private List<Object> churn(Random random) {
        List<Object> mine = new ArrayList<>();
        List<String> users = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            if (mine.isEmpty() || mine.size() < 200 && random.nextBoolean()) {
                mine.add(new Object());
                users.add("u" + random.nextInt(50));
                index.add(users.getLast(), mine.getLast());
            } else {
                int gone = random.nextInt(mine.size());
                index.remove(users.remove(gone), mine.remove(gone));
            }
        }
        return mine;
    }
}
