package io.damso.system;

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

/** One person's real Chromium, showing the page. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver driver;

    Browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium", "google-chrome", "chromium-browser").toFile());
        options.setAcceptInsecureCerts(true);
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        options.addArguments(
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--window-size=1000,700");
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

    void open(String url) {
        driver.get("about:blank"); // a change of the fragment alone would not load the page again
        driver.get(url);
    }

    /** Runs a script in the page; its arguments are {@code arguments}. */
    @Nullable Object run(String script, Object... arguments) {
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

    /** Returns what the messages say that the server has confirmed. */
    List<String> messages() {
        return driver.findElements(By.cssSelector("#messages [data-message-id]")).stream()
                .map(WebElement::getText)
                .toList();
    }

    /** Returns what the browser has said since the last call about things that a policy of the page forbids. */
    List<String> forbidden() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.toLowerCase(Locale.ROOT).replace('-', ' ').contains(" policy"))
                .toList();
    }

    <T> T until(ExpectedCondition<T> condition) {
        try {
            return new WebDriverWait(driver, PATIENCE).until(condition);
        } catch (TimeoutException e) {
            throw new AssertionError(driver.findElement(By.tagName("body")).getText() + "\n" + screenshot(), e);
        }
    }

    private String screenshot() {
        Path file = Path.of("target", "page.png");
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
