package io.damso.gateway.session;

import io.damso.auth.AuthenticatedUser;
import io.damso.gateway.RefusedException;
import io.damso.gateway.rooms.FrameFormat;
import io.damso.gateway.rooms.Joined;
import io.damso.gateway.rooms.feed.RoomMessage;
import io.damso.protocol.DeliveryChanged;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.NodeDraining;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Records what is sent to a client, one line for each call. */
public final class RecordingChannel implements ClientChannel, FrameFormat {

    public final List<String> sent = new CopyOnWriteArrayList<>();

    /** Whether the client can receive refusals and notices. */
    public volatile boolean receivesRefusals = true;

    /** The subscription id that is refused. */
    public volatile @Nullable String refusedLabel;

    public volatile Runnable onReceipt = () -> {};
    public volatile Runnable onHeartbeat = () -> {};

    @Override
    public FrameFormat format() {
        return this;
    }

    @Override
    public byte[] encode(RoomMessage message) {
        return String.valueOf(message.id()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] complete(byte[] encoded, byte[] label) {
        return (new String(encoded, StandardCharsets.UTF_8) + " for " + new String(label, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String label(@Nullable String id, String spelling) throws RefusedException {
        if (id != null && id.equals(refusedLabel)) {
            throw new RefusedException(ErrorCode.HEADER_REFUSED);
        }
        return id + " " + spelling;
    }

    @Override
    public void connected(String sessionId, AuthenticatedUser user, Heartbeats agreed) {
        sent.add("connected " + user.getName());
    }

    @Override
    public void message(byte[] frame) {
        sent.add("message " + new String(frame, StandardCharsets.UTF_8));
    }

    @Override
    public void receipt(Request request) {
        onReceipt.run();
        sent.add("receipt " + request.receipt());
    }

    @Override
    public void joined(Request request, Joined outcome, boolean asked) {
        onReceipt.run();
        sent.add("receipt " + request.receipt() + (asked ? " after " + outcome.replayed() : "")
                + (outcome.failure() == null ? "" : ", " + outcome.failure().slug()));
    }

    @Override
    public boolean whenReady(Runnable task) {
        return true;
    }

    @Override
    public void kept(Request request, String messageId) {
        onReceipt.run();
        sent.add("receipt " + request.receipt() + " of " + messageId);
    }

    @Override
    public boolean refusal(Request request, ErrorCode code) {
        if (receivesRefusals) {
            sent.add("refusal " + code.slug() + " of " + request.receipt());
        }
        return receivesRefusals;
    }

    @Override
    public boolean notice(ErrorCode code, @Nullable String spelling) {
        if (receivesRefusals) {
            sent.add("notice " + code.slug() + " for " + spelling);
        }
        return receivesRefusals;
    }

    @Override
    public void deliveryChanged(DeliveryChanged change) {
        sent.add(change.type() + " " + change.destination());
    }

    @Override
    public void draining(NodeDraining notice) {
        sent.add(notice.type() + " closes in " + notice.closesInMillis());
    }

    @Override
    public void heartbeat() {
        onHeartbeat.run();
        sent.add("heartbeat");
    }

    @Override
    public void end(@Nullable Request cause, ErrorCode code) {
        sent.add("end " + code.slug() + (cause == null ? "" : " by " + cause.receipt()));
    }
}
