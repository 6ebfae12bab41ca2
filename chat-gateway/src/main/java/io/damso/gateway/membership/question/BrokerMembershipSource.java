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
    private final ArchivedRooms archived;
    private final JsonMapper json;

    /**
     * Creates a source.
     *
     * @param broker sends the questions, and bounds the wait
     * @param peers asks the other gateways
     * @param archived is told which rooms are archived
     * @param json writes the questions and parses the answers
     */
    public BrokerMembershipSource(
            RepeatedQuestion broker, PeerMemberships peers, ArchivedRooms archived, JsonMapper json) {
        this.broker = broker;
        this.peers = peers;
        this.archived = archived;
        this.json = json;
    }

    @Override
    public List<Boolean> areMembers(List<MembershipQuestion> questions) {
        long asked = archived.ask();
        Message request = MessageBuilder.withBody(json.writeValueAsBytes(new MembershipQuestions(questions)))
                .setContentType(MessageProperties.CONTENT_TYPE_JSON)
                .setDeliveryMode(MessageDeliveryMode.NON_PERSISTENT)
                .build();
        Message reply = broker.ask(BrokerTopology.REQUESTS_EXCHANGE, BrokerTopology.MEMBERSHIP_QUEUE, request);
        MembershipQuestions.Answers answers = json.readValue(reply.getBody(), MembershipQuestions.Answers.class);
        archived.answered(asked, questions, answers.archived());
        return answers.members();
    }

    /**
     * Returns whether a room is known to be archived. Its memberships are not lent to other gateways, because who
     * borrows one learns nothing of the room.
     */
    public boolean isArchived(String roomId) {
        return archived.contains(roomId);
    }

    @Override
    public CompletableFuture<Boolean> isKnownToPeers(MembershipQuestion question) {
        return peers.isKnown(question);
    }
}
