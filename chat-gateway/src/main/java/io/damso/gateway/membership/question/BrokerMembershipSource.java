package io.damso.gateway.membership.question;

import io.damso.protocol.BrokerTopology;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.MembershipQuestions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends membership questions to persistence over RabbitMQ with direct reply-to, so that a gateway needs no address of
 * persistence.
 */
public final class BrokerMembershipSource implements MembershipSource {

    private final RepeatedQuestion broker;
    private final PeerMemberships peers;
    private final JsonMapper json;

    /**
     * Creates a source.
     *
     * @param broker sends the questions, and bounds the wait
     * @param peers asks the other gateways
     * @param json writes the questions and parses the answers
     */
    public BrokerMembershipSource(RepeatedQuestion broker, PeerMemberships peers, JsonMapper json) {
        this.broker = broker;
        this.peers = peers;
        this.json = json;
    }

    @Override
    public List<Boolean> areMembers(List<MembershipQuestion> questions) {
        Message request = MessageBuilder.withBody(json.writeValueAsBytes(new MembershipQuestions(questions)))
                .setContentType(MessageProperties.CONTENT_TYPE_JSON)
                .setDeliveryMode(MessageDeliveryMode.NON_PERSISTENT)
                .build();
        Message reply = broker.ask(BrokerTopology.REQUESTS_EXCHANGE, BrokerTopology.MEMBERSHIP_QUEUE, request);
        return json.readValue(reply.getBody(), MembershipQuestions.Answers.class)
                .members();
    }

    @Override
    public CompletableFuture<Boolean> isKnownToPeers(MembershipQuestion question) {
        return peers.isKnown(question);
    }
}
