package io.damso.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolesTests {

    @Test
    void rolesAreAListOrATextWithBlanks() {
        assertThat(Roles.of(Map.of("roles", List.of("admin", "support")), "roles"))
                .containsExactlyInAnyOrder("admin", "support");
        assertThat(Roles.of(Map.of("scope", "admin  support"), "scope")).containsExactlyInAnyOrder("admin", "support");
    }

    @Test
    void nameThatHoldsDotsComesBeforeAPath() {
        assertThat(Roles.of(Map.of("https://example.org/roles", List.of("admin")), "https://example.org/roles"))
                .containsExactly("admin");
        assertThat(Roles.of(Map.of("realm_access", Map.of("roles", List.of("admin"))), "realm_access.roles"))
                .containsExactly("admin");
    }

    @Test
    void whatIsNoRoleGivesNone() {
        assertThat(Roles.of(Map.of(), "roles")).isEmpty();
        assertThat(Roles.of(Map.of("roles", 7), "roles")).isEmpty();
        assertThat(Roles.of(Map.of("roles", Map.of("admin", true)), "roles")).isEmpty();
        assertThat(Roles.of(Map.of("roles", List.of(7, List.of("admin"), " ")), "roles"))
                .isEmpty();
        assertThat(Roles.of(Map.of("realm_access", "admin"), "realm_access.roles"))
                .isEmpty();
        assertThat(Roles.of(Map.of("roles", List.of("admin")), ".")).isEmpty();
    }
}
