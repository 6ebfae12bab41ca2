package io.damso.gateway.catchup;

import io.damso.gateway.rooms.RoomHistory;
import io.damso.gateway.rooms.feed.StoredPage;
import io.damso.protocol.RoomId;
import io.damso.protocol.feeds.BarrierAnswer;
import io.damso.protocol.feeds.BarrierQuestion;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What {@link BrokerRoomHistory} does for one partition, without its threads. Not thread-safe. */
public final class SimulatedHistory implements RoomHistory {

    private static final int MOST_ATTEMPTS = 20;

    /** The way to persistence. */
    public interface Questions {

        /** A barrier is to be published: {@link #barrierLeaves} and {@link #barrierEnds} must follow. */
        void barrierAsked();

        /** Asks for stored messages; the outcome is null if there was no answer in time. */
        void read(CatchUpQuestion question, Consumer<@Nullable CatchUpAnswer> outcome);
    }

    private final Barriers barriers;
    private final Questions questions;
    private final JsonMapper json;

    /** Creates the history of the rooms of one partition. */
    public SimulatedHistory(int partition, Questions questions, LongSupplier nanoTime, JsonMapper json) {
        this.barriers = new Barriers(partition, new NoRooms(), task -> questions.barrierAsked(), nanoTime);
        this.questions = questions;
        this.json = json;
    }

    private static final class NoRooms implements StoredRooms {

        @Override
        public BarrierAnswer barrier(int partition, BarrierQuestion question) {
            throw new IllegalStateException("A barrier ends by barrierEnds");
        }

        @Override
        public CatchUpAnswer read(CatchUpQuestion question) {
            throw new IllegalStateException("A question is answered later");
        }
    }

    /** A barrier leaves now. */
    public BarrierQuestion barrierLeaves() {
        return barriers.leave();
    }

    /** The barrier was answered; null if it was not in time. */
    public void barrierEnds(@Nullable BarrierAnswer answer) {
        barriers.ended(answer);
    }

    @Override
    public void askBarrier(Waiting feed) {
        barriers.ask(feed);
    }

    @Override
    public boolean isAnswering(RoomId roomId) {
        return barriers.isAnswering();
    }

    @Override
    public void read(CatchUpQuestion question, Consumer<@Nullable StoredPage> outcome) {
        read(question, outcome, 1);
    }

    private void read(CatchUpQuestion question, Consumer<@Nullable StoredPage> outcome, int attempt) {
        questions.read(question, answer -> {
            if (answer == null || attempt > MOST_ATTEMPTS) {
                outcome.accept(null);
            } else if (BrokerRoomHistory.isWhole(question, answer)) {
                outcome.accept(BrokerRoomHistory.page(answer, json));
            } else {
                read(question, outcome, attempt + 1);
            }
        });
    }
}
