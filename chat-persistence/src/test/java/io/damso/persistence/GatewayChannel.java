package io.damso.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.RoomId;
import io.damso.protocol.envelope.Envelope;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.damso.protocol.feeds.BarrierAnswer;
import io.damso.protocol.feeds.BarrierQuestion;
import io.damso.protocol.feeds.CatchUpAnswer;
import io.damso.protocol.feeds.CatchUpQuestion;
import io.damso.protocol.feeds.RoomState;
import io.damso.test.BrokerUser;
import io.damso.test.RabbitBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One channel of a gateway, on which it publishes in order and receives answers. */
public final class GatewayChannel implements AutoCloseable {

    private static final String DIRECT_REPLY_TO = "amq.rabbitmq.reply-to";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Connection connection;
    private final Channel channel;
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();

    /** Connects with the permissions of a gateway. */
    public GatewayChannel(RabbitBroker broker) throws IOException {
        connection = broker.connect(BrokerUser.GATEWAY);
        channel = connection.createChannel();
        channel.basicConsume(
                DIRECT_REPLY_TO,
                true,
                (tag, delivery) -> answers.put(delivery.getProperties().getCorrelationId(), delivery.getBody()),
                tag -> {});
    }

    /** Publishes messages of one room as an envelope. */
    public void publish(String origin, long first, List<ChatMessage> messages) throws IOException {
        publish(new Envelope(
                origin,
                first,
                messages.stream()
                        .map(message -> Messages.entry(message, message.id()))
                        .toList()));
    }

    /** Publishes an envelope into the partition of its first entry. */
    public void publish(Envelope envelope) throws IOException {
        BasicProperties properties = new BasicProperties.Builder()
                .deliveryMode(2)
                .contentType(EnvelopeCodec.CONTENT_TYPE)
                .build();
        RoomId room = envelope.entries().getFirst().roomId();
        channel.basicPublish(
                BrokerTopology.ENVELOPES_EXCHANGE,
                Integer.toString(BrokerTopology.partition(room)),
                true,
                properties,
                EnvelopeCodec.write(envelope));
    }

    /** Publishes a barrier for rooms of one partition and returns its correlation id. */
    public String sendBarrier(String... rooms) throws IOException {
        String nonce = UUID.randomUUID().toString();
        sendBarrier(rooms[0], JSON.writeValueAsBytes(new BarrierQuestion(List.of(rooms))), nonce, DIRECT_REPLY_TO);
        return nonce;
    }

    /** Publishes any bytes as a barrier into the partition of a room. */
    public void sendBarrier(String room, byte[] body, @Nullable String correlationId, @Nullable String replyTo)
            throws IOException {
        channel.basicPublish(
                BrokerTopology.ENVELOPES_EXCHANGE,
                Integer.toString(BrokerTopology.partition(new RoomId(room))),
                true,
                new BasicProperties.Builder()
                        .contentType(BarrierQuestion.CONTENT_TYPE)
                        .correlationId(correlationId)
                        .replyTo(replyTo)
                        .build(),
                body);
    }

    /** Returns whether a question was answered by now. */
    public boolean isAnswered(String correlationId) {
        return answers.containsKey(correlationId);
    }

    /** Waits for the answer to a barrier. */
    public List<RoomState> barrierAnswer(String correlationId) {
        return JSON.readValue(answer(correlationId), BarrierAnswer.class).rooms();
    }

    /** Publishes a barrier for one room and waits for the answer. */
    public RoomState barrier(String room) throws IOException {
        List<RoomState> states = barrierAnswer(sendBarrier(room));
        assertThat(states).extracting(RoomState::room).containsExactly(room);
        return states.getFirst();
    }

    /** Asks for missed messages and waits for the answer. */
    public CatchUpAnswer catchUp(CatchUpQuestion question) throws IOException {
        return JSON.readValue(answer(sendCatchUp(JSON.writeValueAsBytes(question))), CatchUpAnswer.class);
    }

    /** Asks for missed messages with any bytes and returns the correlation id. */
    public String sendCatchUp(byte[] question) throws IOException {
        return sendCatchUp(question, DIRECT_REPLY_TO);
    }

    /** Asks for missed messages with any bytes and any reply address and returns the correlation id. */
    public String sendCatchUp(byte[] question, @Nullable String replyTo) throws IOException {
        String nonce = UUID.randomUUID().toString();
        channel.basicPublish(
                BrokerTopology.REQUESTS_EXCHANGE,
                BrokerTopology.CATCH_UP_QUEUE,
                new BasicProperties.Builder()
                        .contentType("application/json")
                        .correlationId(nonce)
                        .replyTo(replyTo)
                        .build(),
                question);
        return nonce;
    }

    /** Waits for the bytes of an answer. */
    public byte[] answer(String correlationId) {
        await("an answer").atMost(Duration.ofSeconds(30)).until(() -> answers.containsKey(correlationId));
        return answers.get(correlationId);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
