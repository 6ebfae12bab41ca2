package io.damso.persistence.rooms.roles;

import static io.damso.persistence.Problem.assertRefused;
import static io.damso.persistence.rooms.RoomClient.assertDone;
import static io.damso.persistence.rooms.RoomClient.id;
import static io.damso.persistence.rooms.RoomClient.owner;
import static io.damso.persistence.rooms.RoomClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.AuditLog;
import io.damso.persistence.QueryPlans;
import io.damso.persistence.RunningService.Reply;
import io.damso.persistence.rooms.RoomsTest;
import io.damso.persistence.rooms.members.Memberships;
import io.damso.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoOperations;

/** Owner, moderators and members: who may do what, and who owns a room when its owner leaves. */
class RolesIT extends RoomsTest {

    @Test
    void creatorOwnsTheRoomAndNamesModerators() {
        String room = roomWithModerator();
        Reply seen = rooms.get(room, "bob");
        assertThat(owner(seen)).isEqualTo("owner");
        assertThat(texts(seen, "moderators")).containsExactly("mod");
        assertThat(service.get("/api/rooms?limit=1", "mod")
                        .json()
                        .get("rooms")
                        .get(0)
                        .toString())
                .isEqualTo(seen.response().body());
        assertDone(rooms.role(room, "mod", "member", "owner"));
        assertThat(texts(rooms.get(room, "bob"), "moderators")).isEmpty();
    }

    @Test
    void onlyOwnerAndModeratorsAddOthers() {
        String room = roomWithModerator();
        assertRefused(rooms.add(room, "carol", "bob"), ErrorCode.NOT_A_MODERATOR);
        assertRefused(rooms.get(room, "carol"), ErrorCode.ROOM_NOT_FOUND);
        for (int again = 0; again < 2; again++) {
            assertDone(rooms.add(room, "carol", "mod"));
            assertDone(rooms.add(room, "dan", "owner"));
        }
        assertThat(texts(rooms.get(room, "dan"), "members")).containsExactly("bob", "carol", "dan", "mod", "owner");
    }

    @Test
    void onlyTheOwnerRemovesModeratorsAndOnlyModeratorsRemoveMembers() {
        String room = roomWithModerator();
        assertDone(
                rooms.role(room, rooms.add(room, "mod2", "mod").status() == 204 ? "mod2" : "", "moderator", "owner"));
        assertDone(rooms.add(room, "carol", "mod"));
        assertRefused(rooms.remove(room, "carol", "bob"), ErrorCode.NOT_A_MODERATOR);
        assertRefused(rooms.remove(room, "mod", "bob"), ErrorCode.NOT_THE_OWNER);
        assertRefused(rooms.remove(room, "owner", "bob"), ErrorCode.NOT_THE_OWNER);
        assertRefused(rooms.remove(room, "mod2", "mod"), ErrorCode.NOT_THE_OWNER);
        assertRefused(rooms.remove(room, "owner", "mod"), ErrorCode.NOT_THE_OWNER);
        for (int again = 0; again < 2; again++) {
            assertDone(rooms.remove(room, "carol", "mod"));
            assertDone(rooms.remove(room, "mod2", "owner"));
        }
        assertDone(rooms.remove(room, "bob", "bob"));
        assertRefused(rooms.get(room, "bob"), ErrorCode.ROOM_NOT_FOUND);
        assertThat(texts(rooms.get(room, "mod"), "members")).containsExactly("mod", "owner");
    }

    @Test
    void onlyTheOwnerChangesRoles() {
        String room = roomWithModerator();
        for (String role : List.of("owner", "moderator", "member")) {
            assertRefused(rooms.role(room, "bob", role, "bob"), ErrorCode.NOT_THE_OWNER);
            assertRefused(rooms.role(room, "bob", role, "mod"), ErrorCode.NOT_THE_OWNER);
            assertRefused(rooms.role(room, "bob", role, "eve"), ErrorCode.ROOM_NOT_FOUND);
            assertRefused(rooms.role("/api/rooms/unknown", "bob", role, "eve"), ErrorCode.ROOM_NOT_FOUND);
            assertRefused(rooms.role(room, "eve", role, "owner"), ErrorCode.NOT_FOUND);
        }
        assertThat(owner(rooms.get(room, "bob"))).isEqualTo("owner");
    }

