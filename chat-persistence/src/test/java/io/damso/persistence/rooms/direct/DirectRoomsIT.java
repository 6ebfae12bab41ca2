package io.damso.persistence.rooms.direct;

import static io.damso.persistence.Problem.assertRefused;
import static io.damso.persistence.rooms.RoomClient.id;
import static io.damso.persistence.rooms.RoomClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.damso.persistence.AuditLog;
import io.damso.persistence.QueryPlans;
import io.damso.persistence.RunningService.Reply;
import io.damso.persistence.rooms.RoomClient;
import io.damso.persistence.rooms.RoomsTest;
import io.damso.protocol.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.core.MongoOperations;
import tools.jackson.databind.JsonNode;

/** Direct rooms: one for each pair, with the same two members for ever. */
class DirectRoomsIT extends RoomsTest {

    private static Reply open(String caller, String other) {
        return service.send("POST", "/api/direct-rooms", caller, "{\"with\":\"%s\"}".formatted(other));
    }

    @Test
    void pairHasOneRoomWhoeverAsksNamedAfterTheOther() {
        Reply created = open("bob", "alice");
        String room = RoomClient.created(created);
        assertThat(created.response().body())
                .isEqualTo(
                        ("{\"id\":\"%s\",\"name\":\"alice\",\"kind\":\"direct\",\"archived\":false,\"members\":[\"alice\",\"bob\"],"
                                        + "\"moderators\":[]}")
                                .formatted(id(room)));
        Reply known = open("alice", "bob");
        assertThat(known.status()).isEqualTo(200);
        assertThat(known.header("Location")).isEqualTo(room);
        assertThat(known.json().get("name").asString()).isEqualTo("bob");
        assertThat(rooms.get(room, "alice").response().body())
                .isEqualTo(known.response().body());
        JsonNode listed =
                service.get("/api/rooms?limit=1", "bob").json().get("rooms").get(0);
        assertThat(listed.toString()).isEqualTo(created.response().body());
        assertThat(open("bob", "carol").header("Location")).isNotEqualTo(room);
        assertThat(open("Bob", "alice").status())
                .as("user ids are case-sensitive")
                .isEqualTo(201);
    }

    @Test
    void idsThatLookAlikeWhenTheyAreJoinedArePairsOfTheirOwn() {
        assertThat(open("a:b", "c").status()).isEqualTo(201);
        assertThat(open("a", "b:c").status()).isEqualTo(201);
        assertThat(open("a|b", "c").status()).isEqualTo(201);
    }

