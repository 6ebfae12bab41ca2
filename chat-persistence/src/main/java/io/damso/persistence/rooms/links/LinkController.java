package io.damso.persistence.rooms.links;

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
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST for links; the caller is the subject of the token. */
@RestController
final class LinkController {

    private static final String LINKS = "/api/rooms/{roomId}/links";
    private static final Audit AUDIT = new Audit();

    private final Links links;

    LinkController(Links links) {
        this.links = links;
    }

    @PostMapping(LINKS)
    @Operation(
            summary =
                    "Create a link by which users join; the owner and moderators may do this. Only this answer has the "
                            + "token: pass it on within an address of your product")
    @ResponseStatus(HttpStatus.CREATED)
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.DIRECT_ROOM, ErrorCode.NOT_A_MODERATOR, ErrorCode.ROOM_ARCHIVED})
    Link create(
            @PathVariable String roomId, @RequestBody NewLink wanted, Principal caller, HttpServletRequest request) {
        List<InvalidValue> errors = wanted.errors();
        if (!errors.isEmpty()) {
            throw new ProblemException(errors);
        }
        Link link = links.create(roomId, wanted, caller.getName());
        AUDIT.linkCreated(actor(caller, request), roomId, link.id());
        return link;
    }

    @GetMapping(LINKS)
    @Operation(summary = "List the links of a room, oldest first; the owner and moderators may do this")
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.DIRECT_ROOM, ErrorCode.NOT_A_MODERATOR})
    LinkList list(@PathVariable String roomId, Principal caller) {
        return links.list(roomId, caller.getName());
    }

    @DeleteMapping(LINKS + "/{linkId}")
    @Operation(summary = "Revoke a link; the owner and moderators may do this. Whoever has joined by it stays a member")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Refuses({ErrorCode.ROOM_NOT_FOUND, ErrorCode.DIRECT_ROOM, ErrorCode.NOT_A_MODERATOR})
    void revoke(
            @PathVariable String roomId, @PathVariable String linkId, Principal caller, HttpServletRequest request) {
        links.revoke(roomId, linkId, caller.getName());
        AUDIT.linkRevoked(actor(caller, request), roomId, linkId);
    }

    @PostMapping("/api/join")
    @Operation(summary = "Join the room of a link. A member gets the room, too, and uses nothing of the link")
    @Refuses({ErrorCode.LINK_NOT_FOUND, ErrorCode.BANNED, ErrorCode.ROOM_ARCHIVED})
    Room join(@RequestBody Join wanted, Principal caller, HttpServletRequest request) {
        Links.Joined joined = links.join(wanted.parsed(), caller.getName());
        if (joined.joined()) {
            AUDIT.memberJoined(actor(caller, request), joined.room().id(), joined.linkId());
        }
        return joined.room();
    }

    private static Actor actor(Principal caller, HttpServletRequest request) {
        return new Actor(caller.getName(), null, request.getRemoteAddr());
    }
}