    @Test
    void rolesThatCannotBeUsedAreExplained() {
        String room = roomWithModerator();
        String path = room + "/members/bob/role";
        for (String body : List.of("{}", "{\"role\":null}", "{\"role\":\"Owner\"}", "{\"role\":\"admin\"}")) {
            Reply reply = rooms.send("PUT", path, "owner", body);
            assertRefused(reply, ErrorCode.BAD_REQUEST);
            assertThat(reply.json().get("errors").findValuesAsString("field")).containsExactly("/role");
            assertThat(reply.json().get("errors").findValuesAsString("allowed"))
                    .containsExactly("owner, moderator or member");
        }
        for (String body :
                List.of("", "[]", "{\"role\":7}", "{\"role\":{\"$ne\":\"\"}}", "{\"role\":\"owner\",\"x\":1}")) {
            assertRefused(rooms.send("PUT", path, "owner", body), ErrorCode.BAD_REQUEST);
        }
        assertRefused(rooms.role(room, "b%20ob", "moderator", "owner"), ErrorCode.BAD_REQUEST);
        for (String role : List.of("moderator", "member")) {
            assertRefused(rooms.role(room, "owner", role, "owner"), ErrorCode.BAD_REQUEST);
        }
        assertDone(rooms.role(room, "owner", "owner", "owner"));
    }

    @Test
    void whoHandsTheRoomOverIsAModeratorThen() {
        String room = roomWithModerator();
        assertDone(rooms.role(room, "bob", "owner", "owner"));
        Reply seen = rooms.get(room, "owner");
        assertThat(owner(seen)).isEqualTo("bob");
        assertThat(texts(seen, "moderators")).containsExactly("mod", "owner");
        assertRefused(rooms.role(room, "owner", "owner", "owner"), ErrorCode.NOT_THE_OWNER);
        assertRefused(rooms.remove(room, "bob", "owner"), ErrorCode.NOT_THE_OWNER);
        assertDone(rooms.remove(room, "owner", "bob"));
    }

    @Test
    void whoeverIsThereLongestOwnsTheRoomWhenTheOwnerLeavesModeratorsFirst() {
        String room = rooms.create("owner", "yan");
        assertDone(rooms.add(room, "bob", "owner"));
        assertDone(rooms.add(room, "amy", "owner"));
        assertDone(rooms.role(room, "amy", "moderator", "owner"));
        assertDone(rooms.remove(room, "owner", "owner"));
        assertThat(owner(rooms.get(room, "bob"))).isEqualTo("amy");
        assertThat(texts(rooms.get(room, "bob"), "moderators")).isEmpty();
        assertDone(rooms.remove(room, "amy", "amy"));
        assertThat(owner(rooms.get(room, "bob"))).isEqualTo("yan");
        assertDone(rooms.add(room, "owner", "yan"));
        assertThat(owner(rooms.get(room, "bob"))).isEqualTo("yan");
        assertRefused(rooms.role(room, "owner", "owner", "owner"), ErrorCode.NOT_THE_OWNER);
    }

    @Test
    void roomThatEverybodyHasLeftIsArchived() {
        String room = rooms.create("owner", "bob");
        assertDone(rooms.remove(room, "owner", "owner"));
        assertThat(archivedAt(room)).isNull();
        assertDone(rooms.remove(room, "bob", "bob"));
        assertThat(archivedAt(room)).isNotNull();
    }

    private static Object archivedAt(String room) {
        return service.bean(MongoOperations.class)
                .findById(id(room), Document.class, "rooms")
                .get("archivedAt");
    }

    /** As if the process had died after it removed the owner. */
    @Test
    void roomHasAnOwnerAlthoughNobodyWasNamed() {
        String room = rooms.create("owner", "bob", "carol");
        service.bean(Memberships.class).remove(id(room), "owner");
        assertThat(owner(rooms.get(room, "carol"))).isEqualTo("bob");
        assertRefused(rooms.add(room, "owner", "carol"), ErrorCode.NOT_A_MODERATOR);
        assertDone(rooms.add(room, "owner", "bob"));
        assertThat(owner(rooms.get(room, "owner"))).isEqualTo("bob");
    }

