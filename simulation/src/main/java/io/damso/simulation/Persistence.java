package io.damso.simulation;

import io.damso.persistence.catchup.SimulatedCatchUp;
import io.damso.persistence.ingest.SimulatedIngest;
import io.damso.persistence.ingest.positions.SimulatedPositions;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** One life of a process of persistence. */
final class Persistence {

    private final SimulatedPositions positions;
    private final SimulatedIngest ingest;
    private final SimulatedCatchUp catchUp;
    private Broker.@Nullable Delivery delivery;
    private boolean hangs;
    private boolean crashes;

    Persistence(World world) {
        InstantSource clock = world.clock();
        this.positions = new SimulatedPositions(world.store(), world.owners(), world.rabbit(), World.JSON, clock);
        this.ingest = new SimulatedIngest(world.store().process(clock), positions.positions(), World.JSON);
        this.catchUp = new SimulatedCatchUp(world.store(), World.JSON, clock);
    }

    SimulatedIngest ingest() {
        return ingest;
    }

    boolean hangs() {
        return hangs;
    }

    void setHangs(boolean hanging) {
        hangs = hanging;
    }

    void delivers(Broker.Delivery current) {
        delivery = current;
    }

    /** The broker takes back what this process has not acknowledged. */
    void loseDelivery() {
        Broker.Delivery current = delivery;
        delivery = null;
        if (current != null) {
            current.close();
        }
    }

    /** The next acknowledgement does not arrive. */
    void crashBeforeAck() {
        crashes = true;
    }

    boolean crashesBeforeAck() {
        boolean now = crashes;
        crashes = false;
        return now;
    }

    /** Does what the timer of digests does. */
    void tick() {
        positions.tick(World.PARTITION);
    }

    /** Returns the answer; null if there is none. */
    @Nullable
    CatchUpAnswer answer(CatchUpQuestion question) {
        try {
            return catchUp.answer(question).orElse(null);
        } catch (DataAccessException e) {
            return null;
        }
    }
}
