package io.damso.persistence.rooms.members;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.damso.persistence.QueryPlans;
import io.damso.protocol.MembershipQuestion;
import io.damso.test.MongoStore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Memberships in a real store: what changes keep, and what each query costs. */
class MembershipsIT {

    @RegisterExtension
    static final MongoStore mongo = new MongoStore();

    private static final Instant EARLY = Instant.parse("2026-03-01T10:00:00.000Z");
    private static final Instant LATE = EARLY.plusSeconds(60);

    private static MongoClient client;

    private final String room = "room-" + UUID.randomUUID();
    private final MongoTemplate template = new MongoTemplate(client, mongo.database());
    private final Memberships memberships = new Memberships(template);

    @BeforeAll
    static void connect() {
        client = MongoClients.create(mongo.uri());
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    @Test
    void whoIsAddedAgainKeepsRoleAndAge() {
        memberships.add(room, "bob", EARLY);
        memberships.setModerator(room, "bob", true);
        memberships.add(room, "bob", LATE);
        assertThat(memberships.membersOf(room))
                .containsExactly(new MembershipDocument(room + ":bob", room, "bob", "moderator", EARLY));
    }

    @Test
    void whoWasRemovedComesBackWithoutRole() {
        memberships.add(room, "bob", EARLY);
        memberships.setModerator(room, "bob", true);
        memberships.remove(room, "bob");
        memberships.add(room, "bob", LATE);
        assertThat(memberships.membersOf(room)).containsExactly(MembershipDocument.of(room, "bob", LATE));
    }

    @Test
    void roleIsTakenBackAndOnlyMembersHaveOne() {
        memberships.add(room, "bob", EARLY);
        assertThat(memberships.setModerator(room, "bob", true)).isTrue();
        assertThat(memberships.setModerator(room, "bob", false)).isTrue();
        assertThat(memberships.setModerator(room, "eve", true)).isFalse();
        assertThat(memberships.membersOf(room)).containsExactly(MembershipDocument.of(room, "bob", EARLY));
        assertThat(memberships.contains(room, "eve")).isFalse();
    }

    @Test
    void moderatorsComeFirstThenTheLongestStanding() {
        template.getCollection("memberships")
                .insertOne(new Document("_id", room + ":zoe")
                        .append("roomId", room)
                        .append("userId", "zoe"));
        memberships.add(room, "bob", LATE);
        memberships.add(room, "carol", EARLY);
        memberships.add(room, "dan", EARLY);
        memberships.add(room, "mod", LATE);
        memberships.setModerator(room, "mod", true);
        assertThat(memberships.membersOf(room).stream().sorted(MembershipDocument.SUCCESSION))
                .extracting(MembershipDocument::userId)
                .as("an earlier version stored no time")
                .containsExactly("mod", "zoe", "carol", "dan", "bob");
    }

    @Test
    void everyQueryUsesAnIndex() {
        memberships.add(room, "bob", EARLY);
        QueryPlans.assertIndexed(
                () -> {
                    memberships.contains(room, "bob");
                    memberships.among(List.of(new MembershipQuestion(room, "bob")));
                    memberships.membersOf(room);
                    memberships.membersOfFirst(List.of(room), 10);
                    memberships.roomsOf("bob", null, 10);
                    memberships.roomsOf("bob", room, 10);
                    memberships.setModerator(room, "bob", true);
                    memberships.remove(room, "bob");
                },
                "roomId_1_userId_1",
                "userId_1_roomId_1");
    }
}