    @Test
    void roomsOfEarlierVersionsBelongToTheirCreator() {
        String id = UUID.randomUUID().toString();
        MongoOperations store = service.bean(MongoOperations.class);
        store.insert(
                new Document("_id", id)
                        .append("name", "old")
                        .append("owner", "owner")
                        .append("createdAt", new java.util.Date()),
                "rooms");
        for (String user : List.of("owner", "bob", "carol")) {
            store.insert(
                    new Document("_id", id + ":" + user).append("roomId", id).append("userId", user), "memberships");
        }
        String room = "/api/rooms/" + id;
        assertThat(owner(rooms.get(room, "bob"))).isEqualTo("owner");
        assertRefused(rooms.add(room, "dan", "bob"), ErrorCode.NOT_A_MODERATOR);
        assertDone(rooms.role(room, "carol", "moderator", "owner"));
        assertDone(rooms.add(room, "dan", "carol"));
        assertDone(rooms.remove(room, "carol", "owner"));
        assertDone(rooms.remove(room, "owner", "owner"));
        assertThat(owner(rooms.get(room, "dan"))).as("older than dan").isEqualTo("bob");
    }

    @Test
    void concurrentChangesLeaveNoRoomWithoutItsOwnerAmongTheMembers() throws Exception {
        List<String> users = List.of("u0", "u1", "u2", "u3", "u4", "u5");
        for (int round = 0; round < 8; round++) {
            String room = rooms.create("keeper", users.toArray(String[]::new));
            assertDone(rooms.role(room, "u0", "owner", "keeper"));
            List<Future<?>> running = new ArrayList<>();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (String user : users) {
                    Random random = new Random(31L * round + user.hashCode());
                    running.add(executor.submit(() -> changeAtRandom(room, user, users, random)));
                }
                running.add(executor.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        assertOwned(room);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            assertOwned(room);
            assertThat(service.bean(MongoOperations.class)
                            .findById(id(room), Document.class, "rooms")
                            .getString("owner"))
                    .as("as stored")
                    .isEqualTo(owner(rooms.get(room, "keeper")));
        }
    }

    /** Hands over to others, so that often the one who gets the room is just leaving. */
    private static void changeAtRandom(String room, String user, List<String> users, Random random) {
        for (int i = 0; i < 3; i++) {
            String other = users.get(random.nextInt(users.size()));
            rooms.role(room, other, "owner", user);
        }
        rooms.remove(room, user, user);
    }

    private static void assertOwned(String room) {
        Reply seen = rooms.get(room, "keeper");
        assertThat(texts(seen, "members")).contains(owner(seen));
    }

    @Test
    void twoWhoGetTheRoomAtTheSameTimeDoNotBothOwnIt() throws Exception {
        for (int round = 0; round < 10; round++) {
            String room = rooms.create("owner", "bob", "carol");
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Reply>> both = Stream.of("bob", "carol")
                        .map(user -> executor.submit(() -> rooms.role(room, user, "owner", "owner")))
                        .toList();
                List<Integer> answers = new ArrayList<>();
                for (Future<Reply> one : both) {
                    answers.add(one.get().status());
                }
                assertThat(answers).contains(204).isSubsetOf(204, 403);
            }
            String owner = owner(rooms.get(room, "owner"));
            assertThat(owner).isIn("bob", "carol");
            assertDone(rooms.role(room, "owner", "member", owner));
        }
    }

    @Test
    void everyQueryUsesAnIndex() {
        String room = roomWithModerator();
        QueryPlans.assertIndexed(
                () -> {
                    assertDone(rooms.add(room, "carol", "mod"));
                    assertDone(rooms.role(room, "carol", "moderator", "owner"));
                    assertDone(rooms.role(room, "carol", "owner", "owner"));
                    assertDone(rooms.remove(room, "carol", "carol"));
                },
                "_id_",
                "roomId_1_userId_1");
    }

    @Test
    void changeOfARoleIsAudited() {
        String room = rooms.create("owner", "bob");
        assertThat(AuditLog.of(() -> {
                    rooms.role(room, "bob", "moderator", "owner");
                    rooms.role(room, "bob", "owner", "bob");
                }))
                .containsExactly("event=role-changed user=owner address=127.0.0.1 room=" + id(room)
                        + " member=bob role=moderator");
    }
}
