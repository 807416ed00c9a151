// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Chromium, where Debian installs it, with the chatbot's page. */
final class Browser implements AutoCloseable {

    static final String NOT_INSTALLED =
            "there is no Chromium with its driver: apt-get install chromium chromium-driver";

    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final ChromeDriver driver;

    Browser(Path profile) {
        ChromeOptions options = new ChromeOptions()
                .setBinary(BROWSER.toFile())
                .addArguments(
                        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
                .addArguments("--no-first-run", "--disable-background-networking", "--disable-component-update")
                .addArguments("--disable-sync", "--disable-quic", "--user-data-dir=" + profile);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        driver = new ChromeDriver(service, options);
    }

    static boolean isInstalled() {
        return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Opens the page in a new session, in a window of 1280 by 800 pixels. */
    void open(int port) {
        driver.get("about:blank");
        resize(1280, 800);
        driver.get("http://localhost:" + port);
        driver.manage().deleteAllCookies();
        driver.get("http://localhost:" + port);
        waitFor("#chain option");
        waitFor("#modes legend");
    }

    /** Sets the size of the page itself. */
    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Chooses between the light and the dark page. */
    void scheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void say(String text) {
        find("#message").sendKeys(text, Keys.ENTER);
    }

    /** Asks and waits for the whole answer, the one of this number. */
    void ask(String text, int number) {
        say(text);
        waitFor("article:nth-child(" + number + ") .trace:not([hidden])");
    }

    void click(String selector) {
        find(selector).click();
    }

    void press(Keys key) {
        driver.switchTo().activeElement().sendKeys(key);
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<String> texts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    void waitFor(String selector) {
        new WebDriverWait(driver, Duration.ofSeconds(30)).until(any -> count(selector) > 0);
    }

    /** Returns the result of a script, a function's body. */
    @Nullable Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Waits for the result of a script that passes it to {@code done}. */
    Object await(String script, Object... arguments) {
        return driver.executeAsyncScript("const done = arguments[arguments.length - 1]; " + script, arguments);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
