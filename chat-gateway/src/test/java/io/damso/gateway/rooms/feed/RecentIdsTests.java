package io.damso.gateway.rooms.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecentIdsTests {

    private static final long SEED = 20_261_129;

    private final RecentIds recent = new RecentIds();

    private static List<String> ids(int count) {
        return Stream.generate(() -> UUID.randomUUID().toString()).limit(count).toList();
    }

    @Test
    void idIsKnownUntilSoManyOthersFollowed() {
        List<String> ids = ids(RecentIds.CAPACITY);
        assertThat(ids).allMatch(recent::add);
        assertThat(ids).noneMatch(recent::add);
        assertThat(recent.add(ids(1).getFirst())).isTrue();
        assertThat(ids.subList(1, ids.size())).noneMatch(recent::add);
        assertThat(recent.add(ids.getFirst())).as("the oldest was forgotten").isTrue();
        assertThat(recent.add(ids.get(1))).as("now the next one is").isTrue();
    }

    @Test
    void bothHalvesCount() {
        assertThat(recent.add(new UUID(1, 2).toString())).isTrue();
        assertThat(recent.add(new UUID(1, 3).toString())).isTrue();
        assertThat(recent.add(new UUID(3, 2).toString())).isTrue();
        assertThat(recent.add(new UUID(0, 0).toString()))
                .as("like memory that is not used")
                .isTrue();
        assertThat(recent.add(new UUID(1, 2).toString())).isFalse();
        assertThat(recent.add(new UUID(0, 0).toString())).isFalse();
    }

    @Test
    void whatIsNoUuidIsNotRemembered() {
        for (int i = 0; i < 2; i++) {
            assertThat(recent.add(null)).isTrue();
            assertThat(recent.add("m-1")).isTrue();
            assertThat(recent.add("")).isTrue();
        }
    }

    @Test
    void clearedIdsAreNew() {
        List<String> ids = ids(2 * RecentIds.CAPACITY);
        ids.forEach(recent::add);
        recent.clear();
        assertThat(ids.reversed()).allMatch(recent::add);
    }

    /** Compared with a list of the last ids, on ids of which many come again. */
    @Test
    void answersAsAPlainListDoes() {
        Random random = new Random(SEED);
        Deque<String> model = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            String id = new UUID(0, random.nextInt(3 * RecentIds.CAPACITY / 2)).toString();
            boolean fresh = !model.contains(id);
            assertThat(recent.add(id)).as("id %d of seed %d", i, SEED).isEqualTo(fresh);
            if (fresh) {
                model.addLast(id);
                if (model.size() > RecentIds.CAPACITY) {
                    model.removeFirst();
                }
            }
        }
    }
}
