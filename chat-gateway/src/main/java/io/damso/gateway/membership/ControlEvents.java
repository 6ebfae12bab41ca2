package io.damso.gateway.membership;

import io.damso.edge.log.RareLog;
import io.damso.gateway.membership.question.ArchivedRooms;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.MembershipChanged;
import io.damso.protocol.RoomArchived;
import io.damso.protocol.SessionsEnded;
import io.damso.protocol.UserId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Applies the events that persistence publishes to all gateways on the control exchange, in order, on the thread of the
 * node's control consumer. Drops an unreadable event. If an event cannot be applied, all memberships are re-checked.
 */
final class ControlEvents implements MessageListener {

    private static final Logger LOG = LoggerFactory.getLogger(ControlEvents.class);

    private final RareLog unreadable = new RareLog(LOG);
    private final RareLog failures = new RareLog(LOG);
    private final Memberships memberships;
    private final ArchivedRooms archived;
    private final MembershipRecheck recheck;
    private final LiveAccess live;
    private final JsonMapper json;

    ControlEvents(
            Memberships memberships,
            ArchivedRooms archived,
            MembershipRecheck recheck,
            LiveAccess live,
            JsonMapper json) {
        this.archived = archived;
        this.recheck = recheck;
        this.memberships = memberships;
        this.live = live;
        this.json = json;
    }

    @Override
    public void onMessage(Message message) {
        String kind = message.getMessageProperties().getReceivedRoutingKey();
        try {
            if (BrokerTopology.SESSIONS_ENDED_ROUTING_KEY.equals(kind)) {
                sessionsEnded(json.readValue(message.getBody(), SessionsEnded.class));
            } else if (BrokerTopology.ROOM_ARCHIVED_ROUTING_KEY.equals(kind)) {
                roomArchived(json.readValue(message.getBody(), RoomArchived.class));
            } else {
                membershipChanged(json.readValue(message.getBody(), MembershipChanged.class));
            }
        } catch (JacksonException e) {
            unreadable.warn(
                    "A control event could not be read and was dropped; check the version of chat-persistence: {}",
                    e.getOriginalMessage());
        } catch (RuntimeException | Error e) { // Spring's container ends the process for an Error
            failures.error("A control event failed unexpectedly; all memberships are re-checked", e);
            recheck.request();
        }
    }

    private void sessionsEnded(@Nullable SessionsEnded event) {
        if (event != null && event.userId() != null) {
            UserId.parse(event.userId()).ifPresent(live::sessionsEnded);
        }
    }

    private void roomArchived(@Nullable RoomArchived event) {
        if (event != null && event.roomId() != null) {
            archived.changed(event);
        }
    }

    private void membershipChanged(@Nullable MembershipChanged event) {
        if (event != null && event.roomId() != null && event.userId() != null) {
            memberships.changed(event);
        }
    }
}
