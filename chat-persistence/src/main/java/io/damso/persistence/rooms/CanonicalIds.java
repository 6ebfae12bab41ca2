package io.damso.persistence.rooms;

import java.beans.PropertyEditorSupport;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Converts ids of rooms, messages and links in URLs to lower case: they are UUIDs, which may be written in either case
 * (RFC 9562 §4) and are stored in lower case.
 */
@ControllerAdvice
final class CanonicalIds {

    private static final Pattern UUID =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    @InitBinder({"roomId", "messageId", "linkId", "before", "after"})
    void lowerCaseIds(WebDataBinder binder) {
        binder.registerCustomEditor(String.class, new PropertyEditorSupport() {
            @Override
            public void setAsText(String text) {
                setValue(UUID.matcher(text).matches() ? text.toLowerCase(Locale.ROOT) : text);
            }
        });
    }
}
