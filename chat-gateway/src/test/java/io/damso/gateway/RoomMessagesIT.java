package io.damso.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import io.damso.client.ChatClient;
import io.damso.client.StompCommand;
import io.damso.protocol.BrokerTopology;
import io.damso.protocol.ChatMessage;
import io.damso.protocol.MessageId;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import io.damso.protocol.envelope.Entry;
import io.damso.protocol.envelope.EnvelopeCodec;
import io.damso.test.BrokerUser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Valid clients exchange messages. */
class RoomMessagesIT extends GatewayTest {

    @Test
    void messageReachesSubscribersWithTheServersIdAndTime() throws Exception {
        BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
        try (ChatClient sender = connect(alice);
                ChatClient subscriber = connect(bob)) {
            now(subscriber.join(room, received::add));
            Instant before = Instant.now();
            now(sender.send(room, "안녕 \"you\"\n", "c-1"));
            JsonNode message = received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            assertThat(message.path("sender").stringValue()).isEqualTo(alice);
            assertThat(message.path("roomId").stringValue()).isEqualTo(room);
            assertThat(message.path("text").stringValue()).isEqualTo("안녕 \"you\"\n");
            assertThat(message.path("type").stringValue()).isEqualTo("chat");
            assertThat(message.path("clientMessageId").stringValue()).isEqualTo("c-1");
            assertThat(message.path("id").stringValue()).isEqualTo(idOf("안녕 \"you\"\n", "c-1"));
            assertThat(Instant.parse(message.path("sentAt").stringValue()))
                    .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
        }
    }

    @Test
    void receiptMeansThatTheDurableQueueHasTheMessage() throws Exception {
        try (ChatClient sender = connect(alice)) {
            now(sender.send(room, "keep this", "c-2"));
            Delivery stored = takeFromDurableQueues();
            Entry entry = read(stored);
            ChatMessage message = new JsonMapper().readValue(entry.message(), ChatMessage.class);
            assertThat(message.text()).isEqualTo("keep this");
            assertThat(entry.messageId()).isEqualTo(message.id());
            assertThat(stored.getProperties().getContentType()).isEqualTo(EnvelopeCodec.CONTENT_TYPE);
            assertThat(stored.getProperties().getDeliveryMode()).isEqualTo(2);
            assertThat(stored.getProperties().getHeaders()).isNull();
        }
    }

    /** Returns the id of a message of alice to the room. */
    private String idOf(String text, String clientMessageId) {
        return MessageId.of(new RoomId(room), new UserId(alice), clientMessageId, ChatMessage.TYPE_CHAT, text);
    }

    @Test
    void receiptNamesTheMessageAndARepeatIsTheSameOne() throws Exception {
        String send = "SEND\ndestination:/app/rooms." + room + ".send\nreceipt:%s\n\n"
                + "{\"text\":\"%s\",\"clientMessageId\":\"c-4\"}\0";
        for (String receipt : List.of("first", "repeat")) {
            try (RawSocket socket = rawConnected(alice)) {
                socket.send(send.formatted(receipt, "x"));
                assertThat(socket.next())
                        .startsWith("RECEIPT\n")
                        .contains("receipt-id:" + receipt + "\n", "message-id:" + idOf("x", "c-4") + "\n");
                socket.send(send.formatted("other", "another text"));
                assertThat(socket.next()).contains("message-id:" + idOf("another text", "c-4") + "\n");
            }
        }
    }

    @Test
    void sendWithoutAnIdOfTheClientIsAnotherMessageEachTime() throws Exception {
        Set<String> ids = new HashSet<>();
        BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
        try (RawSocket socket = rawConnected(alice);
                ChatClient subscriber = connect(bob)) {
            now(subscriber.join(room, heard::add));
            for (int i = 0; i < 3; i++) {
                socket.send("SEND\ndestination:/app/rooms." + room + ".send\nreceipt:r\n\n{\"text\":\"x\"}\0");
                assertThat(socket.next()).contains("\nmessage-id:");
                JsonNode message = heard.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                assertThat(message).isNotNull();
                String given = message.path("clientMessageId").stringValue();
                assertThat(message.path("id").stringValue()).isEqualTo(idOf("x", given));
                ids.add(given);
            }
        }
        assertThat(ids).hasSize(3);
    }

    private Delivery takeFromDurableQueues() throws Exception {
        BlockingQueue<Delivery> taken = new LinkedBlockingQueue<>();
        try (Connection connection = broker.connect(BrokerUser.PERSISTENCE)) {
            Channel channel = connection.createChannel();
            for (String queue : BrokerTopology.partitionQueues()) {
                channel.basicConsume(queue, true, (tag, delivery) -> taken.add(delivery), tag -> {});
            }
            for (; ; ) {
                Delivery delivery = taken.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                assertThat(delivery)
                        .as("a message of this room in a durable queue")
                        .isNotNull();
                boolean envelope = EnvelopeCodec.CONTENT_TYPE.equals(
                        delivery.getProperties().getContentType()); // otherwise a barrier
                if (envelope && read(delivery).roomId().value().equals(room)) {
                    return delivery;
                }
            }
        }
    }

    private static Entry read(Delivery delivery) throws Exception {
        return EnvelopeCodec.read(delivery.getBody()).entries().getFirst();
    }

