package io.damso.load.run;

import io.damso.load.client.LoadClient;
import io.damso.load.count.Payload;
import io.damso.load.peer.Peer;
import io.damso.load.peer.Room;
import java.util.Locale;

/** A member that sends messages to its room. Not thread-safe. */
public final class Sender {

    private final Peer peer;
    private final Room room;
    private final Member member;
    private final int run;
    private final int index;
    private final LoadPlan plan;
    private int sent;

    Sender(Peer peer, Room room, Member member, int run, int index, LoadPlan plan) {
        this.peer = peer;
        this.room = room;
        this.member = member;
        this.run = run;
        this.index = index;
        this.plan = plan;
    }

    /** Returns whether {@link #send} need not wait. A member without a connection has nothing to wait for. */
    boolean writable() {
        LoadClient client = member.client();
        return !client.ready() || client.writable();
    }

    /** Sends the next message. A member without a connection sends nothing. */
    void send(long intended) {
        LoadClient client = member.client();
        if (!client.ready()) {
            return;
        }
        sent++;
        String text = Payload.text(run, member.room(), index, sent, intended, plan.textBytes());
        String id = String.format(Locale.ROOT, "%08x-%x-%x-%x", run, member.room(), index, sent);
        client.send(room.sendDestination(), peer.body(text, id), receipt());
    }

    /** Returns the number of the message's acknowledgement; 1 is that of the subscription. */
    private int receipt() {
        return plan.has(LoadPlan.Behaviour.CONFIRM) || peer.confirmsMessages() ? sent + 1 : 0;
    }

    int room() {
        return member.room();
    }

    int index() {
        return index;
    }

    int sent() {
        return sent;
    }
}
