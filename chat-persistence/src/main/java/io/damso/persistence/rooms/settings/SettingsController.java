package io.damso.persistence.rooms.settings;

import io.damso.edge.audit.Actor;
import io.damso.edge.audit.Audit;
import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.problem.Refuses;
import io.damso.persistence.rooms.Room;
import io.damso.protocol.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** REST for name, topic and archive of a room; the caller is the subject of the token. */
@RestController
final class SettingsController {

    private static final Audit AUDIT = new Audit();

    private final RoomSettings settings;

    SettingsController(RoomSettings settings) {
        this.settings = settings;
    }

    @PatchMapping("/api/rooms/{roomId}")
    @Operation(
            summary = "Change a room: the owner and moderators change name and topic, only the owner archives it. "
                    + "Fields that are left out stay as they are")
    @Refuses({
        ErrorCode.ROOM_NOT_FOUND,
        ErrorCode.NOT_A_MODERATOR,
        ErrorCode.NOT_THE_OWNER,
        ErrorCode.DIRECT_ROOM,
        ErrorCode.ROOM_ARCHIVED
    })
    Room change(
            @PathVariable String roomId, @RequestBody RoomPatch wanted, Principal caller, HttpServletRequest request) {
        List<InvalidValue> errors = wanted.errors();
        if (!errors.isEmpty()) {
            throw new ProblemException(errors);
        }
        Room room = settings.change(roomId, wanted, caller.getName());
        if (!wanted.changes().isEmpty()) {
            AUDIT.roomChanged(new Actor(caller.getName(), null, request.getRemoteAddr()), room.id(), wanted.changes());
        }
        return room;
    }
}
