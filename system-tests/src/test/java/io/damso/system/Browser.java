package io.damso.system;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium with the chat page of one user. */
public final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver driver;

    /** Starts a browser with an empty page that accepts any certificate. */
    public Browser() {
        this(new String[0]);
    }

    /** Creates a browser whose requests to one local port go to another, such as a proxy. */
    Browser(int port, int otherPort) {
        this("--host-resolver-rules=MAP localhost:%d 127.0.0.1:%d".formatted(port, otherPort));
    }

    private Browser(String... arguments) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(
                program("chromium", "google-chrome", "chromium-browser").toFile());
        options.setAcceptInsecureCerts(true);
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1000,700");
        options.addArguments(arguments);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").toFile())
                .build();
        driver = new ChromeDriver(service, options);
    }

    private static Path program(String... names) {
        List<String> directories = Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/bin"))
                .toList();
        return Arrays.stream(names)
                .flatMap(name -> directories.stream().map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The page's tests need " + names[0]
                        + ". Run ./damso test, which installs it, or: apt-get install chromium chromium-driver"));
    }

    /** Opens the page at this address. */
    public void open(String url) {
        driver.get("about:blank"); // a change of the fragment alone would not load the page again
        driver.get(url);
    }

    /** Signs in by name on a page that shows the form. */
    void signIn(String page, String name) {
        open(page);
        type("#username", name);
        click("#sign-in");
        find("#room-name");
    }

    /** Reloads the page for the signed-in user. */
    void signedInAgain(String page) {
        open(page);
        find("#room-name");
    }

    /** Shows another room, or none, without loading the page again. */
    void openRoom(String id) {
        run("location.hash = arguments[0] ? 'room=' + arguments[0] : ''", id);
        find(id.isEmpty() ? "#no-room" : "#rooms [data-room-id='" + id + "'][aria-current=true]");
    }

    void say(String text) {
        type("#text", text);
        click("#send");
    }

    /** Puts a text into a field at once, as from the clipboard. */
    void paste(String selector, String text) {
        run(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new InputEvent('input', {bubbles: true}))",
                find(selector),
                text);
    }

    /** Waits for a message that the server has confirmed. */
    void awaitMessage(String text) {
        await(text)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> messages().stream().anyMatch(message -> message.contains(text)));
    }

    /** Switches the browser offline or online. */
    void offline(boolean offline) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Returns the connection state on the page: connecting, connected, offline or closed. */
    String state() {
        return String.valueOf(driver.findElement(By.id("connection")).getAttribute("data-state"));
    }

    /** Returns the texts of messages that are sent but not acknowledged. */
    List<String> waiting() {
        return all("#messages [data-state=pending]");
    }

    /** Returns the texts of refused messages. */
    List<String> failures() {
        return all("#messages [data-state=failed]");
    }

    /** Returns the texts of all elements in one script call, because the page may replace elements at any time. */
    List<String> all(String selector) {
        Object texts = run("return [...document.querySelectorAll(arguments[0])].map(one => one.innerText)", selector);
        return ((List<?>) Objects.requireNonNull(texts))
                .stream().map(String::valueOf).toList();
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    String text(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText();
    }

    String value(String selector) {
        return String.valueOf(find(selector).getDomProperty("value"));
    }

    /** Runs a script in the page; its arguments are {@code arguments}. */
    public @Nullable Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    String url() {
        return driver.getCurrentUrl();
    }

    WebElement find(String selector) {
        return until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(selector)));
    }

    void type(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
    }

    void click(String selector) {
        until(ExpectedConditions.elementToBeClickable(By.cssSelector(selector))).click();
    }

    /** Returns the name of the gateway that the page is connected to. */
    String node() {
        return until(browser -> browser.findElement(By.id("connection")).getAttribute("data-node"));
    }

    /** Returns the texts of acknowledged messages. */
    List<String> messages() {
        return all("#messages [data-message-id]");
    }

    /** Returns the violations of the page's security policy since the last call. */
    List<String> forbidden() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message ->
                        message.toLowerCase(Locale.ROOT).replace('-', ' ').contains(" policy"))
                .toList();
    }

    /** Returns the errors on the browser's console since the last call. */
    public List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    <T> T until(ExpectedCondition<T> condition) {
        try {
            return new WebDriverWait(driver, PATIENCE).until(condition);
        } catch (TimeoutException e) {
            throw new AssertionError(driver.findElement(By.tagName("body")).getText() + "\n" + screenshot("page"), e);
        }
    }

    /** Saves a screenshot; returns its file. */
    String screenshot(String name) {
        Path file = Path.of("target", name + ".png");
        try {
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "Screenshot: " + file.toAbsolutePath();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
