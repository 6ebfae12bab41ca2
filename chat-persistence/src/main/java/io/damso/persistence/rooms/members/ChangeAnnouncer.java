package io.damso.persistence.rooms.members;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.MembershipChanged;
import io.damso.protocol.RoomArchived;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
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

    private static final long CONFIRM_SECONDS = 5;

    private final RabbitTemplate rabbit;
    private final JsonMapper json;

    ChangeAnnouncer(RabbitTemplate rabbit, JsonMapper json) {
        this.rabbit = rabbit;
        this.json = json;
    }

    /** Tells the gateways that a user is a member of a room now, or is not any more. */
    public void announce(String roomId, String userId, boolean member) {
        publish(BrokerTopology.membershipRoutingKey(roomId), new MembershipChanged(roomId, userId, member));
    }

    /**
     * Tells the gateways that a room is archived now, or is not any more. Waits for the broker's confirm, at most 5 s:
     * what is published after the return arrives later, on whichever channel.
     */
    public void announceArchived(String roomId, boolean archived) {
        CorrelationData confirm = new CorrelationData();
        String routingKey = BrokerTopology.ROOM_ARCHIVED_ROUTING_KEY;
        try {
            rabbit.send(
                    BrokerTopology.CONTROL_EXCHANGE, routingKey, message(new RoomArchived(roomId, archived)), confirm);
            confirm.getFuture().get(CONFIRM_SECONDS, TimeUnit.SECONDS);
        } catch (AmqpException | ExecutionException | TimeoutException e) {
            log.warn("The event {} was not confirmed: {}", routingKey, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(String routingKey, Object event) {
        try {
            rabbit.send(BrokerTopology.CONTROL_EXCHANGE, routingKey, message(event));
        } catch (AmqpException e) {
            log.warn("The event {} was not published: {}", routingKey, e.getMessage());
        }
    }

    private Message message(Object event) {
        return MessageBuilder.withBody(json.writeValueAsBytes(event))
                .setContentType(MessageProperties.CONTENT_TYPE_JSON)
                .build();
    }
}