    @Test
    void orderOfOneSenderIsKept() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        List<String> ids = new CopyOnWriteArrayList<>();
        try (ChatClient sender = connect(alice);
                ChatClient subscriber = connect(bob)) {
            now(subscriber.join(room, message -> {
                received.add(message.path("text").stringValue());
                ids.add(message.path("id").stringValue());
            }));
            List<String> sent = new ArrayList<>();
            List<CompletableFuture<String>> receipts = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                sent.add("m" + i);
                receipts.add(sender.send(room, "m" + i));
            }
            now(CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new)));
            await("all messages").untilAsserted(() -> assertThat(received).hasSize(500));
            assertThat(received).containsExactlyElementsOf(sent);
            assertThat(ids).doesNotHaveDuplicates();
        }
    }

    @Test
    void connectedNamesUserSessionAndNode() throws Exception {
        try (RawSocket socket = raw()) {
            socket.send("CONNECT\naccept-version:1.1,1.2\nhost:any\nheart-beat:2000,0\nlogin:x\npasscode:y\n"
                    + "Authorization:Bearer " + token("한글") + "\n\n\0");
            String connected = socket.next();
            assertThat(connected)
                    .startsWith("CONNECTED\n")
                    .contains(
                            "\nversion:1.2\n",
                            "\nnode:gateway-under-test\n",
                            "\nuser-name:한글\n",
                            "\nsession:",
                            "\nserver:damso\n",
                            "\nheart-beat:0,10000\n");
            assertThat(connected).doesNotContainIgnoringCase("rabbit");
        }
    }

    @Test
    void messageFrameCarriesTheDocumentedHeadersOnly() throws Exception {
        try (RawSocket subscriber = rawConnected(bob);
                ChatClient sender = connect(alice)) {
            subscriber.send("SUBSCRIBE\nid:s1\ndestination:/topic/rooms." + room + "\nreceipt:r1\n"
                    + "smuggled:header\npersistent:true\nack:auto\n\n\0");
            assertThat(subscriber.next()).contains("RECEIPT", "receipt-id:r1");
            now(sender.send(room, "x", "c-3"));
            String head = subscriber.next().split("\n\n", 2)[0];
            assertThat(head.lines().skip(1).map(line -> line.split(":")[0]))
                    .containsExactlyInAnyOrder(
                            "subscription", "message-id", "destination", "content-type", "content-length");
            assertThat(head)
                    .contains("destination:/topic/rooms." + room, "subscription:s1", "message-id:" + idOf("x", "c-3"));
        }
    }

    @Test
    void disconnectIsReceiptedAfterTheSendsBeforeIt() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            String send = "SEND\ndestination:/app/rooms." + room + ".send\nreceipt:%s\n\n{\"text\":\"bye\"}\0";
            socket.send(send.formatted("s1")).send(send.formatted("s2")).send("DISCONNECT\nreceipt:end\n\n\0");
            assertThat(List.of(socket.next(), socket.next())).allMatch(frame -> frame.contains("receipt-id:s"));
            assertThat(socket.next()).contains("receipt-id:end");
        }
    }

    @Test
    void unsubscribedClientReceivesNoMore() throws Exception {
        BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
        List<JsonNode> control = new CopyOnWriteArrayList<>();
        try (ChatClient leaver = connect(bob);
                ChatClient sender = connect(alice)) {
            now(leaver.join(room, received::add));
            now(sender.join(room, control::add));
            now(leaver.frame(StompCommand.UNSUBSCRIBE, Map.of("id", "room-" + room), ""));
            now(sender.send(room, "nobody there"));
            await("the other subscriber").until(() -> control.size() == 1);
            now(leaver.join(room, received::add));
            now(sender.send(room, "back"));
            assertThat(received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                            .path("text")
                            .stringValue())
                    .isEqualTo("back");
        }
    }

    @Test
    void changedMembershipIsAppliedAtOnce() throws Exception {
        try (ChatClient client = connect(alice)) {
            now(client.send(room, "still in"));
            responder.leave(room, alice);
            await("refusal after removal")
                    .atMost(Duration.ofSeconds(5))
                    .pollInSameThread()
                    .until(() -> "not-a-member".equals(refusal(client.send(room, "am I?"))));
            responder.join(room, alice);
            await("admission").pollInSameThread().until(() -> "accepted".equals(refusal(client.send(room, "again"))));
        }
    }

    @Test
    void clientOfStomp10And11IsServed() throws Exception {
        for (String version : List.of("1.0", "1.1")) {
            try (RawSocket socket = raw()) {
                socket.send("CONNECT\naccept-version:" + version + "\nAuthorization:Bearer " + token(alice) + "\n\n\0");
                assertThat(socket.next()).contains("\nversion:" + version + "\n");
            }
        }
    }

    @Test
    void frameMayArriveInPieces() throws Exception {
        try (RawSocket socket = rawConnected(alice)) {
            String frame =
                    "SEND\ndestination:/app/rooms." + room + ".send\nreceipt:p\n\n{\"text\":\"piece by piece\"}\0";
            for (byte b : frame.getBytes(StandardCharsets.US_ASCII)) {
                socket.send(String.valueOf((char) b));
            }
            assertThat(socket.next()).contains("receipt-id:p");
        }
    }
}
