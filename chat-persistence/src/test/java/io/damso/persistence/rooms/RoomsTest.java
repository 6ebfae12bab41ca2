package io.damso.persistence.rooms;

import static io.damso.persistence.rooms.RoomClient.assertDone;

import io.damso.persistence.RunningService;
import io.damso.test.MongoStore;
import io.damso.test.RabbitBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A service with an empty store for each class, and requests for its rooms. */
public abstract class RoomsTest {

    @RegisterExtension
    protected static final RabbitBroker broker = RabbitBroker.shared();

    @RegisterExtension
    protected static final MongoStore mongo = new MongoStore();

    protected static RunningService service;
    protected static RoomClient rooms;

    @BeforeAll
    static void start() {
        service = RunningService.start(broker, mongo);
        rooms = new RoomClient(service);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Creates a room of owner, bob and mod, who is a moderator. */
    protected static String roomWithModerator() {
        String room = rooms.create("owner", "bob", "mod");
        assertDone(rooms.role(room, "mod", "moderator", "owner"));
        return room;
    }
}
