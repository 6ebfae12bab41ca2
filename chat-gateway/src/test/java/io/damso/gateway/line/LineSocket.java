package io.damso.gateway.line;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.RefusedException;
import io.damso.gateway.mailbox.Mailbox;
import io.damso.gateway.requests.ClientRequests;
import io.damso.gateway.requests.JoinRequest;
import io.damso.gateway.rooms.FrameFormat;
import io.damso.gateway.rooms.Joined;
import io.damso.gateway.rooms.feed.RoomMessage;
import io.damso.gateway.session.Answers;
import io.damso.gateway.session.ClientChannel;
import io.damso.gateway.session.ClientSession;
import io.damso.gateway.session.Handshake;
import io.damso.gateway.session.Heartbeats;
import io.damso.gateway.session.Request;
import io.damso.gateway.session.Subscriptions;
import io.damso.protocol.DeliveryChanged;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.NodeDraining;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A protocol other than STOMP on the sessions, requests and rooms of a node: one JSON object per line, such as
 * {@code {"do": "subscribe", "to": "/topic/rooms.r1", "ref": "1"}}. It shows that only the adapters depend on STOMP.
 */
final class LineSocket implements ClientChannel {

    private static final JsonMapper JSON = new JsonMapper();
    private static final FrameFormat LINES = new Lines();

    private final ClientSession session;
    private final Mailbox mailbox;
    private final ClientRequests requests;
    private final Answers answers;

    LineSocket(Handshake handshake, Mailbox mailbox, ClientRequests requests, Answers answers) {
        this.mailbox = mailbox;
        this.requests = requests;
        this.answers = answers;
        this.session = new ClientSession("line-1", handshake, mailbox, new Subscriptions(), this);
    }

    ClientSession session() {
        return session;
    }

    void received(String line) {
        session.received();
        JsonNode asked = JSON.readTree(line);
        Request request = new Request(text(asked, "to"), text(asked, "ref"));
        AuthenticatedUser user = session.user();
        try {
            if (user == null) {
                requests.connect().connect(session, "Bearer " + text(asked, "token"), Heartbeats.NONE);
                return;
            }
            switch (String.valueOf(text(asked, "do"))) {
                case "subscribe" -> requests.subscribe().subscribe(session, user, null, request, JoinRequest.LIVE);
                case "send" -> requests.send().send(session, user, request, JSON.writeValueAsBytes(asked.path("body")));
                case "unsubscribe" -> requests.unsubscribe().unsubscribe(session, null, request);
                case "disconnect" -> requests.disconnect().disconnect(session, request);
                default -> throw new RefusedException(ErrorCode.COMMAND_REFUSED);
            }
        } catch (RefusedException e) {
            answers.refuse(session, request, e);
        }
    }

    private static @Nullable String text(JsonNode asked, String name) {
        return asked.path(name).asString(null);
    }

    private boolean write(String what, @Nullable String about, @Nullable String value) {
        mailbox.send(line(what, about, value));
        return true;
    }

    private static byte[] line(String what, @Nullable String about, @Nullable String value) {
        return JSON.writeValueAsBytes(
                about == null ? Map.of("is", what) : Map.of("is", what, about, String.valueOf(value)));
    }

    @Override
    public FrameFormat format() {
        return LINES;
    }

    @Override
    public String label(@Nullable String id, String spelling) {
        return JSON.writeValueAsString(spelling);
    }

    @Override
    public void connected(String sessionId, AuthenticatedUser user, Heartbeats agreed) {
        write("connected", "user", user.getName());
    }

    @Override
    public void message(byte[] frame) {
        mailbox.deliver(frame);
    }

    @Override
    public void receipt(Request request) {
        write("done", "ref", request.receipt());
    }

    @Override
    public void joined(Request request, Joined outcome, boolean asked) {
        receipt(request);
    }

    @Override
    public boolean whenReady(Runnable task) {
        return mailbox.whenReady(task);
    }

    @Override
    public void kept(Request request, String messageId) {
        write("kept " + request.receipt(), "id", messageId);
    }

    @Override
    public boolean refusal(Request request, ErrorCode code) {
        return write("refused " + request.receipt(), "code", code.slug());
    }

    @Override
    public boolean notice(ErrorCode code, @Nullable String spelling) {
        return write("notice", "code", code.slug());
    }

    @Override
    public void deliveryChanged(DeliveryChanged change) {
        write(change.type(), "to", change.destination());
    }

    @Override
    public void draining(NodeDraining notice) {
        write(notice.type(), "in", Long.toString(notice.closesInMillis()));
    }

    @Override
    public void heartbeat() {
        write("alive", null, null);
    }

    @Override
    public void end(@Nullable Request cause, ErrorCode code) {
        mailbox.close(line("ended", "code", code.slug()), ClientSession.statusFor(code));
    }

    /** {@code {"to": <label>, "id": …, "body": …}}, everything except the label is encoded once. */
    private static final class Lines implements FrameFormat {

        @Override
        public byte[] encode(RoomMessage message) {
            String body = new String(message.body(), StandardCharsets.UTF_8);
            return (",\"id\":\"" + message.id() + "\",\"body\":" + body + "}").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] complete(byte[] encoded, byte[] label) {
            return ("{\"to\":" + new String(label, StandardCharsets.UTF_8)
                            + new String(encoded, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
        }
    }
}
