package io.damso.auth;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads roles from where a token's issuer puts them; what cannot be understood gives none. */
final class Roles {

    private Roles() {}

    /**
     * Returns the roles of a claim: a list of texts, or one text of roles with blanks between them.
     *
     * @param claim name of the claim, or a path of names with dots between them, such as {@code realm_access.roles}
     */
    static Set<String> of(Map<String, ?> claims, String claim) {
        return texts(find(claims, claim)).filter(role -> !role.isBlank()).collect(Collectors.toUnmodifiableSet());
    }

    /** The name as it stands comes first: issuers use URLs as names, and they hold dots. */
    private static @Nullable Object find(Map<String, ?> claims, String claim) {
        if (claims.containsKey(claim)) {
            return claims.get(claim);
        }
        Object found = claims;
        for (String name : claim.split("\\.")) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
    }

    private static Stream<String> texts(@Nullable Object value) {
        return switch (value) {
            case String text -> Arrays.stream(text.split(" "));
            case Collection<?> several -> several.stream().filter(String.class::isInstance).map(String.class::cast);
            case null, default -> Stream.empty();
        };
    }
}
