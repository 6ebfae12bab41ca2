package io.damso.gateway.access;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.MembershipChanged;
import io.damso.protocol.SessionsEnded;
import io.damso.protocol.UserId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.rabbit.listener.ConsumeOkEvent;
import org.springframework.context.ApplicationListener;
import tools.jackson.databind.json.JsonMapper;

/**
 * This node's ear on the control exchange: takes what persistence tells all gateways, and knows when it may have missed
 * something. What cannot be used is dropped.
 */
final class ControlEvents implements MessageListener, ApplicationListener<ConsumeOkEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(ControlEvents.class);

    private final String queue;
    private final Memberships memberships;
    private final Doubts doubts;
    private final LiveAccess live;
    private final JsonMapper json;

    ControlEvents(String queue, Memberships memberships, Doubts doubts, LiveAccess live, JsonMapper json) {
        this.queue = queue;
        this.doubts = doubts;
        this.memberships = memberships;
        this.live = live;
        this.json = json;
    }

    /**
     * What changed before the ear was open, nobody tells it. Asked once the broker has confirmed that it is open, not
     * when the connection is: what changes in between would be missed by both.
     */
    @Override
    public void onApplicationEvent(ConsumeOkEvent opened) {
        if (opened.getQueue().equals(queue)) {
            doubts.raise();
        }
    }

    @Override
    public void onMessage(Message message) {
        String kind = message.getMessageProperties().getReceivedRoutingKey();
        try {
            if (BrokerTopology.SESSIONS_ENDED_ROUTING_KEY.equals(kind)) {
                SessionsEnded event = json.readValue(message.getBody(), SessionsEnded.class);
                UserId.parse(event.userId()).ifPresent(live::sessionsEnded);
            } else {
                memberships.changed(json.readValue(message.getBody(), MembershipChanged.class));
            }
        } catch (RuntimeException e) {
            LOG.error("An event that cannot be used was dropped; check the version of chat-persistence", e);
        }
    }
}
