package io.damso.persistence.rooms.members;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.MembershipChanged;
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
 * Publishes membership changes to the gateways, at most once. If the broker is not available, the change stays stored,
 * and gateways find it with their next query, at the latest after {@code damso.gateway.access.recheck-after}.
 */
@Component
public class MembershipAnnouncer {

    private static final Logger log = LoggerFactory.getLogger(MembershipAnnouncer.class);

    private final RabbitOperations rabbit;
    private final JsonMapper json;

    MembershipAnnouncer(RabbitOperations rabbit, JsonMapper json) {
        this.rabbit = rabbit;
        this.json = json;
    }

    /** Tells the gateways that a user is a member of a room now, or is not any more. */
    public void announce(String roomId, String userId, boolean member) {
        Message message = MessageBuilder.withBody(json.writeValueAsBytes(new MembershipChanged(roomId, userId, member)))
                .setContentType(MessageProperties.CONTENT_TYPE_JSON)
                .build();
        try {
            rabbit.send(BrokerTopology.CONTROL_EXCHANGE, BrokerTopology.membershipRoutingKey(roomId), message);
        } catch (AmqpException e) {
            log.warn("The event of a membership change in room {} was not published: {}", roomId, e.getMessage());
        }
    }
}
