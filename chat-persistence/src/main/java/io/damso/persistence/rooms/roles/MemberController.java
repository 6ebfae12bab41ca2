package io.damso.persistence.rooms.roles;

import io.damso.edge.audit.Actor;
import io.damso.edge.audit.Audit;
import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.problem.Refuses;
import io.damso.persistence.rooms.members.Role;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST for the members of a room; the caller is the subject of the token. */
@RestController
@RequestMapping("/api/rooms/{roomId}/members/{userId}")
final class MemberController {

    private static final Audit AUDIT = new Audit();

    private final Members members;

    MemberController(Members members) {
        this.members = members;
    }

    @PutMapping
    @Operation(summary = "Add a member; the owner and moderators may do this")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses({
        ErrorCode.ROOM_NOT_FOUND,
        ErrorCode.DIRECT_ROOM,
        ErrorCode.NOT_A_MODERATOR,
        ErrorCode.ROOM_ARCHIVED,
        ErrorCode.BANNED
    })
    void add(@PathVariable String roomId, @PathVariable String userId, Principal caller) {
        requireUserId(userId);
        members.add(roomId, userId, caller.getName());
    }

    @DeleteMapping
    @Operation(
            summary = "Remove a member: everybody may leave, moderators remove members, and the owner removes "
                    + "everybody. If the owner leaves, the longest-standing moderator, or else member, is the owner")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.DIRECT_ROOM, ErrorCode.NOT_A_MODERATOR, ErrorCode.NOT_THE_OWNER})
    void remove(
            @PathVariable String roomId, @PathVariable String userId, Principal caller, HttpServletRequest request) {
        requireUserId(userId);
        members.remove(roomId, userId, caller.getName());
        AUDIT.memberRemoved(actor(caller, request), roomId, userId);
    }

    @PutMapping("/role")
    @Operation(
            summary = "Change the role of a member; only the owner may do this. The role owner hands the room over: "
                    + "the caller is a moderator then")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.DIRECT_ROOM, ErrorCode.NOT_THE_OWNER, ErrorCode.NOT_FOUND})
    void changeRole(
            @PathVariable String roomId,
            @PathVariable String userId,
            @RequestBody RoleChange wanted,
            Principal caller,
            HttpServletRequest request) {
        requireUserId(userId);
        Role role = wanted.parsed();
        members.changeRole(roomId, userId, role, caller.getName());
        AUDIT.roleChanged(actor(caller, request), roomId, userId, role.slug());
    }

    private static Actor actor(Principal caller, HttpServletRequest request) {
        return new Actor(caller.getName(), null, request.getRemoteAddr());
    }

    private static void requireUserId(String userId) {
        if (UserId.parse(userId).isEmpty()) {
            throw new ProblemException(new InvalidValue("userId", "is not a user id", UserId.ALLOWED));
        }
    }
}
