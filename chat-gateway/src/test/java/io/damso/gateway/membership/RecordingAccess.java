package io.damso.gateway.membership;

import io.damso.protocol.MembershipQuestion;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Records the ended accesses. */
final class RecordingAccess implements LiveAccess {

    final Set<MembershipQuestion> running = ConcurrentHashMap.newKeySet();
    final List<String> ended = new CopyOnWriteArrayList<>();
    final AtomicInteger looks = new AtomicInteger();
    volatile Runnable onLook = () -> {};
    volatile Runnable onEnd = () -> {};

    @Override
    public Set<MembershipQuestion> memberships() {
        looks.incrementAndGet();
        onLook.run();
        return Set.copyOf(running);
    }

    @Override
    public void membershipEnded(RoomId roomId, UserId user) {
        onEnd.run();
        running.remove(new MembershipQuestion(roomId.value(), user.value()));
        ended.add(user + " in " + roomId);
    }

    @Override
    public void sessionsEnded(UserId user) {
        ended.add(user.value());
    }
}
