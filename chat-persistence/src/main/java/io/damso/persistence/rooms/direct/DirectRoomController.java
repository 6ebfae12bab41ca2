package io.damso.persistence.rooms.direct;

import io.damso.edge.audit.Actor;
import io.damso.edge.audit.Audit;
import io.damso.persistence.limits.RestRates;
import io.damso.persistence.problem.ProblemException;
import io.damso.persistence.rooms.Room;
import io.damso.protocol.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** REST for direct rooms; the caller is the subject of the token. */
@RestController
@RequestMapping("/api/direct-rooms")
final class DirectRoomController {

    private static final Audit AUDIT = new Audit();

    private final DirectRooms rooms;
    private final RestRates rates;

    DirectRoomController(DirectRooms rooms, RestRates rates) {
        this.rooms = rooms;
        this.rates = rates;
    }

    @PostMapping
    @Operation(
            summary = "Get the direct room of the caller and another user; it is created if there is none. A pair has "
                    + "one, whoever asks")
    @ApiResponse(
            responseCode = "201",
            description = "It was created",
            content = @Content(schema = @Schema(implementation = Room.class)))
    @ApiResponse(
            responseCode = "200",
            description = "It existed",
            content = @Content(schema = @Schema(implementation = Room.class)))
    ResponseEntity<Room> open(@RequestBody NewDirectRoom wanted, Principal caller, HttpServletRequest request) {
        String user = caller.getName();
        String other = wanted.other(user);
        DirectRooms.Opened opened = rooms.open(user, other, () -> rates.takeNewRoom(user))
                .orElseThrow(() -> new ProblemException(ErrorCode.TOO_MANY_REQUESTS));
        Room room = opened.roster().toRoom(user);
        if (opened.created()) {
            AUDIT.directRoomCreated(new Actor(user, null, request.getRemoteAddr()), room.id(), other);
        }
        return ResponseEntity.status(opened.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .location(URI.create("/api/rooms/" + room.id()))
                .body(room);
    }
}
