package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.client.ChatClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Messages written on the page are neither lost nor sent twice when the connection is slow or interrupted. */
class PageOutboxIT extends SystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Nine seconds without heart-beats, and a margin: without the check for them the page would stay connected. */
    private static final Duration LOST_CONNECTION_IS_DETECTED = Duration.ofSeconds(30);

    private final DelayingProxy proxy = new DelayingProxy(cluster.port(8443));
    private final Browser alices = new Browser(cluster.port(8443), proxy.port());

    /** The messages that another member of the room receives. */
    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    private ChatClient bobsClient;

    @BeforeEach
    void subscribeBob() throws Exception {
        bobsClient = client(bobsToken);
        subscribe(room);
        alices.signIn(cluster.web() + "/#room=" + room, alice);
        alices.find("#text");
        awaitState("connected");
    }

    @AfterEach
    void end() {
        alices.close();
        proxy.close();
    }

    private void subscribe(String roomId) throws Exception {
        Cluster.now(bobsClient.join(
                roomId, message -> received.add(message.path("text").stringValue())));
    }

    @Test
    void textTypedWhileHistoryLoadsSlowlyIsSentOnce() throws Exception {
        List<String> texts = IntStream.range(0, 6).mapToObj(i -> "slow " + i).toList();
        proxy.delay(Duration.ofMillis(400));
        // In the other order, so that the room is opened while the connection is slow.
        alices.openRoom("");
        alices.openRoom(room);
        texts.forEach(alices::say);
        await("all to be received").atMost(PATIENCE).until(() -> received.containsAll(texts));
        await("no message to wait")
                .atMost(PATIENCE)
                .until(() -> alices.waiting().isEmpty());
        proxy.delay(Duration.ZERO);
        Cluster.now(bobsClient.send(room, "the end"));
        await("the end").atMost(PATIENCE).until(() -> received.contains("the end"));
        assertThat(received)
                .as("one copy of each, in order")
                .filteredOn(text -> text.startsWith("slow"))
                .containsExactlyElementsOf(texts);
        awaitStored("the end");
        assertThat(storedTexts()).filteredOn(text -> text.startsWith("slow")).containsExactlyElementsOf(texts);
    }

    @Test
    void waitingMessagesAndDraftsAreKeptWhileOtherRoomsAreOpen() throws Exception {
        String other = api.createRoom(alicesToken, "Another room", List.of());
        alices.signedInAgain(cluster.web() + "/#room=" + room);
        alices.until(browser -> browser.getPageSource().contains("Another room"));
        awaitState("connected");
        proxy.holdBack();
        alices.say("waits");
        alices.type("#text", "half a thought");
        alices.openRoom(other);
        assertThat(alices.value("#text")).isEmpty();
        assertThat(alices.waiting()).isEmpty();
        alices.type("#text", "another thought");
        alices.openRoom(room);
        assertThat(alices.value("#text")).isEqualTo("half a thought");
        assertThat(alices.waiting()).singleElement().asString().contains("waits", "sending…");
        alices.screenshot("waiting");
        alices.openRoom(other);
        assertThat(alices.value("#text")).isEqualTo("another thought");
        proxy.release();
        await("the waiting message while another room is open")
                .atMost(PATIENCE)
                .until(() -> received.contains("waits"));
        alices.openRoom(room);
        alices.awaitMessage("waits");
        await("no message to wait")
                .atMost(PATIENCE)
                .until(() -> alices.waiting().isEmpty());
        assertThat(alices.value("#text")).isEqualTo("half a thought");
        assertThat(alices.messages())
                .filteredOn(message -> message.contains("waits"))
                .hasSize(1);
        awaitStored("waits");
        assertThat(storedTexts()).containsExactly("waits");
    }

    @Test
    void memberWhoIsRemovedAndInvitedAgainReceivesAgain() throws Exception {
        String bobsRoom = api.createRoom(bobsToken, "Room of Bob", List.of(alice));
        subscribe(bobsRoom);
        alices.openRoom(bobsRoom);
        alices.find("#text");
        Cluster.now(bobsClient.send(bobsRoom, "before"));
        alices.awaitMessage("before");
        api.removeMember(bobsToken, bobsRoom, alice);
        alices.until(browser -> browser.getPageSource().contains("You are no longer a member of this room"));
        alices.screenshot("removed");
        Cluster.now(bobsClient.send(bobsRoom, "while away"));
        api.addMember(bobsToken, bobsRoom, alice);
        alices.awaitMessage("while away");
        Cluster.now(bobsClient.send(bobsRoom, "live again"));
        alices.awaitMessage("live again");
        assertThat(alices.text("#room-notice")).isEmpty();
        alices.say("sent again");
        await("the message").atMost(PATIENCE).until(() -> received.contains("sent again"));
    }

    @Test
    void offlineStateIsShownAtOnceAndEndsByItself() throws Exception {
        alices.offline(true);
        await("the state offline")
                .atMost(Duration.ofSeconds(5))
                .until(() -> alices.state().equals("offline"));
        alices.say("written offline");
        assertThat(alices.waiting()).singleElement().asString().contains("written offline");
        alices.screenshot("offline");
        alices.offline(false);
        awaitState("connected");
        await("the message").atMost(PATIENCE).until(() -> received.contains("written offline"));
        alices.awaitMessage("written offline");
        assertThat(received).containsExactly("written offline");
    }

    @Test
    void silentlyLostConnectionIsDetectedAndRestored() throws Exception {
        proxy.holdBack();
        alices.say("into the void");
        await("the lost connection to be detected")
                .atMost(LOST_CONNECTION_IS_DETECTED)
                .until(() -> !alices.state().equals("connected"));
        proxy.release();
        awaitState("connected");
        await("the message").atMost(PATIENCE).until(() -> received.contains("into the void"));
        alices.awaitMessage("into the void");
        awaitStored("into the void");
        assertThat(storedTexts()).containsExactly("into the void");
    }

    @Test
    void messageThatIsSentTwiceIsShownOnce() throws Exception {
        ChatClient repeating = client(bobsToken);
        for (String text : List.of("first", "second")) {
            for (int copy = 0; copy < 3; copy++) {
                Cluster.now(repeating.send(room, text, "id of " + text));
            }
        }
        // Another text or another sender with the same clientMessageId is another message.
        Cluster.now(repeating.send(room, "another text", "id of first"));
        Cluster.now(client(alicesToken).send(room, "alice's own", "id of first"));
        // Live messages of two senders have no order between them; the history has that of the RECEIPTs.
        await("all messages")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts())
                        .containsExactlyInAnyOrder("first", "second", "another text", "alice's own"));
        assertThat(texts())
                .filteredOn(text -> !text.equals("alice's own"))
                .containsExactly("first", "second", "another text");
        awaitStored("alice's own");
        alices.signedInAgain(cluster.web() + "/#room=" + room);
        await("the history on the page")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(texts()).containsExactly("first", "second", "another text", "alice's own"));
    }

    /** A live message that is never stored is no cursor, and no beginning of the room. */
    @Test
    void whatWasMissedBehindAMessageThatIsNotStoredIsShown() throws Exception {
        // The room is open, but perhaps its SUBSCRIBE is still on its way: so the message is repeated, as another one.
        await("the message that is never stored").atMost(PATIENCE).until(() -> {
            deliverWithoutStoring("never stored");
            return texts().contains("never stored");
        });
        proxy.holdBack();
        await("the lost connection to be detected")
                .atMost(LOST_CONNECTION_IS_DETECTED)
                .until(() -> !alices.state().equals("connected"));
        List<String> missed =
                IntStream.range(0, 70).mapToObj(i -> "missed " + i).toList();
        for (String text : missed) {
            Cluster.now(bobsClient.send(room, text));
        }
        proxy.release();
        awaitState("connected");
        alices.awaitMessage(missed.getLast());
        await("the page before").atMost(PATIENCE).until(() -> {
            alices.run("document.getElementById('scroll').scrollTop = 0;"
                    + "document.getElementById('scroll').dispatchEvent(new Event('scroll'))");
            return texts().containsAll(missed);
        });
        assertThat(texts()).filteredOn(text -> text.startsWith("missed")).containsExactlyElementsOf(missed);
    }

    private void deliverWithoutStoring(String text) throws Exception {
        String id = UUID.randomUUID().toString();
        Map<String, String> message = Map.of(
                "id",
                id,
                "roomId",
                room,
                "sender",
                bob,
                "type",
                "chat",
                "text",
                text,
                "clientMessageId",
                id,
                "sentAt",
                "2026-01-01T00:00:00.000Z");
        cluster.deliverOnly(room, id, new JsonMapper().writeValueAsString(message));
    }

    @Test
    void tooLongTextIsReportedBeforeItIsSent() throws Exception {
        String tooLong = "가".repeat(1_366); // three bytes each
        alices.paste("#text", tooLong);
        assertThat(alices.text("#room-notice")).startsWith("Too long to send: 4,098 bytes of at most 4,096");
        alices.click("#send");
        assertThat(alices.value("#text")).as("nothing is lost").isEqualTo(tooLong);
        assertThat(alices.waiting()).isEmpty();
        alices.screenshot("too-long");
        alices.paste("#text", tooLong.substring(1));
        assertThat(alices.text("#room-notice")).isEmpty();
        alices.click("#send");
        await("the longest text").atMost(PATIENCE).until(() -> received.contains(tooLong.substring(1)));
        assertThat(alices.failures()).isEmpty();
    }

    @Test
    void everyRoomIsListed() throws Exception {
        for (int i = 0; i < 229; i++) {
            api.createRoom(alicesToken, "Room number " + i, List.of());
        }
        alices.signedInAgain(cluster.web() + "/");
        await("230 rooms").atMost(PATIENCE).until(() -> alices.count("#rooms button") == 230);
        alices.screenshot("rooms");
    }

    private List<String> texts() {
        return alices.all("#messages [data-message-id] .text");
    }

    private void awaitState(String state) {
        await(state).atMost(PATIENCE).until(() -> alices.state().equals(state));
    }
}
