package io.damso.persistence.rooms;

import io.damso.edge.audit.Actor;
import io.damso.edge.audit.Audit;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.problem.Refuses;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.RoomId;
import io.damso.protocol.UserId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Rooms and members over HTTP; the caller is the subject of the token. */
@RestController
@RequestMapping("/api/rooms")
final class RoomController {

    private static final Audit AUDIT = new Audit();
    private static final int MAX_LIMIT = 200;

    private final Rooms rooms;

    RoomController(Rooms rooms) {
        this.rooms = rooms;
    }

    @PostMapping
    @Operation(summary = "Create a room; the caller owns it and is a member")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<Room> create(@Valid @RequestBody NewRoom wanted, Principal caller) {
        requireUnicode(wanted.name());
        SortedSet<String> members = new TreeSet<>(wanted.members() == null ? List.of() : wanted.members());
        members.add(caller.getName());
        if (members.size() > Rooms.MAX_MEMBERS) {
            throw new ProblemException(ErrorCode.BAD_REQUEST);
        }
        members.forEach(RoomController::requireUserId);
        Room room = rooms.create(wanted.name(), members, caller.getName());
        return ResponseEntity.created(URI.create("/api/rooms/" + room.id())).body(room);
    }

    @GetMapping
    @Operation(summary = "List the caller's rooms, newest first")
    RoomPage list(@RequestParam(defaultValue = "100") int limit, @RequestParam @Nullable String before,
            Principal caller) {
        if (limit < 1 || limit > MAX_LIMIT || before != null && RoomId.parse(before).isEmpty()) {
            throw new ProblemException(ErrorCode.BAD_REQUEST);
        }
        return rooms.list(caller.getName(), before, limit);
    }

    @GetMapping("/{roomId}")
    @Operation(summary = "Show a room of the caller")
    @Refuses(ErrorCode.ROOM_NOT_FOUND)
    Room get(@PathVariable String roomId, Principal caller) {
        return rooms.get(roomId, caller.getName());
    }

    @PutMapping("/{roomId}/members/{userId}")
    @Operation(summary = "Add a member; any member may")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses(ErrorCode.ROOM_NOT_FOUND)
    void add(@PathVariable String roomId, @PathVariable String userId, Principal caller) {
        requireUserId(userId);
        rooms.addMember(roomId, userId, caller.getName());
    }

    @DeleteMapping("/{roomId}/members/{userId}")
    @Operation(summary = "Remove a member: the owner anyone, others themselves")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.NOT_THE_OWNER})
    void remove(
            @PathVariable String roomId, @PathVariable String userId, Principal caller, HttpServletRequest request) {
        requireUserId(userId);
        rooms.removeMember(roomId, userId, caller.getName());
        AUDIT.memberRemoved(new Actor(caller.getName(), null, request.getRemoteAddr()), roomId, userId);
    }

    /** JSON can escape half of a surrogate pair, which no UTF-8 can carry on. */
    private static void requireUnicode(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new ProblemException(ErrorCode.BAD_REQUEST);
        }
    }

    private static void requireUserId(String userId) {
        if (UserId.parse(userId).isEmpty()) {
            throw new ProblemException(ErrorCode.BAD_REQUEST);
        }
    }

    record NewRoom(
            @NotBlank @Size(max = 100) String name,
            @Nullable List<@NotNull String> members) {}
}
