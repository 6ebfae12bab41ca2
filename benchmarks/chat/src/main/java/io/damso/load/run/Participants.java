package io.damso.load.run;

import io.damso.load.client.Identity;
import io.damso.load.client.Position;
import io.damso.load.count.Counts;
import io.damso.load.count.KeptMessages;
import io.damso.load.count.Ledger;
import io.damso.load.peer.Peer;
import io.damso.load.peer.Room;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Rooms, members and senders.
 *
 * @param rooms rooms by number
 * @param members members by room, distributed over the endpoints of the peer in turn
 * @param senders in the order in which they send: each room once before any room again
 */
public record Participants(List<Room> rooms, List<Member> members, List<Sender> senders) {

    static Participants of(Peer peer, LoadPlan plan, int run) throws InterruptedException {
        List<List<String>> users = IntStream.range(0, plan.rooms())
                .mapToObj(room -> IntStream.range(0, plan.members())
                        .mapToObj(i -> "load-" + room + "-" + i)
                        .toList())
                .toList();
        List<Room> rooms = peer.createRooms(plan.rooms(), users);
        int senders = Math.min(plan.senders(), plan.members());
        List<Member> members = new ArrayList<>(plan.clients());
        for (int room = 0; room < plan.rooms(); room++) {
            for (String user : users.get(room)) {
                int index = members.size() % plan.members();
                URI endpoint = plan.has(LoadPlan.Behaviour.FIRST_NODE)
                        ? peer.nodes().getFirst()
                        : endpoint(peer, members.size(), index < senders);
                Ledger ledger = new Ledger(room, senders);
                members.add(new Member(
                        room,
                        user,
                        ledger,
                        new Identity(
                                endpoint,
                                peer.token(user),
                                rooms.get(room).subscribeDestination(),
                                ledger,
                                plan.has(LoadPlan.Behaviour.RESUME) ? new Position() : null)));
            }
        }
        List<Sender> talking = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            for (int room = 0; room < plan.rooms(); room++) {
                talking.add(new Sender(peer, rooms.get(room), members.get(room * plan.members() + i), run, i, plan));
            }
        }
        return new Participants(rooms, members, talking);
    }

    /**
     * Returns the endpoint of a member. If the peer has a proxy, senders connect directly to the first node. When
     * another node is killed, the numbers of sent messages stay exact.
     */
    private static URI endpoint(Peer peer, int number, boolean sends) {
        List<URI> endpoints = peer.endpoints();
        boolean chosenForIt = endpoints.size() < peer.nodes().size();
        return sends && chosenForIt ? peer.nodes().getFirst() : endpoints.get(number % endpoints.size());
    }

    /** Returns the number of sent messages. */
    public long sent() {
        return senders.stream().mapToLong(Sender::sent).sum();
    }

    /** Returns the number of messages sent to a room. */
    public long sent(int room) {
        return senders.stream()
                .filter(sender -> sender.room() == room)
                .mapToLong(Sender::sent)
                .sum();
    }

    /** Returns the number of deliveries that the sent messages should cause. */
    long due() {
        return sent() * members.size() / rooms.size();
    }

    /** Returns the counts of some members. */
    Counts counts(Predicate<Member> wanted) {
        int[][] sent = new int[rooms.size()][senders.size() / rooms.size()];
        senders.forEach(sender -> sent[sender.room()][sender.index()] = sender.sent());
        return members.stream()
                .filter(wanted)
                .map(member -> member.ledger().counts(sent[member.room()]))
                .reduce(Counts.NONE, Counts::plus);
    }

    /**
     * Returns the counts of some members if exactly these messages were to be delivered.
     *
     * @param kept messages by number of the room
     */
    Counts counts(Predicate<Member> wanted, List<KeptMessages> kept) {
        return members.stream()
                .filter(wanted)
                .map(member -> member.ledger().counts(kept.get(member.room())))
                .reduce(Counts.NONE, Counts::plus);
    }
}
