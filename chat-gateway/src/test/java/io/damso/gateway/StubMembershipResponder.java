package io.damso.gateway;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.MembershipChanged;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.MembershipQuestions;
import io.damso.protocol.RoomArchived;
import io.damso.protocol.SessionsEnded;
import io.damso.test.BrokerUser;
import io.damso.test.RabbitBroker;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** Answers membership questions over the real broker, as chat-persistence does, from a set that the test changes. */
public final class StubMembershipResponder implements AutoCloseable {

    private final JsonMapper json = new JsonMapper();
    private final Set<MembershipQuestion> members = ConcurrentHashMap.newKeySet();
    private final Set<String> archived = ConcurrentHashMap.newKeySet();
    private final Connection connection;
    private final Channel channel;
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean answering = true;

    public StubMembershipResponder(RabbitBroker broker) throws IOException {
        connection = broker.connect(BrokerUser.PERSISTENCE);
        channel = connection.createChannel();
        channel.basicConsume(BrokerTopology.MEMBERSHIP_QUEUE, true, (tag, delivery) -> answer(delivery), tag -> {});
    }

    private void answer(Delivery delivery) throws IOException {
        if (answering) {
            List<MembershipQuestion> questions = json.readValue(delivery.getBody(), MembershipQuestions.class)
                    .questions();
            AMQP.BasicProperties request = delivery.getProperties();
            channel.basicPublish(
                    "",
                    request.getReplyTo(),
                    new AMQP.BasicProperties.Builder()
                            .correlationId(request.getCorrelationId())
                            .build(),
                    json.writeValueAsBytes(new MembershipQuestions.Answers(
                            questions.stream().map(members::contains).toList(),
                            questions.stream()
                                    .map(question -> archived.contains(question.roomId()))
                                    .toList())));
        } else {
            unanswered.incrementAndGet();
        }
    }

    public void join(String roomId, String userId) {
        members.add(new MembershipQuestion(roomId, userId));
    }

    public void leave(String roomId, String userId) throws IOException {
        members.remove(new MembershipQuestion(roomId, userId));
        publish(BrokerTopology.membershipRoutingKey(roomId), new MembershipChanged(roomId, userId, false));
    }

    /** As {@link #leave}, but without the event. */
    public void leaveWithoutEvent(String roomId, String userId) {
        members.remove(new MembershipQuestion(roomId, userId));
    }

    /** Archives a room, or takes it back, without an event. */
    public void archiveWithoutEvent(String roomId, boolean isArchived) {
        if (isArchived) {
            archived.add(roomId);
        } else {
            archived.remove(roomId);
        }
    }

    /** As {@link #archiveWithoutEvent}, with the event. */
    public void archive(String roomId, boolean isArchived) throws IOException {
        archiveWithoutEvent(roomId, isArchived);
        publish(BrokerTopology.ROOM_ARCHIVED_ROUTING_KEY, new RoomArchived(roomId, isArchived));
    }

    /** Ends all sessions of a user, as an administrator does. */
    public void endSessions(String userId) throws IOException {
        publish(BrokerTopology.SESSIONS_ENDED_ROUTING_KEY, new SessionsEnded(userId));
    }

    /** Publishes an event, valid or not, to all gateways. */
    public void publish(String routingKey, Object event) throws IOException {
        channel.basicPublish(BrokerTopology.CONTROL_EXCHANGE, routingKey, null, json.writeValueAsBytes(event));
    }

    /** Returns the number of unanswered batches. */
    public int unanswered() {
        return unanswered.get();
    }

    public void suppressAnswers(boolean silent) {
        answering = !silent;
    }

    @Override
    public void close() {
        connection.abort();
    }
}
