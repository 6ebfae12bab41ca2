package io.damso.gateway.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.damso.gateway.admission.TestPlaces;
import io.damso.gateway.mailbox.TestMailbox;
import io.damso.gateway.requests.JoinRequest;
import io.damso.gateway.requests.TestNode;
import io.damso.gateway.session.Handshake;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.TestSession;
import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.RoomId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client of another protocol in the same rooms as STOMP clients. */
class LineSocketTests {

    private static final RoomId ROOM = new RoomId("r1");

    private final TestSession other = TestSession.connected();
    private final TestNode node = new TestNode(other);
    private final TestMailbox socket = new TestMailbox();
    private final LineSocket lines = new LineSocket(
            new Handshake("192.0.2.1", TestPlaces.claimed(TestPlaces.places(1)), null),
            socket.mailbox(),
            node.requests,
            other.answers);

    @BeforeEach
    void join() {
        node.members.add(new MembershipQuestion("r1", "bob"));
        other.sessions.add(lines.session());
    }

    @AfterEach
    void close() {
        node.close();
        socket.close();
        other.close();
    }

    private void connect() {
        lines.received("{\"token\":\"" + node.token("bob") + "\"}");
        assertThat(socket.written).hasSize(1);
        assertThat(socket.written.getFirst()).contains("\"is\":\"connected\"", "\"user\":\"bob\"");
        socket.written.clear();
    }

    private void awaitLine(String... parts) {
        await(String.join(" and ", parts)).until(() -> socket.written.stream().anyMatch(line -> hasAll(line, parts)));
    }

    private static boolean hasAll(String line, String... parts) {
        for (String part : parts) {
            if (!line.contains(part)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void getsMessagesOfItsRoom() {
        connect();
        lines.received("{\"do\":\"subscribe\",\"to\":\"/topic/rooms.r1\",\"ref\":\"1\"}");
        assertThat(socket.written).isEmpty();
        node.rooms.confirm(ROOM);
        awaitLine("\"done\"", "\"ref\":\"1\"");
        node.rooms.deliver(ROOM, "m-1", "{\"text\":\"hello\"}");
        awaitLine("{\"to\":\"/topic/rooms.r1\",\"id\":\"m-1\",\"body\":{\"text\":\"hello\"}}");
    }

    @Test
    void bothProtocolsUseOneFeed() throws Exception {
        connect();
        node.members.add(new MembershipQuestion("r1", "alice"));
        lines.received("{\"do\":\"subscribe\",\"to\":\"/topic/rooms.r1\"}");
        node.requests
                .subscribe()
                .subscribe(
                        other.session, TestSession.ALICE, "1", new Request("/topic/rooms.r1", null), JoinRequest.LIVE);
        node.rooms.confirm(ROOM);
        node.rooms.deliver(ROOM, "m-1", "{}");
        awaitLine("{\"to\":\"/topic/rooms.r1\",\"id\":\"m-1\",\"body\":{}}");
        assertThat(other.channel.sent).contains("message m-1 for 1 /topic/rooms.r1");
    }

    @Test
    void sendsToItsRoom() {
        connect();
        lines.received("{\"do\":\"send\",\"to\":\"/app/rooms.r1.send\",\"ref\":\"2\",\"body\":{\"text\":\"hello\"}}");
        assertThat(node.sender.published)
                .singleElement()
                .satisfies(message -> assertThat(message.sender()).isEqualTo("bob"));
        node.sender.confirms.getFirst().complete(null);
        awaitLine("kept 2", "\"id\":\"" + node.sender.published.getFirst().id() + "\"");
    }

    @Test
    void refusalKeepsTheSessionOpen() {
        connect();
        lines.received("{\"do\":\"subscribe\",\"to\":\"/topic/rooms.secret\",\"ref\":\"1\"}");
        lines.received("{\"do\":\"dance\",\"ref\":\"2\"}");
        awaitLine("refused 1", "not-a-member");
        awaitLine("refused 2", "command-refused");
        assertThat(lines.session().isEnding()).isFalse();
    }

    @Test
    void isEndedWithoutAToken() {
        lines.received("{\"token\":\"no token\"}");
        assertThat(socket.written).hasSize(2).endsWith("close 1008 token-invalid");
        assertThat(socket.written.getFirst()).contains("\"ended\"", "token-invalid");
    }
}
