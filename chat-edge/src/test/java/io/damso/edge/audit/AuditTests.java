package io.damso.edge.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.damso.protocol.ErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuditTests {

    private static final Actor ALICE = new Actor("alice", "s1", "192.0.2.7");

    private final Logger logger = (Logger) LoggerFactory.getLogger(Audit.LOGGER);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Audit audit = new Audit();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void everyEventIsOneLineOfPairs() {
        audit.signedIn(ALICE);
        audit.signInRefused(new Actor(null, "s2", "192.0.2.8"), ErrorCode.TOKEN_EXPIRED);
        audit.destinationRefused(ALICE, ErrorCode.NOT_A_MEMBER, "/topic/rooms.1");
        audit.destinationRefused(ALICE, ErrorCode.DESTINATION_REFUSED, null);
        audit.memberRemoved(new Actor("alice", null, "192.0.2.7"), "room-1", "bob");
        audit.roleChanged(new Actor("alice", null, "192.0.2.7"), "room-1", "bob", "moderator");
        audit.directRoomCreated(new Actor("alice", null, "192.0.2.7"), "room-2", "bob");
        audit.roomChanged(new Actor("alice", null, "192.0.2.7"), "room-1", "name+archived");
        audit.sessionsEnded(new Actor("admin", null, "192.0.2.9"), "bob");
        audit.sessionEnded(ALICE, ErrorCode.TOKEN_EXPIRED);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "event=sign-in user=alice session=s1 address=192.0.2.7",
                        "event=sign-in-refused session=s2 address=192.0.2.8 code=token-expired",
                        "event=destination-refused user=alice session=s1 address=192.0.2.7 code=not-a-member"
                                + " destination=/topic/rooms.1",
                        "event=destination-refused user=alice session=s1 address=192.0.2.7 code=destination-refused",
                        "event=member-removed user=alice address=192.0.2.7 room=room-1 member=bob",
                        "event=role-changed user=alice address=192.0.2.7 room=room-1 member=bob role=moderator",
                        "event=direct-room-created user=alice address=192.0.2.7 room=room-2 member=bob",
                        "event=room-changed user=alice address=192.0.2.7 room=room-1 changes=name+archived",
                        "event=sessions-ended user=admin address=192.0.2.9 target=bob",
                        "event=session-ended user=alice session=s1 address=192.0.2.7 code=token-expired");
    }

    @Test
    void bansAndLinksHaveEventsOfTheirOwn() {
        audit.memberBanned(ALICE, "room-1", "bob");
        audit.banLifted(ALICE, "room-1", "bob");
        audit.linkCreated(ALICE, "room-1", "link-1");
        audit.linkRevoked(ALICE, "room-1", "link-1");
        audit.memberJoined(ALICE, "room-1", "link-1");
        String actor = " user=alice session=s1 address=192.0.2.7 room=room-1 ";
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "event=member-banned" + actor + "member=bob",
                        "event=ban-lifted" + actor + "member=bob",
                        "event=link-created" + actor + "link=link-1",
                        "event=link-revoked" + actor + "link=link-1",
                        "event=member-joined" + actor + "link=link-1");
    }

    @Test
    void reportsNameTheMessage() {
        audit.messageReported(ALICE, "room-1", "message-1");
        audit.reportsClosed(ALICE, "room-1", "message-1");
        String fields = " user=alice session=s1 address=192.0.2.7 room=room-1 message=message-1";
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("event=message-reported" + fields, "event=reports-closed" + fields);
    }

    @Test
    void pairsAreFieldsToo() {
        audit.signedIn(ALICE);
        assertThat(lines.list.getFirst().getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .containsExactly("event=sign-in", "user=alice", "session=s1", "address=192.0.2.7");
    }

    @Test
    void clientValuesCannotForgeALine() {
        audit.signedIn(new Actor("alice", "s1", "1.2.3.4\nevent=sign-in user=root\u2028" + "x".repeat(1_000)));
        assertThat(lines.list.getFirst().getFormattedMessage())
                .startsWith("event=sign-in user=alice session=s1 address=1.2.3.4?event?sign-in?user?root?xxx")
                .hasSizeLessThan(350);
    }
}
