package io.damso.persistence.ingest.positions;

import io.damso.persistence.store.SimulatedCollection;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import tools.jackson.databind.json.JsonMapper;

/** The positions of one process of persistence, without its timer. Not thread-safe. */
public final class SimulatedPositions {

    private final Positions positions;
    private final DigestPublisher digests;

    /** The owners of partitions, which all processes share. */
    public static final class Owners implements PartitionOwners {

        private final Map<Integer, PartitionOwner> owners = new HashMap<>();
        private final SimulatedCollection store;

        /** Creates owners that are in the same store as the messages. */
        public Owners(SimulatedCollection store) {
            this.store = store;
        }

        private void requireAnswer() {
            if (store.isAway()) {
                throw new DataAccessResourceFailureException("The store does not answer");
            }
        }

        @Override
        public Optional<PartitionOwner> of(int partition) {
            requireAnswer();
            return Optional.ofNullable(owners.get(partition));
        }

        @Override
        public void take(int partition, String epoch) {
            requireAnswer();
            owners.put(partition, new PartitionOwner(partition, epoch, 0));
        }

        @Override
        public boolean beat(int partition, String epoch) {
            boolean owns = isOwner(partition, epoch);
            if (owns) {
                owners.computeIfPresent(
                        partition, (number, owner) -> new PartitionOwner(number, epoch, owner.beat() + 1));
            }
            return owns;
        }

        @Override
        public void release(int partition, String epoch) {
            if (isOwner(partition, epoch)) {
                owners.remove(partition);
            }
        }
    }

    /**
     * Creates the positions of a process.
     *
     * @param rabbit takes digests, and answers to barriers
     */
    public SimulatedPositions(
            SimulatedCollection store, Owners owners, RabbitOperations rabbit, JsonMapper json, InstantSource clock) {
        this.positions = new Positions(Positions.of(owners, store, clock), rabbit, json);
        this.digests = new DigestPublisher(positions, rabbit, json);
    }

    /** Returns what the consumers of the process use. */
    public Positions positions() {
        return positions;
    }

    /** Does what the timer does every 5 s, for one partition. */
    public void tick(int partition) {
        try {
            digests.tick(partition);
        } catch (DataAccessException e) {
            // The store is away; the next time repeats it.
        }
    }
}
