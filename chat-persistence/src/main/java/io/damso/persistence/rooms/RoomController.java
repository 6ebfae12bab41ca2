package io.damso.persistence.rooms;

import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.limits.RestRates;
import io.damso.persistence.problem.PageSize;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.problem.Refuses;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST for rooms; the caller is the subject of the token. */
@RestController
@RequestMapping("/api/rooms")
final class RoomController {

    private final Rooms rooms;
    private final RestRates rates;

    RoomController(Rooms rooms, RestRates rates) {
        this.rooms = rooms;
        this.rates = rates;
    }

    @PostMapping
    @Operation(summary = "Create a room; the caller becomes owner and member")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<Room> create(@RequestBody NewRoom wanted, Principal caller) {
        List<InvalidValue> errors = wanted.errors(caller.getName());
        if (!errors.isEmpty()) {
            throw new ProblemException(errors);
        }
        if (!rates.takeNewRoom(caller.getName())) {
            throw new ProblemException(ErrorCode.TOO_MANY_REQUESTS);
        }
        String name = Objects.requireNonNull(wanted.name(), "A room without a name has no errors");
        Room room = rooms.create(name, wanted.membersWith(caller.getName()), caller.getName());
        return ResponseEntity.created(URI.create("/api/rooms/" + room.id())).body(room);
    }

    @GetMapping
    @Operation(
            summary =
                    "List the caller's rooms, newest first, page by page: while hasMore is true, ask again with before "
                            + "set to the last room of the page")
    RoomPage list(
            @Parameter(
                            description = "Maximum number of rooms; a page may have fewer although hasMore is true",
                            schema = @Schema(type = "integer", defaultValue = "100", minimum = "1", maximum = "200"))
                    @RequestParam(defaultValue = "100")
                    int limit,
            @Parameter(description = "Id of a room: only older ones are returned") @RequestParam @Nullable
                    String before,
            Principal caller) {
        PageSize.require(limit);
        if (before != null && RoomId.parse(before).isEmpty()) {
            throw new ProblemException(
                    new InvalidValue("before", "is not a room id", "the id of the last room of a page"));
        }
        return rooms.list(caller.getName(), before, limit);
    }

    @GetMapping("/{roomId}")
    @Operation(summary = "Get a room of the caller")
    @Refuses(ErrorCode.ROOM_NOT_FOUND)
    Room get(@PathVariable String roomId, Principal caller) {
        return rooms.get(roomId, caller.getName());
    }
}
