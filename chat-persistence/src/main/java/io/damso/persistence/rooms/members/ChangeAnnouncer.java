package io.damso.persistence.rooms.members;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.MembershipChanged;
import io.damso.protocol.RoomArchived;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Publishes changes of memberships and rooms to the gateways, at most once. If the broker is not available, the change
 * stays stored, and gateways find it with their next query, at the latest after
 * {@code damso.gateway.access.recheck-after}.
 */
@Component
public class ChangeAnnouncer {

    private static final Logger log = LoggerFactory.getLogger(ChangeAnnouncer.class);

    private final RabbitOperations rabbit;
    private final JsonMapper json;

    ChangeAnnouncer(RabbitOperations rabbit, JsonMapper json) {
        this.rabbit = rabbit;
        this.json = json;
    }

    /** Tells the gateways that a user is a member of a room now, or is not any more. */
    public void announce(String roomId, String userId, boolean member) {
        publish(BrokerTopology.membershipRoutingKey(roomId), new MembershipChanged(roomId, userId, member));
    }

    /** Tells the gateways that a room is archived now, or is not any more. */
    public void announceArchived(String roomId, boolean archived) {
        publish(BrokerTopology.ROOM_ARCHIVED_ROUTING_KEY, new RoomArchived(roomId, archived));
    }

    private void publish(String routingKey, Object event) {
        Message message = MessageBuilder.withBody(json.writeValueAsBytes(event))
                .setContentType(MessageProperties.CONTENT_TYPE_JSON)
                .build();
        try {
            rabbit.send(BrokerTopology.CONTROL_EXCHANGE, routingKey, message);
        } catch (AmqpException e) {
            log.warn("The event {} was not published: {}", routingKey, e.getMessage());
        }
    }
}