    @Test
    void pairThatAsksAtTheSameMomentGetsOneRoom() throws Exception {
        for (int round = 0; round < 20; round++) {
            String one = "left" + round;
            String other = "right" + round;
            CyclicBarrier together = new CyclicBarrier(4);
            List<Future<Reply>> asked = new ArrayList<>();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 4; i++) {
                    boolean left = i % 2 == 0;
                    asked.add(executor.submit(() -> {
                        together.await();
                        return left ? open(one, other) : open(other, one);
                    }));
                }
            }
            Set<String> ids = new HashSet<>();
            List<Integer> answers = new ArrayList<>();
            for (Future<Reply> reply : asked) {
                assertThat(texts(reply.get(), "members")).containsExactly(one, other);
                ids.add(reply.get().json().get("id").asString());
                answers.add(reply.get().status());
            }
            assertThat(ids).hasSize(1);
            assertThat(answers).containsExactlyInAnyOrder(201, 200, 200, 200);
            for (String user : List.of(one, other)) {
                assertThat(service.get("/api/rooms", user).json().get("rooms").findValuesAsString("id"))
                        .containsExactlyElementsOf(ids);
            }
        }
    }

    @Test
    void nobodyIsAddedOrRemovedAndNobodyHasARole() {
        String room = RoomClient.created(open("dora", "emil"));
        for (String caller : List.of("dora", "emil")) {
            assertRefused(rooms.add(room, "eve", caller), ErrorCode.DIRECT_ROOM);
            assertRefused(rooms.remove(room, "emil", caller), ErrorCode.DIRECT_ROOM);
            assertRefused(rooms.remove(room, "dora", caller), ErrorCode.DIRECT_ROOM);
            assertRefused(rooms.role(room, "emil", "owner", caller), ErrorCode.DIRECT_ROOM);
        }
        assertRefused(rooms.add(room, "eve", "eve"), ErrorCode.ROOM_NOT_FOUND);
        assertRefused(rooms.remove(room, "emil", "eve"), ErrorCode.ROOM_NOT_FOUND);
        assertRefused(rooms.get(room, "eve"), ErrorCode.ROOM_NOT_FOUND);
        assertThat(texts(rooms.get(room, "dora"), "members")).containsExactly("dora", "emil");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    {} ~ is missing
                    {"with":null} ~ is missing
                    {"with":"b ob"} ~ is not a user id
                    {"with":""} ~ is not a user id
                    {"with":"a/b"} ~ is not a user id
                    {"with":".."} ~ is not a user id
                    {"with":"fred"} ~ is the caller
                    {"with":7} ~ has the wrong type
                    {"with":{"$ne":""}} ~ has the wrong type
                    """)
    void otherThatCannotBeUsedIsExplained(String body, String detail) {
        Reply reply = service.send("POST", "/api/direct-rooms", "fred", body);
        assertRefused(reply, ErrorCode.BAD_REQUEST);
        assertThat(reply.json().get("errors").findValuesAsString("field")).containsExactly("/with");
        assertThat(reply.json().get("errors").findValuesAsString("detail")).containsExactly(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "hello", "{\"with\":\"bob\",\"members\":[\"eve\"]}"})
    void bodyThatCannotBeUsedIsRefused(String body) {
        assertRefused(service.send("POST", "/api/direct-rooms", "fred", body), ErrorCode.BAD_REQUEST);
    }

    /** As if the process had died after it wrote the pair, or the pair and one of the members. */
    @Test
    void roomThatWasNeverFinishedIsFinishedByTheNextWhoAsks() {
        for (boolean oneMember : List.of(false, true)) {
            String one = "half" + oneMember;
            String id = "0199c0de-0000-7000-8000-00000000000" + (oneMember ? 1 : 2);
            MongoOperations store = service.bean(MongoOperations.class);
            store.insert(new DirectRoomDocument(DirectRoomDocument.idOf(one, "gina"), id, Instant.EPOCH, one));
            if (oneMember) {
                store.insert(
                        new org.bson.Document("_id", id + ":gina")
                                .append("roomId", id)
                                .append("userId", "gina"),
                        "memberships");
            }
            assertRefused(rooms.get("/api/rooms/" + id, "gina"), ErrorCode.ROOM_NOT_FOUND);
            Reply opened = open("gina", one);
            assertThat(opened.status()).isEqualTo(200);
            assertThat(opened.json().get("id").asString()).isEqualTo(id);
            assertThat(texts(rooms.get("/api/rooms/" + id, one), "members")).containsExactly("gina", one);
        }
    }

    @Test
    void messagesOfADirectRoomAreRead() {
        String room = RoomClient.created(open("hans", "ida"));
        assertThat(service.get(room + "/messages", "ida").status()).isEqualTo(200);
        assertRefused(service.get(room + "/messages", "eve"), ErrorCode.ROOM_NOT_FOUND);
    }

    @Test
    void creationIsAuditedOnce() {
        List<String> lines = AuditLog.of(() -> {
            open("jane", "kim");
            open("kim", "jane");
        });
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("event=direct-room-created user=jane address=127.0.0.1 room=")
                .endsWith(" member=kim");
    }

    @Test
    void openingUsesIndexesOnly() {
        QueryPlans.assertIndexed(
                () -> {
                    open("lea", "max");
                    open("max", "lea");
                },
                "_id_");
    }

    @Test
    void openApiDocumentHasBothAnswers() {
        JsonNode post = service.send("GET", "/api/openapi", null, null).json().at("/paths/~1api~1direct-rooms/post");
        assertThat(post.get("responses").propertyNames()).contains("200", "201", "400", "429");
        assertThat(post.at("/responses/201/content").toString()).contains("#/components/schemas/Room");
    }
}
