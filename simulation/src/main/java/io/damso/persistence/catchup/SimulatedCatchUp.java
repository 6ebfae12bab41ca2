package io.damso.persistence.catchup;

import io.damso.persistence.store.MessageLog;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Gives access to {@link CatchUpResponder}. */
public final class SimulatedCatchUp {

    private final CatchUpResponder responder;

    /** Creates what answers the queries of gateways. */
    public SimulatedCatchUp(MessageLog log, JsonMapper json, InstantSource clock) {
        this.responder = new CatchUpResponder(log, json, clock);
    }

    /**
     * Returns the answer; empty if the query is outside of its bounds.
     *
     * @throws org.springframework.dao.DataAccessException if the store does not answer
     */
    public Optional<CatchUpAnswer> answer(CatchUpQuestion asked) {
        return responder.answer(asked);
    }
}
