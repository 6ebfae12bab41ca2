package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two users with real browsers: stompjs over WebSocket and over every SockJS transport. */
class PageIT extends SystemTest {

    private static final int RELOADS_FOR_ANOTHER_NODE = 20;

    private final Browser alices = new Browser();
    private final Browser bobs = new Browser();

    @AfterEach
    void closeBrowsers() {
        alices.close();
        bobs.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "websocket", "xhr-streaming", "xhr-polling"})
    void twoUsersExchangeMessagesAcrossGateways(String transport) {
        String page = cluster.web() + (transport.isEmpty() ? "/" : "/?transport=" + transport);
        alices.signIn(page, alice);
        alices.type("#room-name", "Room over " + transport);
        alices.click("#create-room");
        alices.find("#text");
        alices.type("#member-name", bob);
        alices.click("#invite");
        alices.until(browser -> browser.getPageSource().contains(bob));
        String roomUrl = page + alices.url().substring(alices.url().indexOf('#'));
        openOnAnotherNode(roomUrl, alices.node());

        alices.say("Hello Bob");
        bobs.awaitMessage("Hello Bob");
        bobs.say("안녕 <b>Alice</b>");
        alices.awaitMessage("안녕 <b>Alice</b>");

        alices.open(roomUrl);
        alices.awaitMessage("안녕 <b>Alice</b>");
        await("the history").untilAsserted(() -> assertThat(alices.messages()).hasSize(2));
        assertThat(alices.messages()).first().asString().contains("Hello Bob");
        assertThat(alices.forbidden()).as("violations of the page's own policy").isEmpty();
        assertThat(bobs.forbidden()).as("violations of the page's own policy").isEmpty();
    }

    @Test
    void injectedScriptsAndStylesDoNotRun() {
        alices.open(cluster.web() + "/");
        alices.run("""
                const script = document.createElement('script');
                script.textContent = 'window.smuggled = true';
                document.body.append(script);
                document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="window.smuggled = true" style="top: 0">');
                """);
        await("the browser's reports").until(() -> !alices.forbidden().isEmpty());
        assertThat(alices.run("return window.smuggled === true || document.cookie !== ''"))
                .isEqualTo(false);
    }

    @Test
    void nonMembersPageShowsNothingOfTheRoom() {
        bobs.signIn(cluster.web() + "/", "mallory");
        bobs.open(cluster.web() + "/#room=" + room);
        bobs.find("#rooms-title");
        assertThat(bobs.messages()).isEmpty();
    }

    private void openOnAnotherNode(String roomUrl, String node) {
        bobs.signIn(roomUrl, bob);
        for (int reload = 0; bobs.node().equals(node); reload++) {
            assertThat(reload).as("reloads until another node than " + node).isLessThan(RELOADS_FOR_ANOTHER_NODE);
            bobs.open(roomUrl);
        }
        bobs.find("#text");
    }
}
