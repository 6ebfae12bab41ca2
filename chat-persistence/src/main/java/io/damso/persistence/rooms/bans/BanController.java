package io.damso.persistence.rooms.bans;

import io.damso.edge.audit.Actor;
import io.damso.edge.audit.Audit;
import io.damso.edge.problem.InvalidValue;
import io.damso.persistence.problem.PageSize;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.problem.Refuses;
import io.damso.protocol.ErrorCode;
import io.damso.protocol.UserId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST for the bans of a room; the caller is the subject of the token. */
@RestController
@RequestMapping("/api/rooms/{roomId}/bans")
final class BanController {

    private static final Audit AUDIT = new Audit();

    private final RoomBans bans;

    BanController(RoomBans bans) {
        this.bans = bans;
    }

    @PutMapping("/{userId}")
    @Operation(
            summary = "Ban a user, who is not a member then and cannot be added or join: the owner and moderators ban "
                    + "whom they may remove, and users who are not members")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.DIRECT_ROOM, ErrorCode.NOT_A_MODERATOR, ErrorCode.NOT_THE_OWNER})
    void ban(
            @PathVariable String roomId,
            @PathVariable String userId,
            @RequestBody NewBan wanted,
            Principal caller,
            HttpServletRequest request) {
        requireUserId("userId", userId);
        bans.ban(roomId, userId, wanted, caller.getName());
        AUDIT.memberBanned(actor(caller, request), roomId, userId);
    }

    @DeleteMapping("/{userId}")
    @Operation(summary = "Lift a ban; the owner and moderators may do this. The user is not a member again")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.DIRECT_ROOM, ErrorCode.NOT_A_MODERATOR})
    void lift(@PathVariable String roomId, @PathVariable String userId, Principal caller, HttpServletRequest request) {
        requireUserId("userId", userId);
        bans.lift(roomId, userId, caller.getName());
        AUDIT.banLifted(actor(caller, request), roomId, userId);
    }

    @GetMapping
    @Operation(
            summary = "List the bans of a room, sorted by user id, page by page: while hasMore is true, ask again with "
                    + "after set to the last user of the page. The owner and moderators may do this")
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.DIRECT_ROOM, ErrorCode.NOT_A_MODERATOR})
    BanPage list(
            @PathVariable String roomId,
            @Parameter(
                            description = "Maximum number of bans",
                            schema = @Schema(type = "integer", defaultValue = "100", minimum = "1", maximum = "200"))
                    @RequestParam(defaultValue = "100")
                    int limit,
            @Parameter(description = "Id of a user: only those behind it are returned")
                    @RequestParam(name = "after")
                    @Nullable
                    String afterUser,
            Principal caller) {
        PageSize.require(limit);
        if (afterUser != null) {
            requireUserId("after", afterUser);
        }
        return bans.page(roomId, afterUser, limit, caller.getName());
    }

    private static Actor actor(Principal caller, HttpServletRequest request) {
        return new Actor(caller.getName(), null, request.getRemoteAddr());
    }

    private static void requireUserId(String parameter, String userId) {
        if (UserId.parse(userId).isEmpty()) {
            throw new ProblemException(new InvalidValue(parameter, "is not a user id", UserId.ALLOWED));
        }
    }
}
