package io.damso.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.MessageProperties;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.RoomId;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The definitions on a real broker: the permissions of each user. */
class RabbitBrokerIT {

    @RegisterExtension
    static final RabbitBroker broker = RabbitBroker.shared();

    private static final String DIRECT_REPLY_TO = "amq.rabbitmq.reply-to";
    private static final CancelCallback IGNORE_CANCEL = tag -> {};

    @Test
    void messageOfTheGatewayIsInExactlyOneDurableQueueAfterARestart() throws Exception {
        publishAsGateway(new RoomId("restart"), "kept");
        broker.kill();
        broker.start();
        try (Connection connection = broker.connect(BrokerUser.PERSISTENCE)) {
            assertThat(takeFromPartitions(connection.createChannel())).isEqualTo("kept");
        }
    }

    @Test
    void messagesOfARoomAreInTheQueueOfItsPartitionOnly() throws Exception {
        try (Connection connection = broker.connect(BrokerUser.ADMIN)) {
            Channel channel = connection.createChannel();
            Set<String> used = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                RoomId roomId = new RoomId("room-" + i);
                publishAsGateway(roomId, "message");
                for (String queue : BrokerTopology.partitionQueues()) {
                    int kept = queue.equals(BrokerTopology.partitionQueue(roomId)) ? 1 : 0;
                    assertThat(channel.queuePurge(queue).getMessageCount())
                            .as(roomId + " in " + queue)
                            .isEqualTo(kept);
                }
                used.add(BrokerTopology.partitionQueue(roomId));
            }
            assertThat(used).containsExactlyInAnyOrderElementsOf(BrokerTopology.partitionQueues());
        }
    }

    @Test
    void orderlyStopKeepsTheAddress() throws Exception {
        int port = broker.amqpPort();
        broker.stop();
        broker.start();
        assertThat(broker.amqpPort()).isEqualTo(port);
        broker.connect(BrokerUser.GATEWAY).close();
    }

    @Test
    void gatewayCannotReadTheDurableQueues() throws Exception {
        for (String queue : BrokerTopology.partitionQueues()) {
            refused(BrokerUser.GATEWAY, channel -> channel.basicConsume(queue, discard(), IGNORE_CANCEL));
            refused(BrokerUser.GATEWAY, channel -> channel.queuePurge(queue));
        }
        refused(BrokerUser.GATEWAY, channel -> channel.basicGet(BrokerTopology.DEAD_LETTER_QUEUE, true));
        refused(BrokerUser.GATEWAY, channel -> channel.basicGet(BrokerTopology.MEMBERSHIP_QUEUE, true));
        refused(BrokerUser.GATEWAY, channel -> channel.basicGet(BrokerTopology.CATCH_UP_QUEUE, true));
    }

    @Test
    void gatewayCannotChangeWhatPersistenceReads() throws Exception {
        String queue = BrokerTopology.partitionQueues().getFirst();
        refused(BrokerUser.GATEWAY, channel -> channel.queueDelete(queue));
        refused(BrokerUser.GATEWAY, channel -> channel.queueBind(queue, BrokerTopology.LIVE_EXCHANGE, "rooms.1"));
        refused(BrokerUser.GATEWAY, channel -> channel.queueUnbind(queue, BrokerTopology.ENVELOPES_EXCHANGE, "0"));
        refused(BrokerUser.GATEWAY, channel -> channel.queueDelete(BrokerTopology.DEAD_LETTER_QUEUE));
        refused(BrokerUser.GATEWAY, channel -> channel.exchangeDelete(BrokerTopology.LIVE_EXCHANGE));
        refused(BrokerUser.GATEWAY, channel -> channel.exchangeDeclare("mine", "fanout", true));
        refused(
                BrokerUser.GATEWAY,
                channel ->
                        channel.exchangeBind(BrokerTopology.CONTROL_EXCHANGE, BrokerTopology.LIVE_EXCHANGE, "rooms.1"));
    }

    @Test
    void gatewayCannotConsumeQuestionsNorPublishDeadLetters() throws Exception {
        refused(
                BrokerUser.GATEWAY,
                channel -> channel.basicConsume(BrokerTopology.MEMBERSHIP_QUEUE, discard(), IGNORE_CANCEL));
        refused(BrokerUser.GATEWAY, channel -> publish(channel, BrokerTopology.DEAD_LETTER_EXCHANGE, ""));
        refused(BrokerUser.GATEWAY, channel -> {
            String queue = "damso.gateway.test." + System.nanoTime();
            channel.queueDeclare(queue, false, true, true, null);
            return channel.queueBind(queue, BrokerTopology.REQUESTS_EXCHANGE, BrokerTopology.MEMBERSHIP_QUEUE);
        });
    }

    @Test
    void gatewayCannotForwardByDeadLetters() throws Exception {
        for (String exchange : new String[] {BrokerTopology.DEAD_LETTER_EXCHANGE, BrokerTopology.CONTROL_EXCHANGE}) {
            refused(
                    BrokerUser.GATEWAY,
                    channel -> channel.queueDeclare(
                            "damso.gateway.test." + System.nanoTime(),
                            false,
                            true,
                            true,
                            Map.of("x-dead-letter-exchange", exchange)));
        }
    }

    @Test
    void gatewayCannotReadTheDurableQueuesOverStompEither() throws Exception {
        String login = "CONNECT\naccept-version:1.2\nhost:damso\nlogin:%s\npasscode:%s\n\n\0"
                .formatted(BrokerUser.GATEWAY.login(), broker.password(BrokerUser.GATEWAY));
        for (String destination :
                new String[] {"/amq/queue/damso.messages.0", "/queue/damso.messages.0", "/topic/%23"}) {
            try (Socket socket = new Socket(broker.host(), broker.stompPort())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write((login + "SUBSCRIBE\nid:1\nreceipt:r\ndestination:" + destination + "\n\n\0")
                                .getBytes(UTF_8));
                StringBuilder heard = new StringBuilder();
                while (!heard.toString().contains("RECEIPT")
                        && !heard.toString().contains("ERROR")) {
                    heard.append((char) socket.getInputStream().read());
                }
                assertThat(heard).as(destination).contains("CONNECTED").endsWith("ERROR");
            }
        }
    }

    @Test
    void gatewayCanPublishOnlyMessagesAndQuestions() throws Exception {
        refused(BrokerUser.GATEWAY, channel -> publish(channel, "amq.topic", "rooms.1"));
        refused(BrokerUser.GATEWAY, channel -> publish(channel, "amq.fanout", ""));
        refused(BrokerUser.GATEWAY, channel -> publish(channel, BrokerTopology.CONTROL_EXCHANGE, "membership.1"));
        refused(BrokerUser.GATEWAY, channel -> publish(channel, "", BrokerTopology.MEMBERSHIP_QUEUE));
    }

    /** A direct exchange has no wildcards: a binding takes the messages of one room. */
    @Test
    void wildcardTakesNoMessagesOfRooms() throws Exception {
        try (Connection connection = broker.connect(BrokerUser.GATEWAY)) {
            Channel channel = connection.createChannel();
            String queue = "damso.gateway.test.any." + System.nanoTime();
            channel.queueDeclare(queue, false, true, true, null);
            channel.queueBind(queue, BrokerTopology.LIVE_EXCHANGE, "rooms.#");
            channel.queueBind(queue, BrokerTopology.LIVE_EXCHANGE, "rooms.*");
            channel.queueBind(queue, BrokerTopology.LIVE_EXCHANGE, "rooms.1");
            channel.confirmSelect();
            publish(channel, BrokerTopology.LIVE_EXCHANGE, "rooms.2");
            publish(channel, BrokerTopology.LIVE_EXCHANGE, "rooms.1");
            channel.waitForConfirmsOrDie(10_000);
            assertThat(channel.messageCount(queue)).isOne();
        }
    }

    @Test
    void persistenceDeclaresNothingAndWritesNoMessages() throws Exception {
        refused(BrokerUser.PERSISTENCE, channel -> channel.queueDeclare("mine", true, false, false, null));
        refused(
                BrokerUser.PERSISTENCE,
                channel -> channel.queueDelete(BrokerTopology.partitionQueues().getFirst()));
        refused(BrokerUser.PERSISTENCE, channel -> publish(channel, BrokerTopology.LIVE_EXCHANGE, "rooms.1"));
    }

    @Test
    void persistenceCannotConsumeOrBindGatewayQueuesNorPublishQuestions() throws Exception {
        String queue = "damso.gateway.test." + System.nanoTime();
        try (Connection gateway = broker.connect(BrokerUser.GATEWAY)) {
            gateway.createChannel().queueDeclare(queue, false, false, true, null);
            refused(BrokerUser.PERSISTENCE, channel -> channel.basicConsume(queue, discard(), IGNORE_CANCEL));
            refused(BrokerUser.PERSISTENCE, channel -> channel.queuePurge(queue));
            refused(
                    BrokerUser.PERSISTENCE,
                    channel -> channel.queueBind(queue, BrokerTopology.LIVE_EXCHANGE, "rooms.1"));
            gateway.createChannel().queueDelete(queue);
        }
        refused(
                BrokerUser.PERSISTENCE,
                channel -> publish(channel, BrokerTopology.REQUESTS_EXCHANGE, "damso.membership"));
        refused(BrokerUser.PERSISTENCE, channel -> publish(channel, BrokerTopology.LIVE_EXCHANGE, ""));
        refused(BrokerUser.PERSISTENCE, channel -> publish(channel, BrokerTopology.ENVELOPES_EXCHANGE, "0"));
        refused(BrokerUser.PERSISTENCE, channel -> channel.queueDelete(BrokerTopology.DEAD_LETTER_QUEUE));
        refused(BrokerUser.PERSISTENCE, channel -> channel.exchangeDelete(BrokerTopology.CONTROL_EXCHANGE));
        refused(BrokerUser.PERSISTENCE, channel -> channel.basicGet(BrokerTopology.DEAD_LETTER_QUEUE, true));
    }

    @Test
    void persistenceAnswersTheGatewayOverDirectReplyTo() throws Exception {
        try (Connection gateway = broker.connect(BrokerUser.GATEWAY);
                Connection persistence = broker.connect(BrokerUser.PERSISTENCE)) {
            Channel answering = persistence.createChannel();
            answering.basicConsume(
                    BrokerTopology.MEMBERSHIP_QUEUE,
                    true,
                    (tag, question) ->
                            answering.basicPublish("", question.getProperties().getReplyTo(), null, question.getBody()),
                    IGNORE_CANCEL);
            BlockingQueue<String> answers = new LinkedBlockingQueue<>();
            Channel asking = gateway.createChannel();
            asking.basicConsume(
                    DIRECT_REPLY_TO,
                    true,
                    (tag, answer) -> answers.add(new String(answer.getBody(), UTF_8)),
                    IGNORE_CANCEL);
            asking.basicPublish(
                    BrokerTopology.REQUESTS_EXCHANGE,
                    BrokerTopology.MEMBERSHIP_QUEUE,
                    new BasicProperties.Builder().replyTo(DIRECT_REPLY_TO).build(),
                    "question".getBytes(UTF_8));
            assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("question");
        }
    }

    @Test
    void guestDoesNotExist() {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.amqpPort());
        assertThatThrownBy(() -> factory.newConnection().close()).isInstanceOf(AuthenticationFailureException.class);
    }

    @Test
    void onlyTheUsersOfTheDefinitionsExistAndOnlyOneMayManage() throws Exception {
        String login = BrokerUser.ADMIN.login() + ":" + broker.password(BrokerUser.ADMIN);
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://" + broker.host() + ":" + broker.managementPort() + "/api/users?columns=name,tags"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String users =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            assertThat(Pattern.compile("\"name\":\"([^\"]+)\"")
                            .matcher(users)
                            .results()
                            .map(match -> match.group(1)))
                    .containsExactlyInAnyOrder("damso-admin", "damso-gateway", "damso-persistence");
            assertThat(users.split("administrator", -1)).as(users).hasSize(2);
        }
    }

    @Test
    void stompConnectWithoutLoginIsRefused() throws Exception {
        assertThat(stomp("CONNECT\naccept-version:1.2\nhost:damso\n\n\0")).startsWith("ERROR");
    }

    @Test
    void stompConnectOfTheGatewayIsAccepted() throws Exception {
        String frame = "CONNECT\naccept-version:1.2\nhost:damso\nlogin:%s\npasscode:%s\n\n\0"
                .formatted(BrokerUser.GATEWAY.login(), broker.password(BrokerUser.GATEWAY));
        assertThat(stomp(frame)).startsWith("CONNECTED");
    }

    private static String stomp(String frame) throws Exception {
        try (Socket socket = new Socket(broker.host(), broker.stompPort())) {
            socket.getOutputStream().write(frame.getBytes(UTF_8));
            socket.setSoTimeout(10_000);
            return new String(socket.getInputStream().readNBytes("CONNECTED".length()), UTF_8);
        }
    }

    private static void publishAsGateway(RoomId roomId, String body) throws Exception {
        try (Connection connection = broker.connect(BrokerUser.GATEWAY)) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            channel.basicPublish(
                    BrokerTopology.ENVELOPES_EXCHANGE,
                    Integer.toString(BrokerTopology.partition(roomId)),
                    true,
                    MessageProperties.PERSISTENT_TEXT_PLAIN,
                    body.getBytes(UTF_8));
            channel.waitForConfirmsOrDie(10_000);
        }
    }

    private static String takeFromPartitions(Channel channel) throws Exception {
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        for (String queue : BrokerTopology.partitionQueues()) {
            channel.basicConsume(
                    queue, true, (tag, delivery) -> bodies.add(new String(delivery.getBody(), UTF_8)), IGNORE_CANCEL);
        }
        String first = bodies.poll(10, TimeUnit.SECONDS);
        assertThat(bodies.poll(200, TimeUnit.MILLISECONDS)).as("second copy").isNull();
        return first == null ? "nothing" : first;
    }

    private static Object publish(Channel channel, String exchange, String routingKey) throws Exception {
        channel.confirmSelect();
        channel.basicPublish(exchange, routingKey, null, new byte[0]);
        return channel.waitForConfirms(10_000);
    }

    private static DeliverCallback discard() {
        return (tag, delivery) -> {};
    }

    private interface Attempt {
        Object on(Channel channel) throws Exception;
    }

    private static void refused(BrokerUser user, Attempt attempt) throws Exception {
        try (Connection connection = broker.connect(user)) {
            Channel channel = connection.createChannel();
            assertThatThrownBy(() -> attempt.on(channel)).isNotNull();
            assertThat(channel.getCloseReason()).hasMessageContaining("ACCESS_REFUSED");
        }
    }
}
