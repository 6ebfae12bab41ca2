package io.damso.gateway.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import io.damso.gateway.rooms.feed.StoredPage;
import io.damso.protocol.feeds.BarrierAnswer;
import io.damso.protocol.feeds.BarrierQuestion;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class BrokerRoomHistoryTests {

    private static final CatchUpQuestion QUESTION = CatchUpQuestion.after("room", 3, 7, Map.of());

    private final Queue<CatchUpAnswer> answers = new ArrayDeque<>();
    private final Counter queries = new SimpleMeterRegistry().counter("queries");

    private final class Stub implements StoredRooms {

        @Override
        public BarrierAnswer barrier(int partition, BarrierQuestion question) {
            throw new AssertionError("no barrier");
        }

        @Override
        public CatchUpAnswer read(CatchUpQuestion question) {
            CatchUpAnswer answer = answers.poll();
            if (answer == null) {
                throw new IllegalStateException("away");
            }
            return answer;
        }
    }

    @Test
    void eachQueryIsCounted() throws Exception {
        answers.add(upTo(7));
        assertThat(read()).isEqualTo(new StoredPage(List.of(), 7, null));
        assertThat(queries.count()).isEqualTo(1);
        assertThat(read()).as("persistence is away").isNull();
        assertThat(queries.count()).isEqualTo(2);
    }

    @Test
    void anAnswerThatEndsEarlyIsAskedForAgainAndCountedAgain() throws Exception {
        answers.add(upTo(6));
        answers.add(upTo(7));
        assertThat(read()).isEqualTo(new StoredPage(List.of(), 7, null));
        assertThat(queries.count()).isEqualTo(2);
    }

    private static CatchUpAnswer upTo(long end) {
        return new CatchUpAnswer(List.of(), end, false, null);
    }

    private @Nullable StoredPage read() throws Exception {
        BrokerRoomHistory history = new BrokerRoomHistory(
                new Stub(), Executors.newVirtualThreadPerTaskExecutor(), new JsonMapper(), queries);
        try {
            CompletableFuture<@Nullable StoredPage> outcome = new CompletableFuture<>();
            history.read(QUESTION, outcome::complete);
            return outcome.get(10, TimeUnit.SECONDS);
        } finally {
            history.destroy();
        }
    }
}
