package io.damso.gateway.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.sockjs.frame.JacksonJsonSockJsMessageCodec;
import tools.jackson.databind.json.JsonMapper;

/**
 * SockJS codec that writes several STOMP frames in one array. Each frame is an element, which the client receives as a
 * message. Spring's sessions accept one message at a time and write each alone. The frames are therefore joined to one
 * text with a separator that text decoded from UTF-8 cannot contain, and split when the array is encoded.
 */
public final class FrameArrays extends JacksonJsonSockJsMessageCodec {

    /** Two high surrogates, which are not valid together in UTF-16. */
    private static final String BORDER = "\uD800\uD800";

    /** Creates a codec that parses arrays with the mapper. */
    public FrameArrays(JsonMapper mapper) {
        super(mapper);
    }

    /** Returns a message that {@link #encode} writes as an array of the frames. */
    static TextMessage message(List<byte[]> frames) {
        return new TextMessage(frames.stream()
                .map(frame -> new String(frame, StandardCharsets.UTF_8))
                .collect(Collectors.joining(BORDER)));
    }

    @Override
    public String encode(String... messages) {
        List<String> elements = new ArrayList<>(messages.length);
        for (String message : messages) {
            part(message, elements);
        }
        return super.encode(elements.toArray(String[]::new));
    }

    private static void part(String message, List<String> elements) {
        int begin = 0;
        for (int end = message.indexOf(BORDER); end >= 0; end = message.indexOf(BORDER, begin)) {
            elements.add(message.substring(begin, end));
            begin = end + BORDER.length();
        }
        elements.add(message.substring(begin));
    }
}
