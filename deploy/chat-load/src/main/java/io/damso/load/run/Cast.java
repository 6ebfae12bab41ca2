package io.damso.load.run;

import io.damso.load.client.Identity;
import io.damso.load.count.Counts;
import io.damso.load.count.Ledger;
import io.damso.load.peer.Peer;
import io.damso.load.peer.Room;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The rooms and who is in them.
 *
 * @param rooms by their number
 * @param members by room, and spread over the peer's endpoints in turn
 * @param senders in the order in which they take turns: no room twice before each had one
 */
public record Cast(List<Room> rooms, List<Member> members, List<Sender> senders) {

    static Cast of(Peer peer, CrowdPlan plan, int run) throws InterruptedException {
        List<List<String>> users = IntStream.range(0, plan.rooms())
                .mapToObj(room -> IntStream.range(0, plan.members()).mapToObj(i -> "load-" + room + "-" + i).toList())
                .toList();
        List<Room> rooms = peer.createRooms(plan.rooms(), users);
        int senders = Math.min(plan.senders(), plan.members());
        List<Member> members = new ArrayList<>(plan.clients());
        List<URI> endpoints = peer.endpoints();
        for (int room = 0; room < plan.rooms(); room++) {
            for (String user : users.get(room)) {
                URI endpoint = endpoints.get(members.size() % endpoints.size());
                Ledger ledger = new Ledger(room, senders);
                members.add(new Member(room, user, ledger, new Identity(endpoint, peer.token(user),
                        rooms.get(room).subscribeDestination(), ledger)));
            }
        }
        List<Sender> talking = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            for (int room = 0; room < plan.rooms(); room++) {
                talking.add(new Sender(peer, rooms.get(room), members.get(room * plan.members() + i), run, i,
                        plan.textBytes()));
            }
        }
        return new Cast(rooms, members, talking);
    }

    /** Returns how many messages were sent. */
    public long sent() {
        return senders.stream().mapToLong(Sender::sent).sum();
    }

    /** Returns how many messages were sent to a room. */
    public long sent(int room) {
        return senders.stream().filter(sender -> sender.room() == room).mapToLong(Sender::sent).sum();
    }

    /** Returns how many deliveries belong to what was sent. */
    long due() {
        return sent() * members.size() / rooms.size();
    }

    /** Returns the account of some members. */
    Counts counts(Predicate<Member> wanted) {
        int[][] sent = new int[rooms.size()][senders.size() / rooms.size()];
        senders.forEach(sender -> sent[sender.room()][sender.index()] = sender.sent());
        return members.stream().filter(wanted).map(member -> member.ledger().counts(sent[member.room()]))
                .reduce(Counts.NONE, Counts::plus);
    }
}
